package coop.canut.web.decide;

import coop.canut.node.Rooms;
import coop.canut.node.decision.ActKind;
import coop.canut.node.decision.Decisions;
import coop.canut.node.decision.Majority;
import coop.canut.node.decision.Policy;
import coop.canut.node.decision.PolicyInForce;
import coop.canut.node.decision.Proposal;
import coop.canut.node.decision.Statutes;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules in force, for anyone, with the decisions that made them; and the statutes by which they change. */
public final class PolicyPages {

    /** Policies that the history shows: what was before is in the log. */
    private static final int SHOWN = 50;

    private final Rooms rooms;
    private final Decisions decisions;
    private final Names names;

    /** The pages over these rooms. */
    public PolicyPages(Rooms rooms) {
        this.rooms = rooms;
        this.decisions = rooms.decisions();
        this.names = new Names(rooms);
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/policy", Access.ANYONE, this::policy);
        site.get("/statutes", Access.ANYONE, this::statutes);
    }

    /** The policy in force and those before, the newest first. */
    public record History(Page page, PolicyInForce now, List<Made> made, boolean isMember) {
    }

    /**
     * A policy.
     *
     * @param decision that made it; null for the founding
     * @param act      of that decision, in a sentence
     */
    public record Made(Policy policy, Proposal decision, String act) {
    }

    private Future<Answer> policy(Visit visit) {
        return decisions.policies().compose(all -> names.all().compose(known -> {
            var said = new Said(visit.words(), known);
            Future<List<Made>> made = Future.succeededFuture(new ArrayList<>());
            for (Policy policy : all.reversed().stream().limit(SHOWN).toList()) {
                made = made.compose(before -> made(visit, said, policy).map(next -> {
                    before.add(next);
                    return before;
                }));
            }
            return made.compose(history -> Answer.page("decide/policy.jte", new History(
                visit.page(visit.words().text("policy.title")), rooms.policies().current(), history,
                Access.MEMBER.allows(visit.person()))));
        }));
    }

    private Future<Made> made(Visit visit, Said said, Policy policy) {
        return policy.decision().equals(Policy.FOUNDING)
            ? Future.succeededFuture(new Made(policy, null, visit.words().text("policy.founding")))
            : decisions.proposals().decision(policy.decision()).map(found -> new Made(policy, found, said.act(found.act())));
    }

    /**
     * The statutes.
     *
     * @param preset whose they are, or null: the cooperative's own
     */
    public record Rules(Page page, Statutes statutes, String preset, List<Class> classes) {
    }

    /** A class of majorities: what it asks, and the acts that are of it. */
    public record Class(Majority majority, String rule, List<ActKind> acts) {
    }

    private Future<Answer> statutes(Visit visit) {
        Statutes statutes = rooms.policies().folded().statutes();
        var said = new Said(visit.words(), java.util.Map.of());
        List<Class> classes = Stream.of(Majority.values()).map(majority -> new Class(majority,
            said.rule(statutes.majorities().rule(majority)), Stream.of(ActKind.values())
                .filter(kind -> kind != ActKind.RESTATE && statutes.majority(kind) == majority).toList())).toList();
        return Answer.page("decide/statutes.jte", new Rules(visit.page(visit.words().text("statutes.title")).of("/policy"),
            statutes, statutes.asPreset().map(Statutes.Preset::code).orElse(null), classes));
    }
}
