package coop.canut.protocol.log;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Key;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A signed note (C2SP signed-note): a text that ends with a line feed, an empty line, and one line for each signature,
 * {@code — {name} {base64 of 4 bytes of key id and the signature}}. Signatures of unknown keys are kept and ignored.
 *
 * @param text with its last line feed: exactly what is signed
 * @param signatures in the order in which they stand
 */
public record Note(String text, List<Line> signatures) {
    /** Signature type of a log over its own checkpoints: plain Ed25519 over the text. */
    public static final byte ED25519 = 0x01;
    /** Signature type of a witness: Ed25519 over a time and the text. */
    public static final byte COSIGNATURE = 0x04;

    private static final String DASH = "\u2014 ";
    private static final int KEY_ID_BYTES = 4;
    private static final int LINES_MAX = 2 * Limits.COSIGNATURES + 2;

    /** One signature line: who, with which key, and the bytes after the key id. */
    public record Line(String name, int keyId, byte[] signature) {
        /** The line with its line feed. */
        public String text() {
            byte[] bytes = ByteBuffer.allocate(KEY_ID_BYTES + signature.length).putInt(keyId).put(signature).array();
            return DASH + name + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
        }

        /** The line of a text, with or without its line feed; throws {@code frame-wrong}. */
        public static Line of(String text) {
            String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            int space = line.lastIndexOf(' ');
            if (!line.startsWith(DASH) || space <= DASH.length()) {
                throw malformed("not a signature line");
            }
            String name = line.substring(DASH.length(), space);
            byte[] bytes = bytes(line.substring(space + 1));
            if (name.chars().anyMatch(c -> c <= ' ' || c == '+' || Character.isSpaceChar(c))
                    || bytes.length <= KEY_ID_BYTES) {
                throw malformed("not a signature line");
            }
            return new Line(name, ByteBuffer.wrap(bytes).getInt(),
                    Arrays.copyOfRange(bytes, KEY_ID_BYTES, bytes.length));
        }
    }

    /** The note of a text; throws {@code frame-wrong}. Nothing is verified. */
    public static Note parse(String note) {
        int gap = note.lastIndexOf("\n\n");
        if (gap < 0 || !note.endsWith("\n") || note.length() > Limits.CHECKPOINT_CHARS
                || note.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw malformed("not a signed note");
        }
        List<Line> lines = new ArrayList<>();
        for (int at = gap + 2; at < note.length();) {
            int end = note.indexOf('\n', at);
            lines.add(Line.of(note.substring(at, end)));
            at = end + 1;
        }
        if (lines.isEmpty() || lines.size() > LINES_MAX) {
            throw malformed("no signature, or too many");
        }
        return new Note(note.substring(0, gap + 1), List.copyOf(lines));
    }

    /** The whole note. */
    public String note() {
        var note = new StringBuilder(text).append('\n');
        signatures.forEach(line -> note.append(line.text()));
        return note.toString();
    }

    /** The signatures under a name by a key; empty if there are none. */
    public List<Line> by(String name, byte type, Key key) {
        int id = keyId(name, type, key);
        return signatures.stream().filter(line -> line.name.equals(name) && line.keyId == id).toList();
    }

    /** The key id: the first 4 bytes of SHA-256(name ‖ 0x0a ‖ type ‖ public key), big-endian. */
    public static int keyId(String name, byte type, Key key) {
        var input = new ByteArrayOutputStream();
        input.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        input.write('\n');
        input.write(type);
        input.writeBytes(key.raw());
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(input.toByteArray())).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The key in the form in which tools for signed notes take it: name, key id and base 64 of type and key. */
    public static String vkey(String name, byte type, Key key) {
        byte[] typed = ByteBuffer.allocate(1 + Key.BYTES).put(type).put(key.raw()).array();
        return name + "+" + HexFormat.of().toHexDigits(keyId(name, type, key)) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    static byte[] bytes(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the refusal that other spellings get too.
        }
        throw malformed("not canonical base 64");
    }

    static Refused malformed(String detail) {
        return new Refused(Problem.FRAME_WRONG, detail);
    }
}
