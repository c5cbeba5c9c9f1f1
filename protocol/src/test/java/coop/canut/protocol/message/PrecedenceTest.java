package coop.canut.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.Stage;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.sign.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Stage 11: of two faults in one line, the one that stands first in the catalogue is the answer. All pairs. */
class PrecedenceTest {
    private static final Instant NOW = Instant.parse("2026-11-24T18:00:00Z");
    private static final Map<Problem, UnaryOperator<String>> FAULTS = new EnumMap<>(Map.ofEntries(
        fault(Problem.TEXT_INVALID, "\"reason\":\"x\"", "\"reason\":\"\\u0007\""),
        fault(Problem.JSON_DUPLICATE_KEY, "\"seconds\":1", "\"seconds\":1,\"seconds\":1"),
        fault(Problem.NUMBER_FORM, "\"epoch\":1", "\"epoch\":1.0"),
        fault(Problem.JSON_LIMIT, "{\"@context\"", "{\"" + "A".repeat(41) + "\":1,\"@context\""),
        fault(Problem.JSON_NOT_CANONICAL, "\"kind\":", "\"kind\": "),
        fault(Problem.MEMBER_UNKNOWN, "\"actor\"", "\"aaa\":1,\"actor\""),
        fault(Problem.MEMBER_MISSING, "\"to\":\"https://bxl.example/actor\",", ""),
        fault(Problem.NAME_NOT_CANONICAL, "https://lyon.example/canut", "https://Lyon.example/canut"),
        fault(Problem.TIME_FORM, "\"published\":\"2026-11-24T", "\"published\":\"2026-11-24t"),
        fault(Problem.KIND_UNKNOWN, "\"claims-declined\"", "\"claims-mended\""),
        fault(Problem.TYPE_MISMATCH, "\"type\":\"Undo\"", "\"type\":\"Like\"")));

    private static Map.Entry<Problem, UnaryOperator<String>> fault(Problem problem, String piece, String instead) {
        return Map.entry(problem, text -> {
            String changed = text.replace(piece, instead);
            assertNotEquals(text, changed, piece);
            return changed;
        });
    }

    @Test
    void everyFaultOfTheStageHasItsPlace() {
        Set<Problem> stage = Arrays.stream(Problem.values())
            .filter(problem -> problem.stages().contains(Stage.PARSE)).collect(Collectors.toSet());
        assertEquals(stage, Set.copyOf(Faults.ORDER));
        assertEquals(stage, FAULTS.keySet());
    }

    @Test
    void theFirstOfTwoIsTheAnswer() {
        var sample = (WorkMessage.ClaimDeclined) new Samples(1).message(Kind.CLAIMS_DECLINED);
        var message = new WorkMessage.ClaimDeclined(sample.slot(), sample.claim(), sample.lease(), sample.subject(),
            sample.worker(), 1, "stopped", "x");
        Envelope envelope = Envelope.of(Samples.LYON, NOW, Samples.BXL, new ChannelPosition(1, 1, Hash.ZERO), message);
        SigningKey key = SigningKey.fromSeed(Hash.sha256(new byte[] {1}).bytes());
        String right = new String(Codec.sign(envelope, key, NOW).wire(), StandardCharsets.UTF_8);
        FAULTS.forEach((first, one) -> FAULTS.forEach((second, other) -> {
            if (Faults.ORDER.indexOf(first) <= Faults.ORDER.indexOf(second)) {
                String wrong = first == second ? one.apply(right) : one.apply(other.apply(right));
                Refused refused = assertThrows(Refused.class,
                    () -> Codec.read(wrong.getBytes(StandardCharsets.UTF_8)), wrong);
                assertEquals(first, refused.problem(), () -> first + " and " + second + ": " + wrong);
            }
        }));
    }
}
