package coop.canut.node.decision;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.money.Split;
import coop.canut.protocol.name.Id;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * What was left over in a period, and who gets what of it. Computing it is a dry run and changes nothing; the table that
 * comes out is what the members vote on, and exactly that is allocated. The parts are whole minor units and add up to the
 * surplus: reserve, fund and work are split by their permilles, work by what each member did, both by the largest remainder.
 *
 * @param from    first day of the period
 * @param until   first day after it
 * @param amount  the surplus
 * @param reserve that stays in the cooperative
 * @param fund    that goes to the federation's fund
 * @param shares  of the members, by id; those of 0 are not among them
 */
public record Surplus(LocalDate from, LocalDate until, Money amount, Money reserve, Money fund, Measure measure,
                      List<Share> shares) {

    private static final long WHOLE = 1_000;

    /** What work is measured by. */
    public enum Measure {
        /** What each member was paid, in minor units of the currency of the surplus. */
        PAY,
        /** The seconds that each member was paid for. */
        HOURS;

        /** The word in the store and on forms. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What one member gets.
     *
     * @param work minor units or seconds, as the measure says
     */
    public record Share(Id person, long work, Money part) {
    }

    /** What a member did in the period. */
    public record Work(Id person, long amount) {
    }

    /**
     * How a surplus is to be divided.
     *
     * @param reservePermille, fundPermille, workPermille add up to 1000
     */
    public record Terms(LocalDate from, LocalDate until, Money amount, long reservePermille, long fundPermille,
                        long workPermille, Measure measure) {

        /** {@code field-wrong} on what is out of bounds. */
        public Terms {
            Values.requirePermille("reserve", reservePermille);
            Values.requirePermille("fund", fundPermille);
            Values.requirePermille("work", workPermille);
            require("work", reservePermille + fundPermille + workPermille == WHOLE);
            require("until", from.isBefore(until));
            require("amount", amount.amount() > 0);
        }
    }

    /** {@code field-wrong} unless the parts add up to the amount exactly, each member stands once, and gets something. */
    public Surplus {
        shares = List.copyOf(shares);
        Money sum = reserve.plus(fund);
        var persons = new HashSet<Id>();
        for (Share share : shares) {
            require("shares", share.part().amount() > 0 && persons.add(share.person()));
            sum = sum.plus(share.part());
        }
        require("amount", sum.equals(amount));
    }

    /**
     * Divides it.
     *
     * @param work of each member in the period; who did none gets none
     * @throws Refused {@code field-wrong} on {@code work} if a part is for work and nobody did any
     */
    public static Surplus of(Terms terms, List<Work> work) {
        List<Money> heads = Split.byWeight(terms.amount(),
            List.of(terms.reservePermille(), terms.fundPermille(), terms.workPermille()));
        // By id, so that of two equal remainders the same one always gets the unit that is left.
        List<Work> done = work.stream().filter(each -> each.amount() > 0).sorted(Comparator.comparing(Work::person)).toList();
        Money forWork = heads.getLast();
        require("work", forWork.amount() == 0 || !done.isEmpty());
        List<Share> shares = new ArrayList<>();
        if (forWork.amount() > 0) {
            List<Money> parts = Split.byWeight(forWork, done.stream().map(Work::amount).toList());
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).amount() > 0) {
                    shares.add(new Share(done.get(i).person(), done.get(i).amount(), parts.get(i)));
                }
            }
        }
        return new Surplus(terms.from(), terms.until(), terms.amount(), heads.getFirst(), heads.get(1), terms.measure(),
            shares);
    }

    /** What goes to members. */
    public Money work() {
        return amount.minus(reserve).minus(fund);
    }

    private static void require(String field, boolean possible) {
        if (!possible) {
            throw Refused.at(Problem.FIELD_WRONG, field, "does not add up");
        }
    }
}
