package coop.canut.web.steward;

import coop.canut.node.Rooms;
import coop.canut.node.peer.PeerList;
import coop.canut.node.peer.PeerLists;
import coop.canut.node.peer.PeerLists.Fate;
import coop.canut.node.peer.PeerLists.Result;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import coop.canut.web.page.Words;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists of peers: handing ours out, and taking over another after having seen what it would do. */
public final class PeerListPages {

    private static final int WRONG = 422;

    private final PeerLists lists;
    private final String self;

    /** The pages over these rooms. */
    public PeerListPages(Rooms rooms) {
        this.lists = rooms.peerLists();
        this.self = rooms.config().host().toString();
    }

    /** Adds the routes. To be called before those of one peer, whose names they look like. */
    public void mount(Site site) {
        site.get("/peers/list", Access.STEWARD, visit -> list(visit, 200, Faults.NONE, null));
        site.get("/peers/list/text", Access.STEWARD, visit -> lists.export().map(list ->
            new Answer.Attached("text/plain; charset=utf-8", "peers-" + self + ".txt", Buffer.buffer(list.text()))));
        site.get("/peers/list/json", Access.STEWARD, visit -> lists.export().map(list ->
            new Answer.Attached("application/json", "peers-" + self + ".json", Buffer.buffer(list.json()))));
        site.post("/peers/list/preview", Access.STEWARD, Set.of("list"), this::preview);
        site.post("/peers/list", Access.STEWARD, Set.of("list", "decision"), this::apply);
        site.post("/peers/:host/drop", Access.STEWARD, Set.of(), visit -> lists.drop(visit.host())
            .compose(dropped -> visit.did("/peers", "peer.dropped")));
    }

    /**
     * The list page.
     *
     * @param seen what the list that was given would do, or null while none was given
     */
    public record View(Page page, Form form, Faults faults, Result seen) {

        /** How many hosts would be stated. */
        public long stated() {
            return seen.count(Fate.ADDED) + seen.count(Fate.CHANGED);
        }

        /** What becomes of a host. */
        public String told(Words words, PeerLists.Row row) {
            String level = words.text("level." + row.entry().level().code());
            return switch (row.fate()) {
                case ADDED -> words.text("list.added", level);
                case CHANGED -> words.text("list.changed", words.text("level." + row.now().code()), level);
                case SAME -> words.text("list.same", level);
                case PENDING -> words.text("list.pending", pending(words, row.problem().code()));
            };
        }

        /** Why nothing is stated of a host. */
        public static String pending(Words words, String problem) {
            return words.text("pending." + (Problem.find(problem).map(known -> switch (known) {
                case NOT_YET -> "silent";
                case KEY_OWNER_MISMATCH -> "other-keys";
                case PEER_SUSPENDED -> "under";
                default -> "unproven";
            }).orElse("unproven")));
        }
    }

    private Future<Answer> list(Visit visit, int status, Faults faults, Result seen) {
        return Future.succeededFuture(new Answer.Shown(status, "steward/list.jte",
            new View(visit.page(visit.words().text("list.title")), visit.form(), faults, seen)));
    }

    private Future<Answer> preview(Visit visit) {
        return Future.succeededFuture(visit.form().text("list")).compose(lists::preview)
            .compose(seen -> seen.wrong().isEmpty() ? list(visit, 200, Faults.NONE, seen)
                : list(visit, WRONG, wrong(visit.words(), seen.wrong()), null))
            .recover(error -> unread(visit, error));
    }

    private Future<Answer> apply(Visit visit) {
        String list = visit.form().text("list");
        String decision = visit.form().text("decision");
        var typed = new PeerForm(visit.words(), visit.form());
        typed.decision();
        return typed.faults().any()
            ? lists.preview(list).compose(seen -> list(visit, WRONG, typed.faults(), seen))
                .recover(error -> unread(visit, error))
            : lists.apply(list, decision).compose(done -> done.wrong().isEmpty()
                    ? visit.did("/peers", "peer.list", done.count(Fate.ADDED) + done.count(Fate.CHANGED))
                    : list(visit, WRONG, wrong(visit.words(), done.wrong()), null))
                .recover(error -> unread(visit, error));
    }

    private static Faults wrong(Words words, List<PeerList.Wrong> wrong) {
        return new Faults(Map.of("list", String.join("\n", wrong.stream().map(each ->
            words.text("list.wrong." + each.part(), each.line())).toList())));
    }

    private Future<Answer> unread(Visit visit, Throwable error) {
        return error instanceof Refused refused && "list".equals(refused.field())
            ? list(visit, WRONG, new Faults(Map.of("list", visit.words().text("list.none", PeerList.HOSTS))), null)
            : Future.failedFuture(error);
    }
}
