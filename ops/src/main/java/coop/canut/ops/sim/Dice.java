package coop.canut.ops.sim;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** All chance of a simulation, from one seed. Whoever draws in the same order draws the same. */
final class Dice {

    private static final int PERMILLE = 1_000;

    private final Random random;

    Dice(long seed) {
        // Neighbouring seeds give neighbouring first draws, so they are thrown apart (the multiplier is that of SplitMix64).
        random = new Random((seed + 1) * 0x9E3779B97F4A7C15L);
    }

    /** Dice of its own for one part, so that what it draws does not shift what the others draw. */
    Dice branch() {
        return new Dice(random.nextLong());
    }

    boolean chance(int permille) {
        return random.nextInt(PERMILLE) < permille;
    }

    /** 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** Short ones as likely as long ones: as many draws fall between a second and ten as between an hour and ten. */
    Duration between(Duration least, Duration most) {
        double ratio = (double) most.toMillis() / least.toMillis();
        return Duration.ofMillis(Math.round(least.toMillis() * StrictMath.pow(ratio, random.nextDouble())));
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
