package coop.canut.protocol.log;

import static coop.canut.protocol.Vectors.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.protocol.Problem;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.sign.SigningKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final SigningKey LOG = key(1);
    private static final SigningKey NEXT_LOG = key(2);
    private static final SigningKey WITNESS = key(3);
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final String WITNESS_NAME = Checkpoint.witness(Host.of("bxl.example"));
    private static final Checkpoint CHECKPOINT =
            new Checkpoint(Checkpoint.origin(Host.of("lyon.example"), 1), 5, Hash.sha256(new byte[0]));
    private static final String NOTE = CHECKPOINT.sign(LOG);

    private static SigningKey key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return SigningKey.fromSeed(seed);
    }

    @Test
    void aCheckpointIsReadBackFromItsNote() {
        assertEquals(CHECKPOINT, Checkpoint.parse(NOTE));
        assertEquals(CHECKPOINT, Checkpoint.verify(NOTE, LOG.key()));
        assertEquals(NOTE, Note.parse(NOTE).note());
    }

    @Test
    void whileTwoLogKeysOverlapEitherVerifies() {
        String note = CHECKPOINT.sign(LOG, NEXT_LOG);
        assertEquals(CHECKPOINT, Checkpoint.verify(note, LOG.key()));
        assertEquals(CHECKPOINT, Checkpoint.verify(note, NEXT_LOG.key()));
        refused(Problem.KEY_UNKNOWN, () -> Checkpoint.verify(NOTE, NEXT_LOG.key()));
    }

    @Test
    void anyOtherTextBreaksTheSignature() {
        refused(Problem.SIGNATURE_INVALID, () -> Checkpoint.verify(NOTE.replace("\n5\n", "\n6\n"), LOG.key()));
        Note note = Note.parse(NOTE);
        Note.Line line = note.signatures().getFirst();
        byte[] shorter = new byte[63];
        String cut = new Note(note.text(), List.of(new Note.Line(line.name(), line.keyId(), shorter))).note();
        refused(Problem.SIGNATURE_INVALID, () -> Checkpoint.verify(cut, LOG.key()));
    }

    @Test
    void aSignatureUnderAnotherNameIsNoSignatureOfTheLog() {
        String renamed = NOTE.replace("\u2014 lyon.example", "\u2014 evil.example");
        refused(Problem.KEY_UNKNOWN, () -> Checkpoint.verify(renamed, LOG.key()));
        String moved = NOTE.replace("lyon.example/canut/1/log/1\n", "evil.example/canut/1/log/1\n");
        refused(Problem.KEY_UNKNOWN, () -> Checkpoint.verify(moved, LOG.key()));
    }

    @Test
    void aCosignatureIsForOneNoteOneWitnessAndOneTime() {
        String line = Checkpoint.cosign(NOTE, WITNESS_NAME, WITNESS, NOON);
        assertEquals(NOON, Checkpoint.verifyCosignature(NOTE, line, WITNESS_NAME, WITNESS.key()));
        assertEquals(NOON, Checkpoint.verifyCosignature(NOTE, line.strip(), WITNESS_NAME, WITNESS.key()));
        assertEquals(CHECKPOINT, Checkpoint.verify(NOTE + line, LOG.key()));
        assertEquals(line, Checkpoint.cosign(NOTE + line, WITNESS_NAME, WITNESS, NOON));

        String other = new Checkpoint(CHECKPOINT.origin(), 6, CHECKPOINT.root()).sign(LOG);
        refused(Problem.SIGNATURE_INVALID,
                () -> Checkpoint.verifyCosignature(other, line, WITNESS_NAME, WITNESS.key()));
        refused(Problem.KEY_UNKNOWN, () -> Checkpoint.verifyCosignature(NOTE, line, WITNESS_NAME, LOG.key()));
        refused(Problem.KEY_UNKNOWN, () -> Checkpoint.verifyCosignature(NOTE, line,
                Checkpoint.witness(Host.of("evil.example")), WITNESS.key()));
        Note.Line parsed = Note.Line.of(line);
        byte[] later = parsed.signature().clone();
        later[7]++;
        refused(Problem.SIGNATURE_INVALID, () -> Checkpoint.verifyCosignature(NOTE,
                new Note.Line(parsed.name(), parsed.keyId(), later).text(), WITNESS_NAME, WITNESS.key()));
        byte[] negative = parsed.signature().clone();
        negative[0] = (byte) 0x80;
        refused(Problem.FRAME_WRONG, () -> Checkpoint.verifyCosignature(NOTE,
                new Note.Line(parsed.name(), parsed.keyId(), negative).text(), WITNESS_NAME, WITNESS.key()));
        refused(Problem.FRAME_WRONG, () -> Checkpoint.verifyCosignature(NOTE,
                new Note.Line(parsed.name(), parsed.keyId(), new byte[64]).text(), WITNESS_NAME, WITNESS.key()));
    }

    @Test
    void aLogSignatureIsNeverTakenForACosignature() {
        String line = NOTE.substring(NOTE.indexOf('\u2014'));
        refused(Problem.KEY_UNKNOWN,
                () -> Checkpoint.verifyCosignature(NOTE, line, CHECKPOINT.origin(), LOG.key()));
    }

    @Test
    void aNoteOfAnyOtherFormIsRefused() {
        String signature = NOTE.substring(NOTE.indexOf('\u2014'));
        String text = CHECKPOINT.text();
        String root = text.split("\n")[2];
        for (String wrong : List.of("", "\n", text, text + "\n", text + signature, NOTE.stripTrailing(),
                NOTE + "\n", NOTE + "more\n", NOTE.replace("\u2014 ", "- "), NOTE.replace("\n5\n", "\n05\n"),
                NOTE.replace("\n5\n", "\n-5\n"), NOTE.replace("\n5\n", "\n5\r\n"),
                NOTE.replace("\n5\n", "\n1234567890123456789\n"), NOTE.replace("\n5\n", "\nfive\n"),
                NOTE.replace(root, root.substring(4)), NOTE.replace(root, root.replace("=", "")),
                NOTE.replace(root + "\n", root + "\nextension\n"), NOTE.replace(root + "\n", ""),
                NOTE.replace("lyon.example/canut/1/log/1\n", "\n"), text + "\n\u2014 name AAAA\n",
                text + "\n\u2014 na me AAAAAAAA\n", text + "\n\u2014 na+me AAAAAAAA\n", text + "\n\u2014 AAAAAAAA\n",
                text + "\n" + signature.repeat(40), text + "\n" + "\u2014 " + "n".repeat(9_000) + " AAAAAAAA\n")) {
            refused(Problem.FRAME_WRONG, () -> Checkpoint.parse(wrong));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01M87BFPV00MSE80T68XRGVKPT", "01M87BFPV00MSE80T68XRGVKPT kind", "a b c",
        "01M87BFPV00MSE80T68XRGVKPT Kind H", "01M87BFPV00MSE80T68XRGVKPT  H", "01M87BFPV00MSE80T68XRGVKPT 1kind H",
        "01M87BFPV00MSE80T68XRGVKPT two kinds H", " 01M87BFPV00MSE80T68XRGVKPT kind H",
        "01M87BFPV00MSE80T68XRGVKPT kind H\n",
        "01M87BFPV00MSE80T68XRGVKPT kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk H"})
    void anEntryHasOneForm(String text) {
        refused(Problem.NAME_NOT_CANONICAL, () -> LogEntry.of(text.replace("H", Hash.ZERO.hex())));
    }

    @Test
    void anEntryMayBeOfAKindThatWeDoNotKnow() {
        String text = "01M87BFPV00MSE80T68XRGVKPT future-kind-2 " + Hash.ZERO;
        assertEquals(text, LogEntry.of(text).text());
    }
}
