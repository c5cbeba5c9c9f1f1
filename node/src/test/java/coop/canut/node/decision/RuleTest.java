package coop.canut.node.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.protocol.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counting votes, at the edges. */
final class RuleTest {

    private static final Rule ORDINARY = Statutes.Preset.STEWARDS.statutes().majorities().ordinary();
    private static final Rule SPECIAL = Statutes.Preset.STEWARDS.statutes().majorities().special();
    private static final Rule CONSTITUTIONAL = Statutes.Preset.STEWARDS.statutes().majorities().constitutional();

    @ParameterizedTest(name = "roll {0}: {1} yes, {2} no, {3} abstain is {4}")
    @CsvSource(delimiter = '|', textBlock = """
        9 | 3 | 0 | 0 | CARRIED
        9 | 2 | 0 | 0 | NO_QUORUM
        9 | 1 | 0 | 2 | CARRIED
        9 | 0 | 0 | 3 | LOST
        9 | 2 | 2 | 0 | LOST
        9 | 2 | 2 | 5 | LOST
        9 | 3 | 2 | 0 | CARRIED
        8 | 3 | 0 | 0 | CARRIED
        8 | 2 | 0 | 0 | NO_QUORUM
        1 | 1 | 0 | 0 | CARRIED
        0 | 0 | 0 | 0 | NO_QUORUM
        """)
    void halfIsNotAMajorityAndAbstentionsCountForTheQuorumOnly(long roll, long yes, long no, long abstain, Outcome outcome) {
        assertEquals(outcome, ORDINARY.decide(new Count(yes, no, abstain), roll));
    }

    @ParameterizedTest(name = "roll {0}: {1} yes, {2} no is {3}, {4}")
    @CsvSource(delimiter = '|', textBlock = """
        6 | 2 | 1 | CARRIED   | LOST
        7 | 2 | 1 | NO_QUORUM | NO_QUORUM
        8 | 3 | 1 | CARRIED   | CARRIED
        8 | 3 | 2 | LOST      | LOST
        9 | 4 | 2 | CARRIED   | LOST
        9 | 6 | 2 | CARRIED   | CARRIED
        10 | 5 | 2 | CARRIED  | LOST
        """)
    void twoThirdsAndThreeQuartersAreExact(long roll, long yes, long no, Outcome special, Outcome constitutional) {
        assertEquals(special, SPECIAL.decide(new Count(yes, no, 0), roll));
        assertEquals(constitutional, CONSTITUTIONAL.decide(new Count(yes, no, 0), roll));
    }

    @Test
    void countsOfBillionsStayExact() {
        long many = 3_000_000_000_000L;
        assertEquals(Outcome.LOST, SPECIAL.decide(new Count(2 * many - 1, many, 0), 3 * many));
        assertEquals(Outcome.CARRIED, SPECIAL.decide(new Count(2 * many, many, 0), 3 * many));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/3", "4/3", "1/0", "1/1001", "-1/2", "1", "0.5", "", "1/2/3", " 1/2"})
    void whatIsNoShareIsRefused(String text) {
        assertThrows(Refused.class, () -> Fraction.of(text));
    }

    @Test
    void aPageSaysTheLeastCountThatIsEnough() {
        assertEquals(3, Fraction.of("1/3").leastOf(7));
        assertEquals(3, Fraction.of("1/3").leastOf(9));
        assertEquals(1, Fraction.of("1/3").leastOf(0));
    }
}
