package coop.canut.protocol.log;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.SigningKey;
import coop.canut.protocol.sign.Signatures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * The head of a log (C2SP tlog-checkpoint): three lines, origin, size and root in base 64, inside a signed note. The
 * origin is also the name of the log's key. No extension lines.
 *
 * @param size leaves in the tree
 */
public record Checkpoint(String origin, long size, Hash root) {
    private static final int MAX_DIGITS = 18;

    /** The origin of a node's log of one epoch, {@code {host}/canut/1/log/{epoch}}. */
    public static String origin(Host host, long epoch) {
        return host + "/canut/1/log/" + epoch;
    }

    /** The name under which a node cosigns the logs of others, {@code {host}/canut/1/witness}. */
    public static String witness(Host host) {
        return host + "/canut/1/witness";
    }

    /** The text that is signed, with its last line feed. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.bytes()) + "\n";
    }

    /** The signed note. With several keys while a new and an old log key overlap. */
    public String sign(SigningKey... keys) {
        byte[] signed = text().getBytes(StandardCharsets.UTF_8);
        List<Note.Line> lines = Arrays.stream(keys).map(key -> new Note.Line(origin,
                Note.keyId(origin, Note.ED25519, key.key()), key.sign(signed))).toList();
        return new Note(text(), lines).note();
    }

    /** The checkpoint of a note, by form only; throws {@code frame-wrong}. */
    public static Checkpoint parse(String note) {
        return of(Note.parse(note).text());
    }

    private static Checkpoint of(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 4 || !lines[3].isEmpty() || lines[0].isEmpty()) {
            throw Note.malformed("not the three lines of a checkpoint");
        }
        byte[] root = Note.bytes(lines[2]);
        if (!lines[1].matches("0|[1-9][0-9]*") || lines[1].length() > MAX_DIGITS || root.length != Hash.BYTES) {
            throw Note.malformed("no size or no root");
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), Hash.of(root));
    }

    /**
     * The checkpoint of a note that this log key signed.
     *
     * @throws Refused {@code frame-wrong}; {@code key-unknown} if this key signed nothing in it, so that another key of
     *     the log may be tried; {@code signature-invalid}
     */
    public static Checkpoint verify(String note, Key logKey) {
        Note parsed = Note.parse(note);
        Checkpoint checkpoint = of(parsed.text());
        byte[] signed = parsed.text().getBytes(StandardCharsets.UTF_8);
        for (Note.Line line : only(parsed.by(checkpoint.origin, Note.ED25519, logKey), logKey)) {
            Signatures.verify(logKey, signed, line.signature());
        }
        return checkpoint;
    }

    /** The checkpoint of a note that one of a log's keys signed; as {@link #verify(String, Key)} for the last of them. */
    public static Checkpoint verify(String note, List<Key> logKeys) {
        return firstOf(logKeys, key -> verify(note, key));
    }

    /** The time of a cosignature by one of a witness's keys. */
    public static Instant verifyCosignature(String note, String line, String name, List<Key> witnessKeys) {
        return firstOf(witnessKeys, key -> verifyCosignature(note, line, name, key));
    }

    private static <T> T firstOf(List<Key> keys, Function<Key, T> verification) {
        Refused last = new Refused(Problem.KEY_UNKNOWN, "no key is valid now");
        for (Key key : keys) {
            try {
                return verification.apply(key);
            } catch (Refused refused) {
                last = refused;
            }
        }
        throw last;
    }

    /**
     * The line, line feed included, by which a witness says that it saw this checkpoint continue the ones before. The
     * caller has verified that.
     *
     * @param name of the witness, as {@link #witness}
     */
    public static String cosign(String note, String name, SigningKey witness, Instant time) {
        String text = Note.parse(note).text();
        long seconds = time.getEpochSecond();
        byte[] timed = ByteBuffer.allocate(Long.BYTES + Signatures.BYTES).putLong(seconds)
                .put(witness.sign(cosigned(text, seconds))).array();
        return new Note.Line(name, Note.keyId(name, Note.COSIGNATURE, witness.key()), timed).text();
    }

    /**
     * The time at which a witness cosigned this note.
     *
     * @throws Refused {@code frame-wrong}, {@code key-unknown} (the line is of another name or key), {@code
     *     signature-invalid}
     */
    public static Instant verifyCosignature(String note, String line, String name, Key witness) {
        String text = Note.parse(note).text();
        Note.Line parsed = Note.Line.of(line);
        only(new Note(text, List.of(parsed)).by(name, Note.COSIGNATURE, witness), witness);
        if (parsed.signature().length != Long.BYTES + Signatures.BYTES) {
            throw Note.malformed("not a time and a signature");
        }
        ByteBuffer timed = ByteBuffer.wrap(parsed.signature());
        long seconds = timed.getLong();
        byte[] signature = new byte[Signatures.BYTES];
        timed.get(signature);
        if (seconds < 0 || seconds > Instant.MAX.getEpochSecond()) {
            throw Note.malformed("a time out of range");
        }
        Signatures.verify(witness, cosigned(text, seconds), signature);
        return Instant.ofEpochSecond(seconds);
    }

    private static byte[] cosigned(String text, long seconds) {
        return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    private static List<Note.Line> only(List<Note.Line> lines, Key key) {
        if (lines.isEmpty()) {
            throw new Refused(Problem.KEY_UNKNOWN, "no signature by " + key);
        }
        return lines;
    }
}
