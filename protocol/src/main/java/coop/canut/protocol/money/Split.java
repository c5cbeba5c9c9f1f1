package coop.canut.protocol.money;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splitting an amount so that the parts are whole minor units and add up to it exactly: everybody gets the floor of their
 * share, and the units that are left go one each to the largest remainders (Hamilton's method). Equal remainders go to who
 * stands first, so the same input always gives the same parts.
 */
public final class Split {

    private Split() {
    }

    /**
     * Splits by weight.
     *
     * @param whole   minor units of one currency
     * @param weights at least one of them above 0, none below
     * @return one part for each weight, in their order
     */
    public static List<Money> byWeight(Money whole, List<Long> weights) {
        BigInteger sum = BigInteger.ZERO;
        for (long weight : weights) {
            if (weight < 0) {
                throw new IllegalArgumentException("a weight is below 0: " + weight);
            }
            sum = sum.add(BigInteger.valueOf(weight));
        }
        if (sum.signum() == 0) {
            throw new IllegalArgumentException("nothing to split by: the weights add up to 0");
        }
        List<BigInteger> remainders = new ArrayList<>(weights.size());
        long[] parts = new long[weights.size()];
        long left = whole.amount();
        for (int i = 0; i < parts.length; i++) {
            BigInteger[] share = BigInteger.valueOf(whole.amount()).multiply(BigInteger.valueOf(weights.get(i)))
                .divideAndRemainder(sum);
            parts[i] = share[0].longValueExact();
            remainders.add(share[1]);
            left -= parts[i];
        }
        // Fewer units are left than there are remainders above 0, so nobody of weight 0 is given one.
        IntStream.range(0, parts.length).boxed()
            .sorted(Comparator.comparing(remainders::get, Comparator.reverseOrder()))
            .limit(left)
            .forEach(i -> parts[i]++);
        return IntStream.range(0, parts.length).mapToObj(i -> Money.of(parts[i], whole.currency())).toList();
    }
}
