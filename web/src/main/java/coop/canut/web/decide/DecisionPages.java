package coop.canut.web.decide;

import coop.canut.node.Rooms;
import coop.canut.node.decision.Decisions;
import coop.canut.node.decision.Proposal;
import coop.canut.node.decision.State;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.util.List;

/** What is proposed, what runs, and what was decided. */
public final class DecisionPages {

    private final Decisions decisions;
    private final Names names;

    /** The pages over these rooms. */
    public DecisionPages(Rooms rooms) {
        this.decisions = rooms.decisions();
        this.names = new Names(rooms);
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/decisions", Access.ANYONE, this::list);
    }

    /**
     * All of them.
     *
     * @param isMember whether the reader is one, and sees more
     * @param mayPropose whether the reader may propose
     * @param older    the place before which older ones stand, or null
     */
    public record All(Page page, boolean isMember, boolean mayPropose, List<Row> running, List<Row> ended, Long older) {
    }

    /**
     * A proposal in a list.
     *
     * @param act in a sentence
     */
    public record Row(Proposal proposal, String act) {
    }

    /** Anyone sees what was decided, but nothing about a person: that is the members' own affair. */
    private Future<Answer> list(Visit visit) {
        boolean member = Access.MEMBER.allows(visit.person());
        long before = place(visit.query("before"));
        return names.all().compose(known -> decisions.proposals().ended(before).compose(ended ->
            (member && before == Long.MAX_VALUE ? decisions.proposals().running() : Future.succeededFuture(List.<Proposal>of()))
                .compose(running -> may(visit, member).compose(may -> {
                    var said = new Said(visit.words(), known);
                    Long older = ended.size() < 50 ? null : ended.getLast().end().place();
                    return Answer.page("decide/decisions.jte", new All(visit.page(visit.words().text("decisions.title")), member,
                        may, rows(said, running, true), rows(said, ended, member), older));
                }))));
    }

    private Future<Boolean> may(Visit visit, boolean member) {
        return member ? decisions.proposals().isMember(visit.person()) : Future.succeededFuture(false);
    }

    private static List<Row> rows(Said said, List<Proposal> proposals, boolean all) {
        return proposals.stream()
            .filter(proposal -> all || proposal.state() == State.ENACTED && !proposal.act().kind().isAboutPerson())
            .map(proposal -> new Row(proposal, said.act(proposal.act()))).toList();
    }

    private static long place(String text) {
        return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : Long.MAX_VALUE;
    }
}
