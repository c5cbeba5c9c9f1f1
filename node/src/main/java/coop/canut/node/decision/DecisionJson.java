package coop.canut.node.decision;

import coop.canut.node.member.Role;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The one JSON form of acts, statutes and policies: for the store, for the minutes, and for the hash of a policy. */
final class DecisionJson {

    private static final List<Level> LEVELS = List.of(Level.values());
    /** Members of one cooperative that a surplus is shared among: as many as one array of {@link JsonLimits#API} holds. */
    private static final int SHARES = 10_000;

    private DecisionJson() {
    }

    /** Reads an act that was written here. */
    static Act act(String text) {
        Members in = members(text);
        Act act = act(in, kind(in.shortText("act")));
        in.done();
        return act;
    }

    /** Reads statutes that were written here. */
    static Statutes statutes(String text) {
        return statutes(members(text));
    }

    private static Members members(String text) {
        return new Members((Json.Obj) Json.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.API), "");
    }

    private static ActKind kind(String code) {
        return code.equals(ActKind.RESTATE.code()) ? ActKind.RESTATE : ActKind.proposed(code);
    }

    private static Act act(Members in, ActKind kind) {
        return switch (kind) {
            case SET_PAY_FLOOR -> new Act.SetPayFloor(money(in.object("floor")));
            case SET_FEE -> new Act.SetFee(in.integer("permille", 0, Limits.INTEGER_MAX));
            case SET_FUND -> new Act.SetFund(in.integer("permille", 0, Limits.INTEGER_MAX));
            case SET_CAPS -> new Act.SetCaps(numbers(in, "minutesPerDay"), numbers(in, "minutesPerWeek"),
                in.integer("rejectionDays", 0, Limits.INTEGER_MAX));
            case ADMIT_PEER -> new Act.AdmitPeer(in.host("host"), level(in), in.hash("keys"), in.optionalLine("reason"));
            case LIMIT_PEER -> new Act.LimitPeer(in.host("host"), level(in), in.optionalLine("reason"));
            case END_PEER -> new Act.EndPeer(in.host("host"), in.optionalLine("reason"));
            case ADMIT_MEMBER -> new Act.AdmitMember(in.id("application"));
            case EXCLUDE_MEMBER -> new Act.ExcludeMember(in.id("person"), adverse(in));
            case ELECT -> new Act.Elect(in.id("person"), Role.of(in.shortText("role")), date(in, "until"));
            case RECALL -> new Act.Recall(in.id("person"), Role.of(in.shortText("role")), adverse(in));
            case ALLOCATE_SURPLUS -> new Act.AllocateSurplus(surplus(in));
            case AMEND_STATUTES -> new Act.AmendStatutes(statutes(in.object("statutes")));
            case RESOLVE -> new Act.Resolve(in.longText("text"));
            case RESTATE -> new Act.Restate(values(in.object("values")));
        };
    }

    /** Writes an act; {@code ActKind} and its parts, flat. */
    static Json.Obj write(Act act) {
        var out = Json.object().put("act", act.kind().code());
        switch (act) {
            case Act.SetPayFloor set -> out.put("floor", write(set.floor()));
            case Act.SetFee set -> out.put("permille", set.permille());
            case Act.SetFund set -> out.put("permille", set.permille());
            case Act.SetCaps set -> out.put("minutesPerDay", integers(set.minutesPerDay()))
                .put("minutesPerWeek", integers(set.minutesPerWeek())).put("rejectionDays", set.rejectionDays());
            case Act.AdmitPeer peer -> out.put("host", peer.host()).put("level", peer.level().code())
                .put("keys", peer.keys()).putOptional("reason", peer.reason());
            case Act.LimitPeer peer -> out.put("host", peer.host()).put("level", peer.level().code())
                .putOptional("reason", peer.reason());
            case Act.EndPeer peer -> out.put("host", peer.host()).putOptional("reason", peer.reason());
            case Act.AdmitMember admit -> out.put("application", admit.application());
            case Act.ExcludeMember exclude -> out.put("person", exclude.person()).putAll(write(exclude.adverse()));
            case Act.Elect elect -> out.put("person", elect.person()).put("role", elect.role().code())
                .put("until", elect.until().toString());
            case Act.Recall recall -> out.put("person", recall.person()).put("role", recall.role().code())
                .putAll(write(recall.adverse()));
            case Act.AllocateSurplus allocate -> out.putAll(write(allocate.surplus()));
            case Act.AmendStatutes amend -> out.put("statutes", write(amend.statutes()));
            case Act.Resolve resolve -> out.put("text", resolve.text());
            case Act.Restate restate -> out.put("values", write(restate.values()));
        }
        return out.build();
    }

    /** Writes a policy: what its hash is of. */
    static Json.Obj write(Policy policy) {
        return Json.object().put("number", policy.number()).put("decision", policy.decision())
            .put("values", write(policy.values())).put("statutes", write(policy.statutes())).build();
    }

    private static Json.Obj write(Values values) {
        return Json.object().put("payFloor", values.payFloor().stream().map(DecisionJson::write).toList())
            .put("feePermille", values.feePermille()).put("fundPermille", values.fundPermille())
            .put("minutesPerDay", integers(values.minutesPerDay())).put("minutesPerWeek", integers(values.minutesPerWeek()))
            .put("rejectionDays", values.rejectionDays()).put("picketStanding", values.picketStanding()).build();
    }

    private static Values values(Members in) {
        return new Values(in.objects("payFloor", Values.CURRENCIES, DecisionJson::money),
            in.integer("feePermille", 0, Values.PERMILLE), in.integer("fundPermille", 0, Values.PERMILLE),
            numbers(in, "minutesPerDay"), numbers(in, "minutesPerWeek"),
            in.integer("rejectionDays", 0, Limits.INTEGER_MAX), in.shortText("picketStanding"));
    }

    /** Writes statutes. */
    static Json.Obj write(Statutes statutes) {
        Statutes.Periods periods = statutes.periods();
        Statutes.Ballots ballots = statutes.ballots();
        Statutes.People people = statutes.people();
        var unusual = Json.object();
        statutes.majorities().unusual().forEach((kind, majority) -> unusual.put(kind.code(), majority.code()));
        return Json.object()
            .put("rollDays", periods.rollDays()).put("discussionHours", periods.discussionHours())
            .put("voteHours", periods.voteHours()).put("noticeHours", periods.noticeHours())
            .put("endsWhenAllVoted", periods.endsWhenAllVoted())
            .put("ordinary", write(statutes.majorities().ordinary())).put("special", write(statutes.majorities().special()))
            .put("constitutional", write(statutes.majorities().constitutional())).put("unusual", unusual.build())
            .put("secondVote", ballots.secondVote().toString()).put("proxies", ballots.proxies())
            .put("secretForPersons", ballots.secretForPersons()).put("emergencyDays", ballots.emergencyDays())
            .put("members", people.members().code()).put("peers", people.peers().code())
            .put("probationDays", people.probationDays()).put("hearingDays", people.hearingDays())
            .put("termMonths", people.termMonths()).build();
    }

    private static Statutes statutes(Members in) {
        Map<ActKind, Majority> unusual = new EnumMap<>(ActKind.class);
        Members others = in.object("unusual");
        for (ActKind kind : ActKind.values()) {
            if (others.has(kind.code())) {
                unusual.put(kind, others.choice(kind.code(), List.of(Majority.values()), Majority::code));
            }
        }
        return new Statutes(
            new Statutes.Periods(number(in, "rollDays"), number(in, "discussionHours"), number(in, "voteHours"),
                number(in, "noticeHours"), in.bool("endsWhenAllVoted")),
            new Statutes.Majorities(rule(in.object("ordinary")), rule(in.object("special")),
                rule(in.object("constitutional")), unusual),
            new Statutes.Ballots(Fraction.of(in.shortText("secondVote")), number(in, "proxies"),
                in.bool("secretForPersons"), number(in, "emergencyDays")),
            new Statutes.People(who(in, "members"), who(in, "peers"), number(in, "probationDays"),
                number(in, "hearingDays"), number(in, "termMonths")));
    }

    static Json.Obj write(Rule rule) {
        return Json.object().put("quorum", rule.quorum().toString()).put("majority", rule.majority().toString())
            .put("moreThan", rule.moreThan()).build();
    }

    static Rule rule(Members in) {
        return new Rule(Fraction.of(in.shortText("quorum")), Fraction.of(in.shortText("majority")), in.bool("moreThan"));
    }

    private static Statutes.Who who(Members in, String name) {
        return in.choice(name, List.of(Statutes.Who.values()), Statutes.Who::code);
    }

    private static Json.Obj write(Surplus surplus) {
        return Json.object().put("from", surplus.from().toString()).put("until", surplus.until().toString())
            .put("amount", write(surplus.amount())).put("reserve", surplus.reserve().amount())
            .put("fund", surplus.fund().amount()).put("measure", surplus.measure().code())
            .put("shares", surplus.shares().stream().map(share -> Json.object().put("person", share.person())
                .put("work", share.work()).put("part", share.part().amount()).build()).toList()).build();
    }

    private static Surplus surplus(Members in) {
        Money amount = money(in.object("amount"));
        String currency = amount.currency();
        return new Surplus(date(in, "from"), date(in, "until"), amount,
            Money.of(in.integer("reserve", 0, Limits.INTEGER_MAX), currency),
            Money.of(in.integer("fund", 0, Limits.INTEGER_MAX), currency),
            in.choice("measure", List.of(Surplus.Measure.values()), Surplus.Measure::code),
            in.objects("shares", SHARES, share -> new Surplus.Share(share.id("person"),
                share.integer("work", 0, Limits.INTEGER_MAX),
                Money.of(share.integer("part", 0, Limits.INTEGER_MAX), currency))));
    }

    private static Json.Obj write(Adverse adverse) {
        return Json.object().put("human", adverse.human()).put("contact", adverse.contact())
            .put("review", adverse.review().toString()).build();
    }

    private static Adverse adverse(Members in) {
        return new Adverse(in.id("human"), in.line("contact"), date(in, "review"));
    }

    private static Json.Obj write(Money money) {
        return Json.object().put("amount", money.amount()).put("currency", money.currency()).build();
    }

    private static Money money(Members in) {
        return Money.of(in.integer("amount", 0, Limits.INTEGER_MAX), in.shortText("currency"));
    }

    private static Level level(Members in) {
        return in.choice("level", LEVELS, Level::code);
    }

    private static LocalDate date(Members in, String name) {
        return in.named(name, text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw new Refused(Problem.TIME_FORM, "not a date");
            }
        });
    }

    private static List<Long> numbers(Members in, String name) {
        return in.integers(name, Values.SEVERITIES, 0, Limits.INTEGER_MAX);
    }

    private static List<Json> integers(List<Long> numbers) {
        return numbers.stream().<Json>map(Json::of).toList();
    }

    private static int number(Members in, String name) {
        return (int) in.integer(name, 0, Integer.MAX_VALUE);
    }
}
