package coop.canut.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.name.Hash;
import coop.canut.protocol.sign.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that make a careless reader's time grow faster than they do. */
@Tag("F-65")
class HostileTextTest {
    private static final Instant NOW = Instant.parse("2026-11-24T18:00:00Z");
    private static final SigningKey KEY = SigningKey.fromSeed(Hash.sha256(new byte[] {1}).bytes());
    /** Four messages are as long as a batch. */
    private static final int MESSAGES = 4;
    private static final long MOST_NANOS = 50_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"a", "((a*)*)*", "<b><i>", "&#x26;", "\u0301", "\u202e\u200b", "\\\"", "\n\t ", "[[{{",
        "\ud83e\uddf5", "https://a.", "x--", "<!--", "]]>"})
    void aBatchOfItIsReadInNoTime(String piece) {
        List<byte[]> lines = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            lines.add(message(piece, i).wire());
        }
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long begun = System.nanoTime();
            for (byte[] line : lines) {
                var published = (ListingMessage.Published) Codec.read(line).envelope().message();
                assertTrue(published.content().startsWith(piece));
            }
            best = Math.min(best, System.nanoTime() - begun);
        }
        assertTrue(best < MOST_NANOS, best / 1_000 + " µs for " + piece);
        assertEquals(MESSAGES, lines.size());
    }

    /** A listing whose texts are nothing but this piece, as long as they may be. */
    private static Signed message(String piece, int number) {
        var sample = (ListingMessage.Published) new Samples(number).message(Kind.LISTING_PUBLISHED);
        String text = piece.repeat(6_000 / piece.length());
        var listing = new ListingMessage.Published(sample.listing(), sample.revision(), sample.requester(), sample.identity(),
            sample.name(), text, new ListingMessage.EndUse(text, sample.endUse().signedBy(), sample.endUse().signedAt()),
            List.of(), List.of(), List.of(), sample.band(), List.of(), sample.machineHelp(),
            new ListingMessage.Work(1, 1, 1, 60, 3_600, text), sample.pay(), sample.deadline(), sample.policy());
        return Codec.sign(Envelope.of(Samples.LYON, NOW, null, null, listing), KEY, NOW);
    }
}
