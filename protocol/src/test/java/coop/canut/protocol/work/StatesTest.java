package coop.canut.protocol.work;

import static coop.canut.protocol.work.SlotState.DONE;
import static coop.canut.protocol.work.SlotState.FREE;
import static coop.canut.protocol.work.SlotState.LEASED;
import static coop.canut.protocol.work.SlotState.OVERDUE;
import static coop.canut.protocol.work.SlotState.SUBMITTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatesTest {

    @Test
    void theChangesOfASlotAreThoseOfTheTable() {
        Map<SlotState, Set<SlotState>> table = Map.of(
            FREE, Set.of(LEASED, SUBMITTED),
            LEASED, Set.of(FREE, SUBMITTED, OVERDUE),
            OVERDUE, Set.of(FREE, SUBMITTED),
            SUBMITTED, Set.of(FREE, DONE),
            DONE, Set.of());
        for (SlotState from : SlotState.values()) {
            for (SlotState to : SlotState.values()) {
                assertEquals(table.get(from).contains(to), from.mayBecome(to), from + " to " + to);
            }
            assertEquals(from == DONE, from.isFinal());
        }
    }

    @Test
    void aClaimChangesOnce() {
        for (ClaimState from : ClaimState.values()) {
            for (ClaimState to : ClaimState.values()) {
                assertEquals(from == ClaimState.OPEN && to != ClaimState.OPEN, from.mayBecome(to), from + " to " + to);
            }
        }
        assertFalse(ClaimState.OPEN.isFinal());
    }
}
