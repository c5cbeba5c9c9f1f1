package coop.canut.node.work;

import coop.canut.protocol.money.Money;
import java.util.List;

/**
 * What a member has earned lately, by calendar days of the member's own zone: what was accepted in that time, whenever it was
 * done. Each list has one sum for each currency in which there was something, in the order of their codes.
 *
 * @param week  since Monday
 * @param month since the first
 */
public record Totals(List<Sum> today, List<Sum> week, List<Sum> month) {

    /**
     * What was earned in one currency.
     *
     * @param earned  booked to the member, time of stopped tasks included
     * @param answers accepted
     * @param seconds worked for it
     */
    public record Sum(Money earned, long answers, long seconds) {
    }
}
