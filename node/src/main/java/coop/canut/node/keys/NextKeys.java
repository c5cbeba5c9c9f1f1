package coop.canut.node.keys;

import coop.canut.protocol.Limits;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.KeyHistory.Known;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What the next statement of keys says. Older keys come first, because the first that is valid signs. */
final class NextKeys {

    /** So long an old and a new key are both good: peers that are away for less never meet a key that they do not know. */
    private static final Duration OVERLAP = Duration.ofDays(Limits.ROTATION_OVERLAP_DAYS);
    /** After so long nothing by a revoked key is believed: the node itself needs a moment to put the next one to use. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    private NextKeys() {
    }

    /** Fresh keys join, and those of the same purposes end when the overlap is over, if they do not before. */
    static KeysStated rotated(KeyHistory before, Map<Purpose, SigningKey> fresh, Instant now) {
        return next(before, before.recovery(), fresh, now, key -> fresh.containsKey(key.purpose())
            ? until(key, now.plus(OVERLAP)) : key);
    }

    /** One key is revoked; a fresh one, if there is any, takes its place. */
    static KeysStated revoked(KeyHistory before, Key stolen, Map<Purpose, SigningKey> fresh, Instant now) {
        return next(before, before.recovery(), fresh, now, key -> key.key().equals(stolen) ? revoked(key, now) : key);
    }

    /** Every key before is revoked, and fresh ones take their place. */
    static KeysStated recovered(KeyHistory before, List<Key> recovery, Map<Purpose, SigningKey> fresh, Instant now) {
        return next(before, recovery, fresh, now, key -> revoked(key, now));
    }

    /** The purposes for which nothing would be left that lasts, were this key revoked. */
    static Set<Purpose> orphaned(KeyHistory before, Known stolen) {
        return before.known().stream().anyMatch(known -> known.named() && known.lasts()
            && known.purpose() == stolen.purpose() && !known.key().equals(stolen.key()))
            ? Set.of() : Set.of(stolen.purpose());
    }

    private static KeysStated next(KeyHistory before, List<Key> recovery, Map<Purpose, SigningKey> fresh, Instant now,
                                   UnaryOperator<StatedKey> change) {
        long number = before.number() + 1;
        List<StatedKey> keys = new ArrayList<>();
        before.known().stream().filter(known -> goesOn(known, now)).map(NextKeys::stated).map(change).forEach(keys::add);
        for (Purpose purpose : Purpose.values()) {
            if (fresh.containsKey(purpose)) {
                SigningKey key = fresh.get(purpose);
                byte[] possession = key.sign(KeyHistory.possession(before.host(), number, purpose, key.key()));
                keys.add(new StatedKey(key.key(), purpose, now, null, null, Signatures.encode(possession)));
            }
        }
        return new KeysStated(number, before.last(), keys, recovery);
    }

    /** What has ended or was revoked is remembered by everybody; there is no need to name it again. */
    private static boolean goesOn(Known known, Instant now) {
        return known.named() && known.revoked() == null && (known.until() == null || known.until().isAfter(now));
    }

    private static StatedKey stated(Known known) {
        return new StatedKey(known.key(), known.purpose(), known.from(), known.until(), known.revoked(), known.possession());
    }

    private static StatedKey until(StatedKey key, Instant end) {
        Instant until = key.until() == null || key.until().isAfter(end) ? end : key.until();
        return new StatedKey(key.key(), key.purpose(), key.from(), until, key.revoked(), key.possession());
    }

    private static StatedKey revoked(StatedKey key, Instant now) {
        return new StatedKey(key.key(), key.purpose(), key.from(), key.until(), now.plus(LAST_WORDS), key.possession());
    }
}
