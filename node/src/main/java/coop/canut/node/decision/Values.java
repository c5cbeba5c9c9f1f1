package coop.canut.node.decision;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.money.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a policy says to everybody: the values of {@code policy-enacted}.
 *
 * @param payFloor      per hour, one for each currency, at least one
 * @param feePermille   of the price, on top of it
 * @param fundPermille  of the price, on top of it, for the federation's fund
 * @param minutesPerDay by severity 0 to 4
 * @param minutesPerWeek by severity 0 to 4
 * @param rejectionDays after so many days without a decision a rejection lapses
 */
public record Values(List<Money> payFloor, long feePermille, long fundPermille, List<Long> minutesPerDay,
                     List<Long> minutesPerWeek, long rejectionDays, String picketStanding) {

    /** Severities that content can have, 0 to 4. */
    public static final int SEVERITIES = 5;
    static final int CURRENCIES = 20;
    static final long PERMILLE = 1_000;
    static final long MINUTES_PER_DAY = 1_440;
    static final long REJECTION_DAYS_MIN = 7;
    static final long REJECTION_DAYS_MAX = 365;

    /** Copies the lists. */
    public Values {
        payFloor = List.copyOf(payFloor);
        minutesPerDay = List.copyOf(minutesPerDay);
        minutesPerWeek = List.copyOf(minutesPerWeek);
    }

    /** The values of a message. */
    public static Values of(PolicyEnacted said) {
        return new Values(said.payFloor(), said.feePermille(), said.fundPermille(), said.severityMinutesPerDay(),
            said.severityMinutesPerWeek(), said.rejectionDays(), said.picketStanding());
    }

    /** The floor of a currency. */
    public Optional<Money> floor(String currency) {
        return payFloor.stream().filter(floor -> floor.currency().equals(currency)).findFirst();
    }

    /** The same with another floor of its currency, and without one if it is nothing. */
    Values with(Money floor) {
        List<Money> floors = new ArrayList<>(payFloor);
        floors.removeIf(each -> each.currency().equals(floor.currency()));
        if (floor.amount() > 0) {
            floors.add(floor);
        }
        floors.sort(Comparator.comparing(Money::currency));
        return new Values(floors, feePermille, fundPermille, minutesPerDay, minutesPerWeek, rejectionDays, picketStanding);
    }

    Values withFee(long permille) {
        return new Values(payFloor, permille, fundPermille, minutesPerDay, minutesPerWeek, rejectionDays, picketStanding);
    }

    Values withFund(long permille) {
        return new Values(payFloor, feePermille, permille, minutesPerDay, minutesPerWeek, rejectionDays, picketStanding);
    }

    Values with(Act.SetCaps caps) {
        return new Values(payFloor, feePermille, fundPermille, caps.minutesPerDay(), caps.minutesPerWeek(),
            caps.rejectionDays(), picketStanding);
    }

    static void requirePermille(String field, long permille) {
        if (permille < 0 || permille > PERMILLE) {
            throw Refused.at(Problem.FIELD_WRONG, field, "not 0 to 1000");
        }
    }
}
