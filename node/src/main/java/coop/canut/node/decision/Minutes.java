package coop.canut.node.decision;

import coop.canut.protocol.Limits;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The minutes of one decision, written by the machine from what happened when the decision came to its end, whatever that was.
 * They never change, and each names the hash of the ones before, so that a page cannot be taken out or put in unseen. Names
 * are those that people had then.
 *
 * @param place      among all minutes, from 1
 * @param proposedBy a name, or null for what peers gave back
 * @param secondedBy a name, of an act of two stewards; or null
 * @param votes      one or two
 * @param why        it could not be carried out, as the code of a problem, or null
 * @param policy     the number of the policy that it made, or null
 * @param previous   hash of the minutes before; zeros for the first
 */
public record Minutes(String number, long place, Id proposal, String title, String reasons, Act act, State state,
                      String proposedBy, Instant proposedAt, String secondedBy, List<Said> arguments, List<Vote> votes,
                      Instant endedAt, String why, Long policy, Hash previous) {

    private static final int ARGUMENTS = 10_000;
    private static final int VOTERS = 10_000;

    /** What somebody said in the discussion. */
    public record Said(String name, Instant at, Argument.Stance stance, String text) {
    }

    /**
     * A vote.
     *
     * @param rule  what it asked
     * @param roll  how many could vote
     * @param voted who did
     */
    public record Vote(Instant openedAt, boolean isSecret, Rule rule, long roll, Count count, Outcome outcome,
                       List<Voted> voted) {
    }

    /**
     * Who voted.
     *
     * @param choice null in a secret vote
     * @param castBy who cast it, if it was somebody else; or null
     */
    public record Voted(String name, Choice choice, String castBy) {
    }

    /** Copies the lists. */
    public Minutes {
        arguments = List.copyOf(arguments);
        votes = List.copyOf(votes);
    }

    /** Of what peers gave back. */
    static Minutes restated(Id proposal, Act act, ProposalStore.Number number, Instant at) {
        return new Minutes(number.number(), number.place(), proposal, "", "", act, State.ENACTED, null, at, null, List.of(),
            List.of(), at, null, null, Hash.ZERO);
    }

    /** The same after those of this hash. */
    Minutes after(Hash before) {
        return new Minutes(number, place, proposal, title, reasons, act, state, proposedBy, proposedAt, secondedBy, arguments,
            votes, endedAt, why, policy, before);
    }

    /** Of their canonical JSON: what members sign and the next minutes name. */
    public Hash hash() {
        return Hash.sha256(json().canonical());
    }

    /** All of it as JSON; times are whole seconds. */
    public Json.Obj json() {
        return Json.object().put("number", number).put("place", place).put("proposal", proposal).put("title", title)
            .put("reasons", reasons).put("act", DecisionJson.write(act)).put("state", state.code())
            .putOptional("proposedBy", proposedBy).put("proposedAt", second(proposedAt))
            .putOptional("secondedBy", secondedBy)
            .put("arguments", arguments.stream().map(said -> Json.object().put("name", said.name())
                .put("at", second(said.at())).put("stance", said.stance().code()).put("text", said.text()).build()).toList())
            .put("votes", votes.stream().map(Minutes::json).toList())
            .put("endedAt", second(endedAt)).putOptional("why", why).putOptional("policy", policy)
            .put("previous", previous).build();
    }

    private static Json.Obj json(Vote vote) {
        return Json.object().put("openedAt", second(vote.openedAt())).put("secret", vote.isSecret())
            .put("rule", DecisionJson.write(vote.rule())).put("roll", vote.roll())
            .put("yes", vote.count().yes()).put("no", vote.count().no()).put("abstain", vote.count().abstain())
            .put("outcome", vote.outcome().code())
            .put("voted", vote.voted().stream().map(voted -> Json.object().put("name", voted.name())
                .putOptional("choice", voted.choice() == null ? null : voted.choice().code())
                .putOptional("castBy", voted.castBy()).build()).toList()).build();
    }

    /** Reads what {@link #json} wrote. */
    static Minutes read(String text) {
        var in = new Members((Json.Obj) Json.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.API), "");
        return new Minutes(in.shortText("number"), in.integer("place", 1, Limits.INTEGER_MAX), in.id("proposal"),
            in.line("title"), in.longText("reasons"), DecisionJson.act(in.value("act").text()),
            State.of(in.shortText("state")), in.optionalLine("proposedBy"), in.time("proposedAt"),
            in.optionalLine("secondedBy"),
            in.objects("arguments", ARGUMENTS, said -> new Said(said.line("name"), said.time("at"),
                Argument.Stance.of(said.shortText("stance")), said.longText("text"))),
            in.objects("votes", 2, Minutes::vote), in.time("endedAt"), in.optionalLine("why"),
            in.optionalInteger("policy", 1, Limits.INTEGER_MAX), in.hash("previous"));
    }

    private static Vote vote(Members in) {
        return new Vote(in.time("openedAt"), in.bool("secret"), DecisionJson.rule(in.object("rule")),
            in.integer("roll", 0, VOTERS), new Count(in.integer("yes", 0, VOTERS), in.integer("no", 0, VOTERS),
                in.integer("abstain", 0, VOTERS)),
            in.choice("outcome", List.of(Outcome.values()), Outcome::code),
            in.objects("voted", VOTERS, voted -> new Voted(voted.line("name"),
                voted.has("choice") ? Choice.of(voted.shortText("choice")) : null, voted.optionalLine("castBy"))));
    }

    private static Instant second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }
}
