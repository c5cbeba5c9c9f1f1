package coop.canut.protocol.work;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StockRuleTest {

    @ParameterizedTest
    @CsvSource({"0,5", "1,6", "20,25", "495,500", "496,500", "9000000000000,500"})
    void aNodeAsksForWhatItsMembersTookLatelyAndFiveMore(long recent, int asked) {
        assertEquals(asked, StockRule.ask(recent));
    }

    /** Columns: asked, open, nodes asking, leases overdue, granted. */
    @ParameterizedTest
    @Tag("W-02")
    @Tag("W-03")
    @CsvSource({
        "500, 400, 1, 0, 200",   // half of what is open, for one node alone
        "500, 400, 4, 0,  50",
        " 20, 400, 1, 0,  20",   // never more than asked
        "500,  20, 9, 0,   5",   // never less than five
        "500,   3, 1, 0,   3",   // never more than there are
        "500,   0, 1, 0,   0",
        "  0, 400, 1, 0,   0",
        "900, 9000, 1, 0, 500",
        "500, 400, 1, 1, 200",   // once overdue happens to everybody
        "500, 400, 1, 2, 100",
        "500, 400, 1, 3,  50",
        "500,  20, 9, 2,   2",
        "500, 400, 1, 99,  1"})  // one slot remains, to show that it works again
    void aNodeIsGivenAtMostHalfOfItsEvenShare(long asked, long open, long asking, int overdue, int granted) {
        assertEquals(granted, StockRule.grant(asked, open, asking, overdue));
    }
}
