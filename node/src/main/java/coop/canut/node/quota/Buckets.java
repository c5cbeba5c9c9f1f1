package coop.canut.node.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bucket of tokens for each key, all alike: full at first, refilled evenly. What is taken may be more than is left, since a
 * batch cannot be cut; then the next taker waits until the debt is paid. Keys are forgotten from the one that was quiet for
 * the longest, so that memory is bounded whatever names are invented; one that is forgotten begins anew with a full bucket.
 */
final class Buckets<K> {

    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double room;
    private final Map<K, Bucket> buckets;

    private static final class Bucket {
        double tokens;
        Instant at;

        Bucket(double tokens, Instant at) {
            this.tokens = tokens;
            this.at = at;
        }
    }

    /**
     * @param perSecond tokens that come back
     * @param seconds   for which a full bucket lasts at that pace
     * @param most      keys that are remembered
     */
    Buckets(int perSecond, int seconds, int most) {
        this.perSecond = perSecond;
        this.room = (double) perSecond * seconds;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Bucket> eldest) {
                return size() > most;
            }
        };
    }

    /** Takes tokens and gives zero; or takes nothing and gives how long until there are some again. */
    synchronized Duration take(K key, int tokens, Instant now) {
        Bucket bucket = buckets.computeIfAbsent(key, fresh -> new Bucket(room, now));
        double passed = Math.max(0, Duration.between(bucket.at, now).toNanos() / NANOS);
        bucket.tokens = Math.min(room, bucket.tokens + passed * perSecond);
        bucket.at = now;
        if (bucket.tokens < 1) {
            return Duration.ofNanos((long) Math.ceil((1 - bucket.tokens) / perSecond * NANOS));
        }
        bucket.tokens -= tokens;
        return Duration.ZERO;
    }

    synchronized int size() {
        return buckets.size();
    }
}
