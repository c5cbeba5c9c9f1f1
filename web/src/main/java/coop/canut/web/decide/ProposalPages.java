package coop.canut.web.decide;

import coop.canut.node.Rooms;
import coop.canut.node.decision.Act;
import coop.canut.node.decision.Argument;
import coop.canut.node.decision.Choice;
import coop.canut.node.decision.Decisions;
import coop.canut.node.decision.Proposal;
import coop.canut.node.decision.Rule;
import coop.canut.node.decision.State;
import coop.canut.node.decision.Statutes;
import coop.canut.node.decision.Votes;
import coop.canut.node.peer.Effect;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import coop.canut.web.look.Bar;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import coop.canut.web.page.Words;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One proposal: what it would bring about, what members say to it, and their votes. */
public final class ProposalPages {

    private final Rooms rooms;
    private final Decisions decisions;
    private final Names names;

    /** The pages over these rooms. */
    public ProposalPages(Rooms rooms) {
        this.rooms = rooms;
        this.decisions = rooms.decisions();
        this.names = new Names(rooms);
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/proposals/:id", Access.MEMBER, visit -> show(visit, Faults.NONE).map(shown -> shown));
        post(site, "discuss", Set.of(), "discussed", visit -> decisions.proposals().discuss(visit.person(), visit.id("id")));
        post(site, "withdraw", Set.of(), "proposal-withdrawn",
            visit -> decisions.proposals().withdraw(visit.person(), visit.id("id")));
        post(site, "arguments", Set.of("stance", "text"), "argued", visit -> decisions.proposals().argue(visit.person(),
            visit.id("id"), Argument.Stance.of(visit.form().text("stance")), visit.form().text("text")));
        post(site, "vote", Set.of("choice", "for"), "voted", this::vote);
        post(site, "proxy", Set.of("holder"), "entrusted", this::entrust);
        post(site, "proxy/back", Set.of(), "taken-back", visit -> decisions.votes().takeBack(visit.person(), visit.id("id")));
        post(site, "again", Set.of(), "asked-again", visit -> decisions.votes().again(visit.person(), visit.id("id")));
        post(site, "second", Set.of(), "seconded", visit -> decisions.second(visit.person(), visit.id("id")));
    }

    /** What was refused is told on the page, with what was typed. */
    private void post(Site site, String what, Set<String> fields, String did, Function<Visit, Future<Void>> use) {
        site.post("/proposals/:id/" + what, Access.MEMBER, fields, visit -> Future.succeededFuture().compose(begun ->
                use.apply(visit))
            .compose(done -> visit.did("/proposals/" + visit.id("id"), did))
            .recover(visit.again(faults -> show(visit, faults))));
    }

    private Future<Void> vote(Visit visit) {
        Choice choice = Choice.of(visit.form().text("choice"));
        String giver = visit.form().text("for");
        return giver.isEmpty() ? decisions.votes().cast(visit.person(), visit.id("id"), choice)
            : decisions.votes().castFor(visit.person(), person("for", giver), visit.id("id"), choice);
    }

    private Future<Void> entrust(Visit visit) {
        return decisions.votes().entrust(visit.person(), visit.id("id"), person("holder", visit.form().text("holder")));
    }

    private static Id person(String field, String text) {
        try {
            return Id.of(text);
        } catch (Refused refused) {
            throw Refused.at(text.isEmpty() ? Problem.FIELD_MISSING : Problem.FIELD_WRONG, field, refused.detail());
        }
    }

    /**
     * One proposal.
     *
     * @param act       in a sentence
     * @param effects   what it would bring about
     * @param obstacle  why it could not be enacted now, or null
     * @param mark      of a peer that is to be let in, or null
     * @param proposer  a name
     * @param statutes  by which it is or would be voted on
     * @param rule      what the vote asks, in a sentence
     * @param people    whom a vote can be given to, by name
     * @param share     of the roll that can have the vote held again, as a count
     * @param result    the picture of what was voted, or null while the vote runs
     * @param isMember  whether the reader is a full member
     */
    public record One(Page page, Faults faults, String typed, Proposal proposal, String act, List<String> effects,
                      String obstacle, String mark, String proposer, Statutes statutes, String rule, Votes.Box box,
                      List<Argument> arguments, Map<Id, String> people, Map<Id, String> names, long share, Result result,
                      boolean isMember) {

        /** Whether the reader made it. */
        public boolean isOwn() {
            return page.person().id().equals(proposal.proposedBy());
        }

        /** Whether the reader could be the second of two stewards. */
        public boolean isSecond() {
            return proposal.state() == State.DRAFT && proposal.emergency() != null && !isOwn()
                && page.person().is(coop.canut.node.member.Role.STEWARD);
        }

        /** Whether so few secret ballots were cast that the sums may tell who voted what. */
        public boolean areFew() {
            return proposal.vote() != null && proposal.vote().isSecret() && box.turnout().voted() < Votes.FEW;
        }
    }

    /** What was voted, as a bar. */
    public record Result(List<Bar.Part> parts, String says) {

        /** The picture. */
        public String svg() {
            return Bar.svg(parts, says);
        }
    }

    private Future<Answer.Shown> show(Visit visit, Faults faults) {
        return decisions.proposals().find(visit.id("id")).compose(proposal -> decisions.votes().box(visit.person(), proposal)
            .compose(box -> decisions.proposals().arguments(proposal.id()).compose(arguments -> names.all().compose(known ->
                decisions.proposals().isMember(visit.person()).compose(member -> preview(visit.words(), proposal)
                    .compose(effects -> obstacle(visit.words(), proposal).compose(obstacle ->
                        decisions.proposals().members().map(people -> new Answer.Shown(200, "decide/proposal.jte",
                            one(visit, faults, proposal, box, arguments, known, member, effects, obstacle, people))))))))));
    }

    private One one(Visit visit, Faults faults, Proposal proposal, Votes.Box box, List<Argument> arguments,
                    Map<Id, String> known, boolean member, List<String> effects, String obstacle, Map<Id, String> people) {
        var said = new Said(visit.words(), known);
        Statutes statutes = proposal.vote() == null ? rooms.policies().folded().statutes() : proposal.vote().statutes();
        Rule rule = statutes.rule(proposal.act().kind());
        String asks = box.turnout().roll() > 0 ? said.rule(rule, box.turnout().roll()) : said.rule(rule);
        String mark = proposal.act() instanceof Act.AdmitPeer admit ? "/marks/" + admit.keys().hex() : null;
        return new One(visit.page(proposal.title()).of("/decisions"), faults, visit.form().text("text"), proposal,
            said.act(proposal.act()), effects, obstacle, mark,
            proposal.proposedBy() == null ? "" : said.name(proposal.proposedBy()), statutes, asks, box, arguments, people, known,
            statutes.ballots().secondVote().leastOf(box.turnout().roll()), result(visit.words(), box), member);
    }

    static Result result(Words words, Votes.Box box) {
        return box.count() == null ? null : result(words, box.count().yes(), box.count().no(), box.count().abstain(),
            box.turnout().roll());
    }

    static Result result(Words words, long yes, long no, long abstain, long roll) {
        return new Result(List.of(new Bar.Part("done", yes), new Bar.Part("wait", no), new Bar.Part("held", abstain),
            new Bar.Part("free", roll - yes - no - abstain)), words.text("vote.result", yes, no, abstain, roll));
    }

    /** What it would bring about now; of what has ended nothing is previewed. */
    private Future<List<String>> preview(Words words, Proposal proposal) {
        return proposal.state().isRunning() ? preview(rooms, words, proposal.act()) : Future.succeededFuture(List.of());
    }

    static Future<List<String>> preview(Rooms rooms, Words words, Act act) {
        return rooms.decisions().effects(act).compose(effects -> {
            List<String> told = new ArrayList<>(new Said(words, Map.of()).effects(effects));
            return !(act instanceof Act.OnPeer peer) || !rooms.peers().known().contains(peer.host())
                    || peer.host().equals(rooms.config().host()) ? Future.succeededFuture(told)
                : rooms.ties().effects(peer.host(), peer.level()).map(found -> {
                    found.all().forEach(effect -> told.add(peerEffect(words, effect)));
                    return told;
                }).otherwise(told);
        });
    }

    private static String peerEffect(Words words, Effect effect) {
        return effect.money() != null ? words.text("effect." + effect.what().code(), words.money(effect.money()))
            : words.text("effect." + effect.what().code(), effect.count(), effect.of());
    }

    private Future<String> obstacle(Words words, Proposal proposal) {
        return proposal.state() != State.DRAFT ? Future.succeededFuture() : decisions.proposals().tryOut(proposal.act())
            .map((String) null)
            .recover(error -> error instanceof Refused refused ? Future.succeededFuture(words.problem(refused))
                : Future.failedFuture(error));
    }
}
