package coop.canut.ops.sim;

import coop.canut.protocol.name.Host;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What befalls requests and answers on their way: nothing but a short delay in a calm, everything in a storm. */
final class Weather {

    private static final Duration QUICK_LEAST = Duration.ofMillis(5);
    private static final Duration QUICK_MOST = Duration.ofMillis(400);
    private static final Duration SLOW_MOST = Duration.ofSeconds(9);
    private static final Duration STRAY_LEAST = Duration.ofSeconds(20);
    private static final Duration STRAY_MOST = Duration.ofHours(12);
    private static final int SLOW_PERMILLE = 60;
    private static final int STRAY_PERMILLE = 15;
    private static final int DOUBLED_PERMILLE = 40;
    private static final int SPOILT_PERMILLE = 15;

    private final Dice dice;
    private final Map<String, Instant> walls = new HashMap<>();
    private int lostPermille;
    private boolean calm = true;

    Weather(Dice dice) {
        this.dice = dice;
    }

    /** From now on requests and answers are delayed, doubled, spoilt, and so many of a thousand lost. */
    void storm(int lostPermille) {
        this.lostPermille = lostPermille;
        calm = false;
    }

    /** Every request arrives at once, and every wall has fallen. */
    void calm() {
        calm = true;
        walls.clear();
    }

    /** Until then nothing goes this one way; the other way is another wall. */
    void wall(Host from, Host to, Instant until) {
        walls.put(from + " " + to, until);
    }

    boolean isOpen(Host from, Host to, Instant now) {
        Instant until = walls.get(from + " " + to);
        return until == null || !now.isBefore(until);
    }

    boolean loses() {
        return !calm && dice.chance(lostPermille);
    }

    boolean doubles() {
        return !calm && dice.chance(DOUBLED_PERMILLE);
    }

    /** Whether a copy arrives that is not what was sent. */
    boolean spoils() {
        return !calm && dice.chance(SPOILT_PERMILLE);
    }

    /** How long one way takes; what strays arrives when nobody waits for it any more. */
    Duration delay() {
        if (!calm && dice.chance(STRAY_PERMILLE)) {
            return stray();
        }
        return dice.between(QUICK_LEAST, !calm && dice.chance(SLOW_PERMILLE) ? SLOW_MOST : QUICK_MOST);
    }

    Duration stray() {
        return dice.between(STRAY_LEAST, STRAY_MOST);
    }

    /** One bit is another, or the end is missing. */
    byte[] spoil(byte[] bytes) {
        byte[] spoilt = dice.chance(500) ? Arrays.copyOf(bytes, dice.below(bytes.length)) : bytes.clone();
        if (spoilt.length == bytes.length) {
            spoilt[dice.below(spoilt.length)] ^= (byte) (1 << dice.below(8));
        }
        return spoilt;
    }
}
