package coop.canut.ops.bench;

import java.util.List;
import java.util.Locale;

/** Some numbers of one kind: the one in the middle, and how far they scattered. */
record Median(List<Double> sorted) {

    static Median of(List<Double> values) {
        return new Median(values.stream().sorted().toList());
    }

    /** The middle one; of an even count the lower of the two. */
    double middle() {
        return sorted.get((sorted.size() - 1) / 2);
    }

    /** The least and the most, as whole numbers. */
    String range() {
        return whole(sorted.getFirst()) + " to " + whole(sorted.getLast());
    }

    /** A number for people: {@code 12,345}. */
    static String whole(double value) {
        return String.format(Locale.ROOT, "%,d", Math.round(value));
    }

    /** A share for people: {@code 71 %}. */
    static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
