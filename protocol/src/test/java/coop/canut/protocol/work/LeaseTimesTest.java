package coop.canut.protocol.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LeaseTimesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T18:00:00.750Z");
    private final LeaseTimes times = LeaseTimes.of(NOW, 1_800, 900, 86_400);

    @Test
    void theThreeInstantsFollowFromTheGrant() {
        assertEquals(Instant.parse("2026-11-24T18:30:00Z"), times.openUntil());
        assertEquals(Instant.parse("2026-11-24T18:50:00Z"), times.until());
        assertEquals(Instant.parse("2026-11-25T18:50:00Z"), times.reclaimAt());
        assertEquals(900, times.claimSeconds());
    }

    @Test
    void claimsAreOpenedUntilHalfAMinuteBefore() {
        assertTrue(times.mayOpen(times.openUntil().minusSeconds(30)));
        assertFalse(times.mayOpen(times.openUntil().minusSeconds(30).plusNanos(1)));
        assertFalse(times.mustReturn(times.openUntil()));
        assertTrue(times.mustReturn(times.openUntil().plusNanos(1)));
    }

    @Test
    @Tag("W-04")
    void anAnswerCountsForAMinuteAfterItIsDue() {
        Instant due = times.due(NOW);
        assertEquals(Instant.parse("2026-11-24T18:15:00Z"), due);
        assertTrue(LeaseTimes.inTime(due, due.plusSeconds(60)));
        assertFalse(LeaseTimes.inTime(due, due.plusSeconds(60).plusNanos(1)));
    }

    @Test
    @Tag("D-11")
    void twoPeopleNeverHoldOneSlotWhileClocksDifferByLessThanAnHour() {
        LeaseTimes shortest = LeaseTimes.of(NOW, 600, 60, 3_600);
        for (long skew = -3_600; skew <= 3_600; skew += 10) {
            // H's clock shows P's less the skew: the last instant at which H opens, in P's time.
            Instant opened = shortest.openUntil().minusSeconds(30).plusSeconds(skew);
            Instant ends = opened.plusSeconds(shortest.claimSeconds() + 60);
            assertFalse(shortest.mayReclaim(ends), "skew of " + skew);
            assertEquals(skew > 270, shortest.isOverdue(ends), "skew of " + skew);
        }
    }

    @Test
    void timesThatCouldNotDoTheirWorkAreRefused() {
        Instant open = times.openUntil();
        assertFalse(LeaseTimes.fit(open, open.plusSeconds(1_199), open.plusSeconds(90_000), 900));
        assertTrue(LeaseTimes.fit(open, open.plusSeconds(1_200), open.plusSeconds(4_800), 900));
        assertFalse(LeaseTimes.fit(open, open.plusSeconds(1_200), open.plusSeconds(4_799), 900));
        assertThrows(IllegalArgumentException.class, () -> new LeaseTimes(open, open.plusSeconds(359), open.plusSeconds(9_999)));
        assertThrows(IllegalArgumentException.class, () -> LeaseTimes.of(NOW, 600, 900, 3_599));
    }
}
