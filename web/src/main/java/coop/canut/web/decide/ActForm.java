package coop.canut.web.decide;

import coop.canut.node.decision.Act;
import coop.canut.node.decision.ActKind;
import coop.canut.node.decision.Adverse;
import coop.canut.node.decision.Fraction;
import coop.canut.node.decision.Majority;
import coop.canut.node.decision.Rule;
import coop.canut.node.decision.Statutes;
import coop.canut.node.decision.Surplus;
import coop.canut.node.member.Role;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.web.page.Amount;
import coop.canut.web.page.Form;
import coop.canut.web.page.Words;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Acts as people type them. Refusals name the field. */
final class ActForm {

    private static final int PERMILLE_DECIMALS = 1;

    private final Form form;

    ActForm(Form form) {
        this.form = form;
    }

    /** The act of a kind that needs nothing from elsewhere; of a peer and of a surplus see below. */
    Act read(ActKind kind) {
        return switch (kind) {
            case SET_PAY_FLOOR -> new Act.SetPayFloor(money("floor"));
            case SET_FEE -> new Act.SetFee(permille("permille"));
            case SET_FUND -> new Act.SetFund(permille("permille"));
            case SET_CAPS -> new Act.SetCaps(numbers("minutesPerDay"), numbers("minutesPerWeek"), number("rejectionDays"));
            case LIMIT_PEER -> new Act.LimitPeer(host(), level(), reason());
            case END_PEER -> new Act.EndPeer(host(), reason());
            case ADMIT_MEMBER -> new Act.AdmitMember(id("application"));
            case EXCLUDE_MEMBER -> new Act.ExcludeMember(id("person"), adverse());
            case ELECT -> new Act.Elect(id("person"), role(), date("until"));
            case RECALL -> new Act.Recall(id("person"), role(), adverse());
            case AMEND_STATUTES -> new Act.AmendStatutes(statutes());
            case RESOLVE -> new Act.Resolve(required("text"));
            case ADMIT_PEER, ALLOCATE_SURPLUS, RESTATE -> throw new IllegalArgumentException(kind.code());
        };
    }

    /** The host of an act about a peer. */
    Host host() {
        return read("host", Host::of);
    }

    /** A peer that is let in with the keys that it shows. */
    Act.AdmitPeer admitPeer(Hash keys) {
        return new Act.AdmitPeer(host(), level(), keys, reason());
    }

    /** How a surplus is to be divided. */
    Surplus.Terms surplus() {
        return new Surplus.Terms(date("from"), date("until"), money("amount"), permille("reserve"), permille("fund"),
            permille("work"), one("measure", Surplus.Measure.values(), Surplus.Measure::code));
    }

    private Level level() {
        return one("level", Level.values(), Level::code);
    }

    private String reason() {
        String reason = form.text("reason");
        if (reason.length() > 1_000 || reason.indexOf('\n') >= 0) {
            throw Refused.at(Problem.JSON_LIMIT, "reason", "not a line");
        }
        return reason.isEmpty() ? null : reason;
    }

    private Role role() {
        return one("role", Role.values(), Role::code);
    }

    private Adverse adverse() {
        return new Adverse(id("human"), form.text("contact"), date("review"));
    }

    private Statutes statutes() {
        Map<ActKind, Majority> classes = new EnumMap<>(ActKind.class);
        Stream.of(ActKind.values()).filter(kind -> form.has("class." + kind.code())).forEach(kind ->
            classes.put(kind, one("class." + kind.code(), Majority.values(), Majority::code)));
        return new Statutes(
            new Statutes.Periods(number("rollDays"), number("discussionHours"), number("voteHours"), number("noticeHours"),
                form.has("endsWhenAllVoted")),
            new Statutes.Majorities(rule("ordinary"), rule("special"), rule("constitutional"), classes),
            new Statutes.Ballots(fraction("secondVote"), number("proxies"), form.has("secretForPersons"),
                number("emergencyDays")),
            new Statutes.People(who("members"), who("peers"), number("probationDays"), number("hearingDays"),
                number("termMonths")));
    }

    private Rule rule(String name) {
        return new Rule(fraction(name + ".quorum"), fraction(name + ".majority"), form.has(name + ".moreThan"));
    }

    private Statutes.Who who(String name) {
        return one(name, Statutes.Who.values(), Statutes.Who::code);
    }

    private Fraction fraction(String name) {
        return read(name, Fraction::of);
    }

    private List<Long> numbers(String name) {
        List<Long> numbers = new ArrayList<>();
        for (int severity = 0; form.has(name + "." + severity); severity++) {
            numbers.add((long) number(name + "." + severity));
        }
        return numbers;
    }

    private int number(String name) {
        String text = required(name);
        if (!text.matches("[0-9]{1,6}")) {
            throw Refused.at(Problem.FIELD_WRONG, name, "not a number");
        }
        return Integer.parseInt(text);
    }

    /** A percentage with at most one decimal. */
    private long permille(String name) {
        String text = required(name).replace(',', '.');
        if (!text.matches("[0-9]{1,3}(\\.[0-9])?")) {
            throw Refused.at(Problem.FIELD_WRONG, name, "not a percentage");
        }
        return new BigDecimal(text).movePointRight(PERMILLE_DECIMALS).longValueExact();
    }

    private Money money(String name) {
        String currency = form.text("currency");
        if (!Money.isCurrency(currency)) {
            throw Refused.at(Problem.FIELD_WRONG, "currency", "not a currency");
        }
        return Amount.read(required(name), currency)
            .orElseThrow(() -> Refused.at(Problem.FIELD_WRONG, name, "not an amount"));
    }

    private LocalDate date(String name) {
        return read(name, text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw new Refused(Problem.FIELD_WRONG, "not a date");
            }
        });
    }

    private Id id(String name) {
        return read(name, Id::of);
    }

    private <T> T one(String name, T[] values, Function<T, String> code) {
        String text = required(name);
        return Stream.of(values).filter(value -> code.apply(value).equals(text)).findFirst()
            .orElseThrow(() -> Refused.at(Problem.FIELD_WRONG, name, "not one of them"));
    }

    private <T> T read(String name, Function<String, T> reader) {
        String text = required(name);
        try {
            return reader.apply(text);
        } catch (Refused refused) {
            throw Refused.at(Problem.FIELD_WRONG, name, refused.detail());
        }
    }

    private String required(String name) {
        String text = form.text(name);
        if (text.isEmpty()) {
            throw Refused.at(Problem.FIELD_MISSING, name, "empty");
        }
        return text;
    }

    /** How statutes stand in the fields of their form. */
    static Map<String, String> typed(Statutes statutes) {
        Map<String, String> typed = new HashMap<>();
        Statutes.Periods periods = statutes.periods();
        typed.put("rollDays", "" + periods.rollDays());
        typed.put("discussionHours", "" + periods.discussionHours());
        typed.put("voteHours", "" + periods.voteHours());
        typed.put("noticeHours", "" + periods.noticeHours());
        tick(typed, "endsWhenAllVoted", periods.endsWhenAllVoted());
        for (Majority majority : Majority.values()) {
            Rule rule = statutes.majorities().rule(majority);
            typed.put(majority.code() + ".quorum", rule.quorum().toString());
            typed.put(majority.code() + ".majority", rule.majority().toString());
            tick(typed, majority.code() + ".moreThan", rule.moreThan());
        }
        Stream.of(ActKind.values()).filter(kind -> kind != ActKind.RESTATE).forEach(kind ->
            typed.put("class." + kind.code(), statutes.majority(kind).code()));
        typed.put("secondVote", statutes.ballots().secondVote().toString());
        typed.put("proxies", "" + statutes.ballots().proxies());
        tick(typed, "secretForPersons", statutes.ballots().secretForPersons());
        typed.put("emergencyDays", "" + statutes.ballots().emergencyDays());
        typed.put("members", statutes.people().members().code());
        typed.put("peers", statutes.people().peers().code());
        typed.put("probationDays", "" + statutes.people().probationDays());
        typed.put("hearingDays", "" + statutes.people().hearingDays());
        typed.put("termMonths", "" + statutes.people().termMonths());
        return typed;
    }

    private static void tick(Map<String, String> typed, String name, boolean holds) {
        if (holds) {
            typed.put(name, "on");
        }
    }

    /** A permille as it is typed: a percentage with as many decimals as it needs. */
    static String typed(long permille, Words words) {
        String text = BigDecimal.valueOf(permille, PERMILLE_DECIMALS).stripTrailingZeros().toPlainString();
        return words.language().equals(Locale.FRENCH.getLanguage()) ? text.replace('.', ',') : text;
    }
}
