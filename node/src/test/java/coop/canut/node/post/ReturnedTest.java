package coop.canut.node.post;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a peer says that we said, as far as no signature of ours proves it. */
class ReturnedTest {

    private static final Instant NOW = Instant.parse("2026-11-24T18:00:00Z");
    private static final long SECOND = NOW.getEpochSecond();
    private static final LogEntry ENTRY = new LogEntry(Id.of(0, new byte[10]), Kind.CREDIT_STATED.code(), Hash.ZERO);

    private static Returned at(long epoch, long index) {
        return new Returned(epoch, index, ENTRY, null);
    }

    private static void refused(Returned... lines) {
        Refused refused = assertThrows(Refused.class, () -> Returned.requirePlaces(List.of(lines), Stream.CHANNEL, 1, 40, NOW));
        assertEquals(Problem.CURSOR_AHEAD, refused.problem());
    }

    @Test
    void whatFollowsIsTaken() {
        assertDoesNotThrow(() -> Returned.requirePlaces(
            List.of(at(1, 40), at(1, 41), at(SECOND, 1), at(SECOND, 2), at(SECOND + 1, 1)), Stream.CHANNEL, 1, 40, NOW));
        assertDoesNotThrow(() -> Returned.requirePlaces(List.of(at(SECOND, 0), at(SECOND, 1)), Stream.LOG, 1, 40, NOW));
        assertDoesNotThrow(() -> Returned.requirePlaces(List.of(), Stream.CHANNEL, 1, 40, NOW));
    }

    @Test
    void anEpochThatWeCannotHaveBegunIsRefused() {
        refused(at(Limits.INTEGER_MAX, Limits.INTEGER_MAX));
        refused(at(1, 40), at(SECOND + 400 * 86_400L, 1));
    }

    @Test
    void aGapIsRefused() {
        refused(at(1, 41));
        refused(at(1, 40), at(1, 42));
        refused(at(1, 40), at(SECOND, 2));
    }

    @Test
    void aPlaceBeforeTheOneThatWasAskedForOrTwiceIsRefused() {
        refused(at(1, 39));
        refused(at(1, 40), at(1, 40));
        refused(at(2, 1), at(1, 41));
    }
}
