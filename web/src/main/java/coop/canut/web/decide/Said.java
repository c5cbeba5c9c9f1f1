package coop.canut.web.decide;

import coop.canut.node.decision.Act;
import coop.canut.node.decision.Effect;
import coop.canut.node.decision.Fraction;
import coop.canut.node.decision.Rule;
import coop.canut.node.member.Role;
import coop.canut.protocol.name.Id;
import coop.canut.web.page.Words;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Acts, effects and rules in sentences. */
final class Said {

    private final Words words;
    private final Map<Id, String> names;

    /** @param names of people; who is not among them is called by the id */
    Said(Words words, Map<Id, String> names) {
        this.words = words;
        this.names = names;
    }

    /** What an act sets, in one sentence. */
    String act(Act act) {
        String key = "act." + act.kind().code();
        return switch (act) {
            case Act.SetPayFloor set when set.floor().amount() == 0 -> words.text("act.no-pay-floor", set.floor().currency());
            case Act.SetPayFloor set -> words.text(key, set.floor());
            case Act.SetFee set -> words.text(key, words.percent(set.permille(), 1_000));
            case Act.SetFund set -> words.text(key, words.percent(set.permille(), 1_000));
            case Act.SetCaps set -> words.text(key, list(set.minutesPerDay()), list(set.minutesPerWeek()),
                set.rejectionDays());
            case Act.OnPeer peer -> words.text(key, peer.host(), words.text("level." + peer.level().code()));
            case Act.AdmitMember admit -> words.text(key, name(admit.application()));
            case Act.ExcludeMember exclude -> words.text(key, name(exclude.person()));
            case Act.Elect elect -> words.text(key, name(elect.person()), role(elect.role()), date(elect.until()));
            case Act.Recall recall -> words.text(key, name(recall.person()), role(recall.role()));
            case Act.AllocateSurplus allocate -> words.text(key, allocate.surplus().amount(), date(allocate.surplus().from()),
                date(allocate.surplus().until()));
            case Act.AmendStatutes amend -> words.text(key);
            case Act.Resolve resolve -> words.text(key);
            case Act.Restate restate -> words.text(key);
        };
    }

    /** What an act would bring about. */
    List<String> effects(List<Effect> effects) {
        return effects.stream().map(effect -> effect.money() != null
            ? words.text("brings." + effect.what().code(), effect.money())
            : words.text("brings." + effect.what().code(), effect.count())).toList();
    }

    /** What a vote asks of so many people. */
    String rule(Rule rule, long roll) {
        return words.text(rule.moreThan() ? "rule.more-than" : "rule.at-least", fraction(rule.quorum()),
            rule.quorum().leastOf(roll), fraction(rule.majority()));
    }

    /** What a vote asks, of however many. */
    String rule(Rule rule) {
        return words.text(rule.moreThan() ? "rule.any.more-than" : "rule.any.at-least", fraction(rule.quorum()),
            fraction(rule.majority()));
    }

    private static String fraction(Fraction fraction) {
        return fraction.toString();
    }

    String name(Id person) {
        return names.getOrDefault(person, person.toString());
    }

    String role(Role role) {
        return words.text("role." + role.code());
    }

    String date(LocalDate day) {
        return words.date(day.atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    private static String list(List<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" · "));
    }

    /** The lines of a text, for a page that keeps them. */
    static List<String> lines(String text) {
        return new ArrayList<>(text.lines().toList());
    }
}
