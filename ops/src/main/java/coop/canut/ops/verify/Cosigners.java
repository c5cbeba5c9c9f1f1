package coop.canut.ops.verify;

import coop.canut.ops.verify.Source.Unreadable;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Refused;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Note;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Purpose;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The witnesses of a checkpoint: each is asked for its keys, and its line must be by one of them. */
final class Cosigners {

    private static final String NAME = "/canut/1/witness";
    private static final int KEYS_BYTES = Limits.BATCH_BYTES;

    private final Map<Host, URI> addresses;
    private final Findings findings;
    private final List<String> held = new ArrayList<>();
    private final List<String> unasked = new ArrayList<>();

    /** Witnesses, each at {@code https://{host}} or at the address that is given for it. */
    Cosigners(Map<Host, URI> addresses, Findings findings) {
        this.addresses = addresses;
        this.findings = findings;
    }

    /** Those whose cosignature holds, with its time. */
    List<String> held() {
        return held;
    }

    /** Those whose keys could not be read. */
    List<String> unasked() {
        return unasked;
    }

    /** Verifies all cosignatures of a note. Lines of other kinds and forms are others' and say nothing to us. */
    void verify(String note) {
        for (Note.Line line : Note.parse(note).signatures()) {
            if (line.name().endsWith(NAME)) {
                verify(note, line);
            }
        }
    }

    private void verify(String note, Note.Line line) {
        Host witness;
        try {
            witness = Host.of(line.name().substring(0, line.name().length() - NAME.length()));
        } catch (Refused noHost) {
            findings.add("A cosignature is by " + line.name() + ", which is no node.");
            return;
        }
        try {
            URI address = addresses.getOrDefault(witness, URI.create("https://" + witness));
            KeyHistory keys = KeyHistory.read(witness,
                new Source(address, witness.toString()).lines("/canut/1/keys", KEYS_BYTES));
            keys.requireUnpublished();
            held.add(witness + " at " + time(note, line, keys));
        } catch (Unreadable silent) {
            unasked.add(witness.toString());
        } catch (Refused refused) {
            findings.add("The cosignature of " + witness + " does not hold: " + refused.getMessage() + ".");
        }
    }

    /** By a key of that witness that was valid at the time in the signature. */
    private static Instant time(String note, Note.Line line, KeyHistory keys) {
        List<Key> named = keys.known().stream().filter(known -> known.purpose() == Purpose.WITNESS).map(KeyHistory.Known::key)
            .filter(key -> Note.keyId(line.name(), Note.COSIGNATURE, key) == line.keyId()).toList();
        Instant time = Checkpoint.verifyCosignature(note, line.text(), line.name(), named);
        for (Key key : named) {
            keys.valid(Purpose.WITNESS, key, time);
        }
        return time;
    }
}
