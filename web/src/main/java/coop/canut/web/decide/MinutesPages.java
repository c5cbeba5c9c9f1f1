package coop.canut.web.decide;

import coop.canut.node.Rooms;
import coop.canut.node.decision.Decisions;
import coop.canut.node.decision.Minutes;
import coop.canut.node.decision.MinutesBook;
import coop.canut.node.decision.MinutesBook.Kept;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;

/** The minutes of one decision: to read, print, sign, add to, and take away. */
public final class MinutesPages {

    private final Decisions decisions;
    private final Names names;

    /** The pages over these rooms. */
    public MinutesPages(Rooms rooms) {
        this.decisions = rooms.decisions();
        this.names = new Names(rooms);
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/decisions/:number", Access.MEMBER, visit -> show(visit, Faults.NONE).map(shown -> shown));
        site.get("/decisions/:number/json", Access.MEMBER, visit -> read(visit).map(kept -> new Answer.Attached(
            "application/json", "minutes-" + kept.minutes().number() + ".json", Buffer.buffer(kept.minutes().json().text()))));
        site.get("/decisions/:number/text", Access.MEMBER, visit -> read(visit).compose(kept -> names.all().map(known ->
            new Answer.Attached("text/markdown; charset=utf-8", "minutes-" + kept.minutes().number() + ".md",
                Buffer.buffer(Markdown.of(visit.words(), new Said(visit.words(), known), kept))))));
        site.post("/decisions/:number/notes", Access.MEMBER, Set.of("text"), visit -> decisions.minutes()
            .add(visit.person(), visit.variable("number"), visit.form().text("text"))
            .compose(added -> visit.did(path(visit), "noted"))
            .recover(visit.again(faults -> show(visit, faults))));
        site.post("/decisions/:number/sign", Access.MEMBER, Set.of("sha256"), visit -> Future.succeededFuture()
            .compose(begun -> decisions.minutes().sign(visit.person(), visit.variable("number"), hash(visit)))
            .compose(signed -> visit.did(path(visit), "signed")));
    }

    /**
     * Minutes.
     *
     * @param act     in a sentence
     * @param results pictures of its votes, in their order
     * @param rules   what each vote asked
     */
    public record One(Page page, Faults faults, String typed, Kept kept, String act, List<ProposalPages.Result> results,
                      List<String> rules) {

        /** Whether the reader keeps the minutes. */
        public boolean mayAdd() {
            return MinutesBook.mayAdd(page.person());
        }

        /** Whether the reader has signed. */
        public boolean hasSigned() {
            return kept.signatures().stream().anyMatch(each -> each.person().equals(page.person().id()));
        }
    }

    private Future<Kept> read(Visit visit) {
        return decisions.minutes().read(visit.variable("number"));
    }

    private Future<Answer.Shown> show(Visit visit, Faults faults) {
        return read(visit).compose(kept -> names.all().map(known -> {
            var said = new Said(visit.words(), known);
            List<Minutes.Vote> votes = kept.minutes().votes();
            return new Answer.Shown(200, "decide/minutes.jte", new One(
                visit.page(visit.words().text("minutes.title", kept.minutes().number())), faults, visit.form().text("text"), kept,
                said.act(kept.minutes().act()), votes.stream().map(vote -> ProposalPages.result(visit.words(),
                    vote.count().yes(), vote.count().no(), vote.count().abstain(), vote.roll())).toList(),
                votes.stream().map(vote -> said.rule(vote.rule(), vote.roll())).toList()));
        }));
    }

    private static String path(Visit visit) {
        return "/decisions/" + visit.variable("number");
    }

    private static Hash hash(Visit visit) {
        try {
            return Hash.of(visit.form().text("sha256"));
        } catch (Refused refused) {
            throw new Refused(Problem.PROPOSAL_MOVED_ON, refused.detail());
        }
    }
}
