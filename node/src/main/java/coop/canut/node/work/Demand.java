package coop.canut.node.work;

import coop.canut.protocol.Limits;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How many claims were opened on each listing in the last ten minutes, by the minute. In memory: after a restart the first
 * requests are small, and that is all.
 */
final class Demand {

    private static final int SECONDS = 60;
    private static final int MINUTES = Limits.STOCK_WINDOW_SECONDS / SECONDS;
    /** Listings counted; when there are more, those on which nothing happened for ten minutes are forgotten. */
    private static final int LISTINGS = 10_000;

    private final Map<Long, Counts> listings = new HashMap<>();

    private static final class Counts {
        final long[] claims = new long[MINUTES];
        long minute;

        void moveTo(long now) {
            for (long next = Math.max(minute + 1, now - MINUTES + 1); next <= now; next++) {
                claims[(int) (next % MINUTES)] = 0;
            }
            minute = Math.max(minute, now);
        }
    }

    /** So many claims were opened now. */
    synchronized void opened(long listing, Instant now, int count) {
        long minute = now.getEpochSecond() / SECONDS;
        if (listings.size() >= LISTINGS && !listings.containsKey(listing)) {
            listings.values().removeIf(counts -> counts.minute < minute - MINUTES);
        }
        Counts counts = listings.computeIfAbsent(listing, key -> new Counts());
        counts.moveTo(minute);
        counts.claims[(int) (minute % MINUTES)] += count;
    }

    /** Claims of the last ten minutes. */
    synchronized long recent(long listing, Instant now) {
        Counts counts = listings.get(listing);
        if (counts == null) {
            return 0;
        }
        counts.moveTo(now.getEpochSecond() / SECONDS);
        long sum = 0;
        for (long count : counts.claims) {
            sum += count;
        }
        return sum;
    }
}
