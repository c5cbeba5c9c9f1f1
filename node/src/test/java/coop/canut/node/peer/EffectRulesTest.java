package coop.canut.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a statement would bring about. */
final class EffectRulesTest {

    private static final Tie TIE = new Tie(12, 6, 5, 3, 4, 8, 2, 7, List.of(new Tie.Owed("EUR", 3_410, 0, 250)),
        List.of(Host.of("a.bologna.example")));
    private static final Tie NOTHING = new Tie(0, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of());

    private static String told(List<Effect> effects) {
        return effects.stream().map(each -> each.what().code() + (each.count() == 0 ? "" : " " + each.count())
            + (each.of() == 0 ? "" : "/" + each.of()) + (each.money() == null ? "" : " " + each.money().plain()))
            .collect(Collectors.joining(", "));
    }

    @ParameterizedTest(name = "{0} to {1} under {2}")
    @CsvSource(delimiter = '|', textBlock = """
        claim     | claim     | claim   |
        claim     | see       | claim   | taking-ends, stock-returns 6, lent-returns 8/2, claims-go-on 5/3, answers-go-on 4, \
        their-answers-go-on 7, owed-to-us 34.10 EUR
        claim     | limited   | claim   | listings-leave 12, taking-ends, stock-returns 6, lent-returns 8/2, claims-go-on 5/3, \
        answers-go-on 4, their-answers-go-on 7, owed-to-us 34.10 EUR
        claim     | suspended | claim   | listings-leave 12, taking-ends, stock-returns 6, lent-returns 8/2, claims-go-on 5/3, \
        answers-wait 4, their-answers-go-on 7, their-work-waits 8, unheard, under-them 1, owed-to-us 34.10 EUR
        suspended | claim     | claim   | listings-appear 12, taking-begins, claims-go-on 5/3, answers-go-on 4, \
        their-answers-go-on 7, heard-again, owed-to-us 34.10 EUR
        claim     | see       | limited | theirs-holds
        see       | claim     | see     | theirs-holds
        limited   | suspended | ended   | claims-go-on 5/3, answers-wait 4, their-answers-go-on 7, their-work-waits 8, unheard, \
        under-them 1, owed-to-us 34.10 EUR
        """)
    void ofALevelEverythingIsSaidThatChangesAndThatStays(String now, String then, String theirs, String effects) {
        assertEquals(effects == null ? "" : effects, told(EffectRules.of(TIE, level(now), level(then), level(theirs), false)));
    }

    private static Level level(String code) {
        return Level.valueOf(code.toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    void whereNothingHangsOnlyTheRuleIsSaid() {
        assertEquals("taking-ends, unheard", told(EffectRules.of(NOTHING, Level.CLAIM, Level.ENDED, Level.CLAIM, false)));
    }

    @Test
    void underASuspendedNameNothingIsHeardWhateverIsStated() {
        assertEquals("theirs-holds", told(EffectRules.of(TIE, Level.SEE, Level.LIMITED, Level.CLAIM, true)));
    }

    @Test
    void creditCountsWhatIsOwedAndWhatIsUnderWay() {
        assertEquals("credit-left 63.40 EUR, owed-to-us 34.10 EUR, claims-go-on 5/3",
            told(EffectRules.ofCredit(TIE, Money.of(10_000, "EUR"))));
        assertEquals("credit-spent 16.60 EUR, owed-to-us 34.10 EUR, claims-go-on 5/3",
            told(EffectRules.ofCredit(TIE, Money.of(2_000, "EUR"))));
        assertEquals("credit-left 20.00 KES, claims-go-on 5/3", told(EffectRules.ofCredit(TIE, Money.of(2_000, "KES"))));
    }
}
