package coop.canut.protocol.money;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An amount of one currency. Wire form: {@code {"amount":40,"currency":"EUR"}}. Source: FEDERATION.md 3 (Money).
 *
 * @param amount   minor units, 0 to 2^53 - 1
 * @param currency ISO 4217 code that has minor units: not gold, not the code for tests
 */
public record Money(long amount, String currency) implements Comparable<Money> {
    private static final long SECONDS_PER_HOUR = 3_600;
    private static final long PERMILLE = 1_000;

    /** Codes with their exponents. Read once: the table of the JDK also holds codes that count no minor units (XAU, XXX). */
    private static final Map<String, Integer> EXPONENTS = Currency.getAvailableCurrencies().stream()
        .filter(c -> c.getDefaultFractionDigits() >= 0)
        .collect(Collectors.toUnmodifiableMap(Currency::getCurrencyCode, Currency::getDefaultFractionDigits));

    /** {@code number-form} if the amount is out of range, {@code member-unknown} if the currency is none. */
    public Money {
        if (amount < 0 || amount > Limits.INTEGER_MAX) {
            throw Refused.at(Problem.NUMBER_FORM, "amount", "not 0 to 2^53-1: " + amount);
        }
        if (!isCurrency(currency)) {
            throw Refused.at(Problem.MEMBER_UNKNOWN, "currency", "not an ISO 4217 code with minor units");
        }
    }

    /** The same as the constructor, for reading aloud: {@code Money.of(40, "EUR")}. */
    public static Money of(long amount, String currency) {
        return new Money(amount, currency);
    }

    /** Nothing, of this currency. */
    public static Money zero(String currency) {
        return new Money(0, currency);
    }

    /** Whether this is an ISO 4217 code that counts minor units. Null and lower case are not. */
    public static boolean isCurrency(String code) {
        return code != null && EXPONENTS.containsKey(code);
    }

    /** Decimal places of the minor unit: 2 for EUR, 0 for JPY, 3 for TND. */
    public int exponent() {
        return EXPONENTS.get(currency);
    }

    /** The sum; both of one currency. {@code number-form} if it leaves the range. */
    public Money plus(Money other) {
        requireSameCurrency(other);
        return new Money(Math.addExact(amount, other.amount), currency);
    }

    /** The difference; both of one currency. {@code number-form} if it would be less than nothing. */
    public Money minus(Money other) {
        requireSameCurrency(other);
        return new Money(Math.subtractExact(amount, other.amount), currency);
    }

    /** So many times this amount. {@code number-form} if it leaves the range. */
    public Money times(long count) {
        return new Money(inRange(product(amount, count)), currency);
    }

    /**
     * The permille of this amount, rounded down, that is in favour of whoever pays it.
     *
     * @param permille 0 to 1000
     */
    public Money permille(long permille) {
        if (permille < 0 || permille > PERMILLE) {
            throw new IllegalArgumentException("permille must be 0 to 1000, not " + permille);
        }
        return new Money(product(amount, permille).divide(BigInteger.valueOf(PERMILLE)).longValueExact(), currency);
    }

    /**
     * Whether this price for so many seconds pays at least the floor: {@code amount * 3600 >= floor * seconds}, with no
     * division and no overflow for any amounts that a message can carry.
     *
     * @param estimatedSeconds of one answer, at least 1
     * @param floorPerHour     of the same currency
     */
    public boolean meetsHourly(Money floorPerHour, long estimatedSeconds) {
        requireSameCurrency(floorPerHour);
        requirePositive(estimatedSeconds);
        return product(amount, SECONDS_PER_HOUR).compareTo(product(floorPerHour.amount, estimatedSeconds)) >= 0;
    }

    /**
     * What this price for so many seconds comes to in an hour, rounded down, to be shown beside it. Not for comparisons
     * with a floor: those are {@link #meetsHourly}, which is exact. {@code number-form} if it leaves the range.
     */
    public Money hourly(long estimatedSeconds) {
        requirePositive(estimatedSeconds);
        return new Money(inRange(product(amount, SECONDS_PER_HOUR).divide(BigInteger.valueOf(estimatedSeconds))), currency);
    }

    /**
     * The smallest price for so many seconds that meets this hourly amount: rounded up, so that
     * {@code floor.forSeconds(s).meetsHourly(floor, s)}. {@code number-form} if it leaves the range.
     */
    public Money forSeconds(long seconds) {
        requirePositive(seconds);
        BigInteger[] parts = product(amount, seconds).divideAndRemainder(BigInteger.valueOf(SECONDS_PER_HOUR));
        return new Money(inRange(parts[0].add(parts[1].signum() > 0 ? BigInteger.ONE : BigInteger.ZERO)), currency);
    }

    /** By amount; both of one currency. */
    @Override
    public int compareTo(Money other) {
        requireSameCurrency(other);
        return Long.compare(amount, other.amount);
    }

    /** As in {@code 0.40 EUR}: with the currency's decimals, the same everywhere. Pages write amounts as their reader does. */
    public String plain() {
        return new BigDecimal(BigInteger.valueOf(amount), exponent()).toPlainString() + " " + currency;
    }

    /** As in {@code 40 EUR/100}, for logs: the minor units and how many of them make one. Not for people. */
    @Override
    public String toString() {
        return amount + " " + currency + "/" + BigInteger.TEN.pow(exponent());
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("amounts of " + currency + " and " + other.currency + " never meet");
        }
    }

    private static void requirePositive(long seconds) {
        if (seconds < 1) {
            throw new IllegalArgumentException("seconds must be at least 1, not " + seconds);
        }
    }

    private static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }

    private static long inRange(BigInteger amount) {
        if (amount.signum() < 0 || amount.bitLength() > 53) {
            throw Refused.at(Problem.NUMBER_FORM, "amount", "not 0 to 2^53-1: " + amount);
        }
        return amount.longValue();
    }
}
