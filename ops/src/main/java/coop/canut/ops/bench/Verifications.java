package coop.canut.ops.bench;

import coop.canut.node.Identity;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** How many Ed25519 signatures one core verifies in a second when it does nothing else, by the code that the node uses. */
final class Verifications {

    /** The proof of a message is over two SHA-256 values. */
    private static final int INPUT_BYTES = 64;
    private static final int DIFFERENT = 1_000;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Identity identity;
    private final List<byte[]> inputs = new ArrayList<>();
    private final List<byte[]> signatures = new ArrayList<>();

    /** Signed by somebody. */
    Verifications(Identity identity) {
        this.identity = identity;
        var random = new Random(1);
        for (int i = 0; i < DIFFERENT; i++) {
            byte[] input = new byte[INPUT_BYTES];
            random.nextBytes(input);
            inputs.add(input);
            signatures.add(identity.first(Purpose.NODE).sign(input));
        }
    }

    /** Per second, on this thread, over two seconds. */
    double rate() {
        long begun = System.nanoTime();
        long done = 0;
        while (System.nanoTime() - begun < NANOS) {
            int at = (int) (done % DIFFERENT);
            Signatures.verify(identity.first(Purpose.NODE).key(), inputs.get(at), signatures.get(at));
            done++;
        }
        return done / ((System.nanoTime() - begun) / 1e9);
    }
}
