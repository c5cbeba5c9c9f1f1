package coop.canut.protocol.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

    @ParameterizedTest
    @CsvSource({"EUR,2", "JPY,0", "TND,3", "UGX,0", "KES,2"})
    void aCurrencyHasItsOwnSmallestUnit(String currency, int exponent) {
        assertEquals(exponent, Money.zero(currency).exponent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"eur", "EURO", "", "XAU", "XXX", "XTS", "ZZZ"})
    void whatCountsNoMinorUnitsIsNoCurrency(String code) {
        assertEquals(Problem.MEMBER_UNKNOWN, assertThrows(Refused.class, () -> Money.of(1, code)).problem());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Limits.INTEGER_MAX + 1, Long.MIN_VALUE, Long.MAX_VALUE})
    void anAmountOutsideTheRangeIsRefused(long amount) {
        assertEquals(Problem.NUMBER_FORM, assertThrows(Refused.class, () -> Money.of(amount, "EUR")).problem());
    }

    /** The price of 90 s at 15.00 an hour is 37.5 cents: 37 is below, 38 is not. */
    @ParameterizedTest
    @CsvSource({"37,90,1500,false", "38,90,1500,true", "1,1,3600,true", "1,1,3601,false", "0,1,0,true",
        "9007199254740991,1,9007199254740991,true", "9007199254740991,604800,9007199254740991,false",
        "9007199254740991,3600,9007199254740991,true", "9007199254740990,3600,9007199254740991,false"})
    void theFloorIsComparedWithoutDividing(long price, long seconds, long floor, boolean meets) {
        assertEquals(meets, Money.of(price, "EUR").meetsHourly(Money.of(floor, "EUR"), seconds));
    }

    @Test
    void thePriceForATimeIsTheSmallestThatMeetsTheFloor() {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            Money floor = Money.of(random.nextLong(1, 100_000), "EUR");
            long seconds = random.nextLong(1, Limits.CLAIM_MAX_SECONDS);
            Money price = floor.forSeconds(seconds);
            assertTrue(price.meetsHourly(floor, seconds));
            assertFalse(price.amount() > 0 && Money.of(price.amount() - 1, "EUR").meetsHourly(floor, seconds));
        }
    }

    @Test
    void hourlyPayIsRoundedDownForShowing() {
        assertEquals(Money.of(1_520, "EUR"), Money.of(38, "EUR").hourly(90));
        assertEquals(Money.of(1_480, "EUR"), Money.of(37, "EUR").hourly(90));
        assertEquals(Problem.NUMBER_FORM,
            assertThrows(Refused.class, () -> Money.of(Limits.INTEGER_MAX, "EUR").hourly(1)).problem());
    }

    @ParameterizedTest
    @CsvSource({"40,80,3", "12,80,0", "13,80,1", "9007199254740991,1000,9007199254740991", "0,80,0"})
    void aFeeIsAPermilleRoundedDown(long amount, long permille, long fee) {
        assertEquals(Money.of(fee, "EUR"), Money.of(amount, "EUR").permille(permille));
    }

    @Test
    @Tag("W-18")
    void aMillionThirdsLoseNothing() {
        Money whole = Money.of(1_000_000, "EUR");
        List<Money> parts = Split.byWeight(whole, List.of(1L, 1L, 1L));
        assertEquals(List.of(333_334L, 333_333L, 333_333L), parts.stream().map(Money::amount).toList());
        var random = new Random(2);
        for (int i = 0; i < 2_000; i++) {
            Money sum = Money.of(random.nextLong(0, i % 2 == 0 ? 100 : Limits.INTEGER_MAX), "JPY");
            List<Long> weights = random.longs(1 + random.nextInt(20), 0, i % 3 == 0 ? 3 : Long.MAX_VALUE).boxed().toList();
            if (weights.stream().allMatch(w -> w == 0)) {
                continue;
            }
            List<Money> split = Split.byWeight(sum, weights);
            assertEquals(sum, split.stream().reduce(Money.zero("JPY"), Money::plus));
            for (int k = 0; k < weights.size(); k++) {
                assertTrue(weights.get(k) > 0 || split.get(k).amount() == 0, "nobody of weight 0 is given anything");
            }
        }
    }

    @Test
    void aSplitByNothingIsABug() {
        assertThrows(IllegalArgumentException.class, () -> Split.byWeight(Money.of(1, "EUR"), List.of(0L, 0L)));
        assertThrows(IllegalArgumentException.class, () -> Split.byWeight(Money.of(1, "EUR"), List.of(1L, -1L)));
        assertThrows(IllegalArgumentException.class, () -> Split.byWeight(Money.of(1, "EUR"), List.of()));
    }

    @Test
    @Tag("W-18")
    void currenciesNeverMeetAndNothingGoesBelowNothing() {
        Money euro = Money.of(5, "EUR");
        Money yen = Money.of(5, "JPY");
        assertThrows(IllegalArgumentException.class, () -> euro.plus(yen));
        assertThrows(IllegalArgumentException.class, () -> euro.minus(yen));
        assertThrows(IllegalArgumentException.class, () -> euro.compareTo(yen));
        assertThrows(IllegalArgumentException.class, () -> euro.meetsHourly(yen, 1));
        assertThrows(Refused.class, () -> euro.minus(Money.of(6, "EUR")));
        assertThrows(Refused.class, () -> Money.of(Limits.INTEGER_MAX, "EUR").plus(Money.of(1, "EUR")));
        assertThrows(Refused.class, () -> Money.of(Limits.INTEGER_MAX, "EUR").times(Long.MAX_VALUE));
        assertThrows(Refused.class, () -> euro.times(-1));
        assertEquals(Money.of(2_000, "EUR"), euro.times(400));
    }

    @Test
    void noFloatingPointIsInThePackage() {
        for (Class<?> type : List.of(Money.class, Split.class)) {
            assertTrue(Arrays.stream(type.getDeclaredMethods())
                .flatMap(m -> Arrays.stream(m.getParameterTypes()))
                .noneMatch(p -> p == double.class || p == float.class));
            assertTrue(Arrays.stream(type.getDeclaredMethods())
                .noneMatch(m -> m.getReturnType() == double.class || m.getReturnType() == float.class));
        }
    }
}
