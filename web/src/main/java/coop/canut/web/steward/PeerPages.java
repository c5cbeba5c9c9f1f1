package coop.canut.web.steward;

import coop.canut.node.Rooms;
import coop.canut.node.decision.PolicyInForce;
import coop.canut.node.fediverse.Fediverse;
import coop.canut.node.fediverse.Fediverse.Following;
import coop.canut.node.peer.Knock;
import coop.canut.node.peer.PeerState;
import coop.canut.node.peer.PendingPeer;
import coop.canut.node.peer.Seen;
import coop.canut.node.post.DeliveryState;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import coop.canut.web.page.Words;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How this node stands to others: seeing it, and stating it. */
public final class PeerPages {

    private static final int WRONG = 422;

    private final Rooms rooms;
    private final Host self;

    /** The pages over these rooms. */
    public PeerPages(Rooms rooms) {
        this.rooms = rooms;
        this.self = rooms.config().host();
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/peers", Access.STEWARD, this::peers);
        site.get("/live/peers", Access.STEWARD, visit -> Future.succeededFuture(
            new Answer.Listening("peers", () -> rooms.peers().version())));
        site.get("/peers/add", Access.STEWARD, this::look);
        site.post("/peers", Access.STEWARD, Set.of("host", "keys", "level", "decision", "reason", "amount", "currency"),
            this::add);
    }

    /**
     * All peers.
     *
     * @param fabric how all of us stand to each other, as SVG; null while there is no peer
     * @param following of the board by the fediverse; null where nobody there may
     */
    public record Peers(Page page, String fabric, List<Row> rows, List<Knock> knocks, List<PendingPeer> pending,
                        Following following) {
    }

    /**
     * A peer.
     *
     * @param mark    address of its woven mark
     * @param problem what was last wrong with a delivery to it, or null
     */
    public record Row(PeerState state, String mark, List<Credit> credit, String problem) {

        /** What they owe us, where they owe or may owe anything. */
        public List<Owed> theyOwe() {
            return credit.stream().map(each -> new Owed(each.theyOwe(), each.theyMay(), each.currency()))
                .filter(Owed::isAny).toList();
        }

        /** What we owe them, the same way. */
        public List<Owed> weOwe() {
            return credit.stream().map(each -> new Owed(each.weOwe(), each.weMay(), each.currency()))
                .filter(Owed::isAny).toList();
        }

        /** What a refusal or failure means, and what to do. */
        public String told(Words words, String problem) {
            return Trouble.of(problem).told(words);
        }
    }

    /** What one owes another, in minor units, and up to how much it may. */
    public record Owed(long amount, long limit, String currency) {

        private boolean isAny() {
            return amount != 0 || limit != 0;
        }
    }

    private Future<Answer> peers(Visit visit) {
        return rooms.peers().all().compose(all -> rooms.ledger().balances().compose(balances ->
            rooms.peers().knocks().compose(knocks -> rooms.peerLists().pending().compose(pending ->
                following().compose(following -> {
                    List<Row> rows = all.stream().map(state -> row(visit, state, Credit.of(state, balances))).toList();
                    return new Federation(visit, rooms.peers(), self, rows).svg().compose(fabric -> Answer.page(
                        visit.wantsPart() ? "steward/federation.jte" : "steward/peers.jte",
                        new Peers(visit.page(visit.words().text("peers.title")).lively(), fabric, rows, knocks, pending,
                            following)));
                })))));
    }

    private Future<Following> following() {
        return rooms.fediverse().map(Fediverse::following).orElse(Future.succeededFuture());
    }

    static Row row(Visit visit, PeerState state, List<Credit> credit) {
        String problem = state.deliveries().stream().filter(stream -> stream.failures() > 0).map(DeliveryState::lastProblem)
            .filter(Objects::nonNull).findFirst().orElse(null);
        return new Row(state, visit.mark(state.host()), credit, problem);
    }

    /**
     * Looking at a host before anything is stated.
     *
     * @param seen what it shows, or null while nobody has looked
     * @param own  our keys, beside its
     */
    public record Look(Page page, Form form, Faults faults, Seen seen, String mark, Hash own, PolicyInForce policy,
                       List<String> currencies) {
    }

    private Future<Answer> look(Visit visit) {
        String typed = visit.query("host");
        Form form = Form.of(Map.of("host", typed));
        return typed.isEmpty() ? look(visit, 200, form, Faults.NONE, null)
            : Future.succeededFuture(typed).map(Host::of)
                .compose(host -> isPeer(host) ? Answer.to("/peers/" + host)
                    : rooms.peers().look(host).compose(seen -> look(visit, 200, form, Faults.NONE, seen)))
                .recover(error -> notSeen(visit, form, error));
    }

    private boolean isPeer(Host host) {
        return !host.equals(self) && rooms.peers().known().contains(host)
            && rooms.peers().ourLevel(host) != Level.ENDED;
    }

    /** Whatever a host shows that does not prove itself is told as one thing: keep away, and ask its stewards. */
    private Future<Answer> notSeen(Visit visit, Form form, Throwable error) {
        if (!(error instanceof Refused refused)) {
            return Future.failedFuture(error);
        }
        String told = switch (refused.problem()) {
            case NAME_NOT_CANONICAL -> refused.field() == null ? visit.words().problem(refused)
                : visit.words().text("look.unproven");
            case FIELD_WRONG -> visit.words().text("look.self");
            case NOT_YET -> visit.words().text("look.silent");
            default -> visit.words().text("look.unproven");
        };
        return look(visit, refused.problem().status(), form, new Faults(Map.of("host", told)), null);
    }

    private Future<Answer> look(Visit visit, int status, Form form, Faults faults, Seen seen) {
        PolicyInForce own = rooms.policies().current();
        List<Money> floors = Stream.concat(own.policy().payFloor().stream(), seen == null ? Stream.empty()
            : seen.policy().stream().flatMap(policy -> policy.policy().payFloor().stream())).toList();
        return Future.succeededFuture(new Answer.Shown(status, "steward/look.jte", new Look(
            visit.page(visit.words().text("look.title")), form, faults, seen, seen == null ? null : "/marks/" + seen.keys().hex(),
            rooms.peers().keys(self).orElseThrow().last(), own, currencies(floors))));
    }

    static List<String> currencies(List<Money> amounts) {
        var currencies = new LinkedHashSet<String>();
        amounts.forEach(amount -> currencies.add(amount.currency()));
        return List.copyOf(currencies);
    }

    /** States a level for the first time. The host is looked at once more: its keys must be those that were compared. */
    private Future<Answer> add(Visit visit) {
        var typed = new PeerForm(visit.words(), visit.form());
        Level level = typed.level();
        String decision = typed.decision();
        String reason = typed.reason();
        Optional<Money> credit = typed.credit();
        return Future.succeededFuture(visit.form().text("host")).map(Host::of)
            .compose(host -> rooms.peers().look(host).compose(seen -> {
                if (typed.faults().any()) {
                    return look(visit, WRONG, visit.form(), typed.faults(), seen);
                }
                if (!seen.keys().hex().equals(visit.form().text("keys"))) {
                    return look(visit, WRONG, visit.form(), new Faults(Map.of("", visit.words().text("look.changed"))), seen);
                }
                return rooms.peers().state(host, level, decision, reason)
                    .compose(stated -> credit.map(limit -> rooms.peers().credit(host, limit))
                        .orElse(Future.succeededFuture(stated)))
                    .compose(stated -> visit.did("/peers/" + host, "peer.stated"))
                    .recover(error -> PeerForm.isUnder(error) ? look(visit, WRONG, visit.form(), PeerForm.under(visit.words()),
                        seen) : Future.failedFuture(error));
            }))
            .recover(error -> notSeen(visit, visit.form(), error));
    }
}
