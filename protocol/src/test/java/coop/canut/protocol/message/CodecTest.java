package coop.canut.protocol.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.Stage;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.sign.Proof;
import coop.canut.protocol.sign.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every kind, on messages drawn from seeds. */
class CodecTest {
    private static final SigningKey KEY = SigningKey.fromSeed(Hash.sha256("codec".getBytes()).bytes());
    private static final int SEEDS = 40;

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadAndWrittenAgainWithEqualBytes(Kind kind) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Signed signed = new Samples(seed).signed(kind, KEY);
            Unproven read = Codec.read(signed.wire());
            assertEquals(signed.envelope(), read.envelope());
            assertEquals(Hash.sha256(signed.wire()), read.hash());
            Signed again = Codec.sign(read.envelope(), KEY, read.created());
            assertArrayEquals(signed.wire(), again.wire());
            Message message = signed.message();
            assertEquals(message, Codec.message(kind, Codec.object(message)));
            assertEquals(kind.message(), message.getClass());
            Codec.requireSendable(message);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("D-10")
    void anyFlippedBitOfASignedMessageIsRefused(Kind kind) {
        byte[] wire = new Samples(7).signed(kind, KEY).wire();
        int step = Math.max(1, wire.length / 400);
        for (int i = 0; i < wire.length; i += step) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = wire.clone();
                flipped[i] ^= (byte) (1 << bit);
                assertThrows(Refused.class, () -> accept(flipped), "byte " + i + " bit " + bit);
            }
        }
    }

    /** Everything that this node asks of a message, with the one key that it holds for the actor. */
    private static void accept(byte[] wire) {
        Unproven read = Codec.read(wire);
        read.requireOrigin(Samples.LYON, Samples.BXL);
        if (!read.proof().key().key().equals(KEY.key())) {
            throw new Refused(Problem.PROOF_KEY_UNKNOWN, "another key");
        }
        Proof.verify(read.proof());
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F-42")
    void anyMemberAddedRemovedOrRenamedIsRefused(Kind kind) {
        Json.Obj document = (Json.Obj) Json.read(new Samples(3).signed(kind, KEY).wire(),
            JsonLimits.MESSAGE);
        Set<Problem> expected = EnumSet.of(Problem.MEMBER_UNKNOWN, Problem.MEMBER_MISSING, Problem.PROOF_INVALID);
        for (Json.Obj changed : changes(document)) {
            Problem problem = assertThrows(Refused.class, () -> accept(changed.canonical()), changed::text).problem();
            assertTrue(expected.contains(problem), () -> problem + " for " + changed.text());
        }
    }

    /** Every document in which one object, at any depth, has a member more, or less, or of another name. */
    private static List<Json.Obj> changes(Json.Obj object) {
        List<Json.Obj> changed = new ArrayList<>();
        changed.add(object.with("also", Json.text("x")));
        changed.add(object.with("@graph", Json.texts(List.of())));
        object.members().forEach((name, value) -> {
            changed.add(object.without(name));
            changed.add(object.without(name).with(name + "s", value));
            if (value instanceof Json.Obj inner) {
                changes(inner).forEach(c -> changed.add(object.with(name, c)));
            } else if (value instanceof Json.Arr(List<Json> items) && !items.isEmpty()
                && items.getLast() instanceof Json.Obj last) {
                changes(last).forEach(c -> {
                    List<Json> others = new ArrayList<>(items);
                    others.set(items.size() - 1, c);
                    changed.add(object.with(name, new Json.Arr(others)));
                });
            }
        });
        return changed;
    }

    @Test
    @Tag("F-43")
    void whatNoPeerCouldReadIsNotSigned() {
        Instant now = Instant.parse("2026-11-24T18:00:00Z");
        for (String text : List.of("\u0000", "\u001b", "\ud800", "x".repeat(Limits.LINE_CHARS + 1))) {
            var right = (WorkMessage.ClaimDeclined) new Samples(1).message(Kind.CLAIMS_DECLINED);
            var wrong = new WorkMessage.ClaimDeclined(right.slot(), right.claim(), right.lease(), right.subject(),
                right.worker(), 1, "stopped", text);
            Refused refused = assertThrows(Refused.class,
                () -> Codec.sign(new Samples(1).envelope(now, wrong), KEY, now));
            assertEquals(Stage.PARSE, refused.problem().stage());
            assertEquals(refused.problem(), assertThrows(Refused.class, () -> Codec.requireSendable(wrong)).problem());
        }
    }

    @Test
    void anOpaqueStringIsBoundedByItsBytesInTheMessage() {
        var sample = (WorkMessage.Submitted) new Samples(1).message(Kind.WORK_SUBMITTED);
        // A quote takes two bytes in the message, and the two quotes around the string count.
        Codec.requireSendable(answering(sample, "\"".repeat(Limits.OPAQUE_BYTES / 2 - 1)));
        Refused refused = assertThrows(Refused.class,
            () -> Codec.requireSendable(answering(sample, "\"".repeat(Limits.OPAQUE_BYTES / 2))));
        assertEquals(Problem.JSON_LIMIT, refused.problem());
        assertEquals("object.answer", refused.field());
    }

    private static WorkMessage.Submitted answering(WorkMessage.Submitted m, String answer) {
        return new WorkMessage.Submitted(m.slot(), m.claim(), m.lease(), m.listing(), m.revision(), m.subject(), m.worker(),
            m.seconds(), "", answer, m.answerSha256(), List.of());
    }
}
