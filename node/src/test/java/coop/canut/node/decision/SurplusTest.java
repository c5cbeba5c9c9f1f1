package coop.canut.node.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Dividing a surplus. */
final class SurplusTest {

    private static final LocalDate FROM = LocalDate.of(2026, 1, 1);

    private static Surplus.Terms terms(long cents, long reserve, long fund, long work) {
        return new Surplus.Terms(FROM, FROM.plusYears(1), Money.of(cents, "EUR"), reserve, fund, work, Surplus.Measure.HOURS);
    }

    private static Surplus.Work work(int who, long amount) {
        return new Surplus.Work(Id.of(who, new byte[10]), amount);
    }

    @Test
    void theLargestRemaindersGetWhatIsLeft() {
        Surplus surplus = Surplus.of(terms(100, 0, 0, 1_000), List.of(work(1, 1), work(2, 1), work(3, 1)));
        assertEquals(List.of(34L, 33L, 33L), surplus.shares().stream().map(share -> share.part().amount()).toList());
    }

    @Test
    void reserveAndFundTakeTheirPart() {
        Surplus surplus = Surplus.of(terms(10_001, 150, 50, 800), List.of(work(1, 3_600), work(2, 7_200)));
        assertEquals(1_500, surplus.reserve().amount());
        assertEquals(500, surplus.fund().amount());
        assertEquals(8_001, surplus.work().amount());
        assertEquals(List.of(2_667L, 5_334L), surplus.shares().stream().map(share -> share.part().amount()).toList());
    }

    @Test
    @Tag("W-18")
    void thePartsAddUpWhateverTheNumbersAndInWhateverOrderTheyCome() {
        var random = new Random(1835);
        for (int round = 0; round < 2_000; round++) {
            List<Surplus.Work> done = new ArrayList<>();
            for (int who = 0; who <= random.nextInt(30); who++) {
                done.add(work(who, random.nextLong(1_000_000)));
            }
            done.add(work(31, 1));
            long reserve = random.nextLong(1_000);
            long fund = random.nextLong(1_000 - reserve);
            Surplus.Terms terms = terms(1 + random.nextLong(1L << 50), reserve, fund, 1_000 - reserve - fund);
            Surplus surplus = Surplus.of(terms, done);
            long sum = surplus.shares().stream().mapToLong(share -> share.part().amount()).sum();
            assertEquals(terms.amount().amount(), surplus.reserve().amount() + surplus.fund().amount() + sum);
            Collections.shuffle(done, random);
            assertEquals(surplus, Surplus.of(terms, done));
        }
    }

    @Test
    void whoDidNothingGetsNothing() {
        Surplus surplus = Surplus.of(terms(7, 0, 0, 1_000), List.of(work(1, 0), work(2, 5)));
        assertEquals(1, surplus.shares().size());
        assertEquals(7, surplus.shares().getFirst().part().amount());
        assertTrue(Surplus.of(terms(7, 500, 500, 0), List.of()).shares().isEmpty());
    }

    @Test
    void aDivisionThatDoesNotAddUpIsRefused() {
        assertEquals("work", refused(() -> terms(100, 500, 500, 1)));
        assertEquals("work", refused(() -> Surplus.of(terms(100, 0, 0, 1_000), List.of())));
        assertEquals("amount", refused(() -> terms(0, 0, 0, 1_000)));
        assertEquals("reserve", refused(() -> terms(1, -1, 1, 1_000)));
        Money one = Money.of(1, "EUR");
        assertEquals("amount", refused(() -> new Surplus(FROM, FROM, Money.of(3, "EUR"), one, one, Surplus.Measure.PAY,
            List.of())));
        var share = new Surplus.Share(Id.of(1, new byte[10]), 1, one);
        assertEquals("shares", refused(() -> new Surplus(FROM, FROM, Money.of(2, "EUR"), Money.zero("EUR"),
            Money.zero("EUR"), Surplus.Measure.PAY, List.of(share, share))));
    }

    private static String refused(org.junit.jupiter.api.function.Executable what) {
        Refused refused = assertThrows(Refused.class, what);
        assertEquals(Problem.FIELD_WRONG, refused.problem());
        return refused.field();
    }
}
