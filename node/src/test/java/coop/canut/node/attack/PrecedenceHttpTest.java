package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Stage;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.WorkMessage.SlotsRefused;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.MessageUrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of FEDERATION.md 6, all pairs that fit into one request: of two faults, the one of the earlier stage is the
 * answer, so that nobody learns of us what an earlier check would have kept from him (Fedify CVE-2025-54888 was an order).
 */
final class PrecedenceHttpTest {

    @TempDir
    private static Path folder;
    private static Attacked attacked;

    @BeforeAll
    static void start() {
        attacked = Attacked.start(folder);
        attacked.node.state(attacked.unknown.host, Level.CLAIM);
        attacked.node.state(attacked.unknown.host, Level.SUSPENDED);
    }

    @AfterAll
    static void stop() {
        attacked.close();
    }

    /**
     * One thing that is wrong.
     *
     * @param part what of the request it takes for itself: two faults of one part do not fit into one request
     */
    private record Fault(Stage stage, Problem problem, Set<String> part, Consumer<Delivery> make) {

        boolean fits(Fault other) {
            return Collections.disjoint(part, other.part);
        }

        @Override
        public String toString() {
            return stage + " " + problem.code() + " " + part;
        }
    }

    private static List<Fault> faults() {
        List<Fault> all = new ArrayList<>();
        headers(all);
        signatures(all);
        signers(all);
        frames(all);
        messages(all);
        return all;
    }

    private static void add(List<Fault> all, Stage stage, Problem problem, String part, Consumer<Delivery> make) {
        all.add(new Fault(stage, problem, Set.of(part.split(" ")), make));
    }

    private static void raw(List<Fault> all, Stage stage, Problem problem, String part, UnaryOperator<RawRequest> change) {
        add(all, stage, problem, part, delivery -> {
            UnaryOperator<RawRequest> before = delivery.request;
            delivery.request = request -> change.apply(before.apply(request));
        });
    }

    private static void headers(List<Fault> all) {
        raw(all, Stage.HOST, Problem.WRONG_HOST, "host", request -> request.with("Host", "bologna.localhost"));
        add(all, Stage.ROUTE, Problem.NOT_FOUND, "target", delivery -> delivery.target = "/canut/1/outbox");
        add(all, Stage.ROUTE, Problem.METHOD_NOT_ALLOWED, "method", delivery -> delivery.method = "PUT");
        raw(all, Stage.FORM, Problem.LENGTH_REQUIRED, "length", request -> request.without("Content-Length")
            .body(new byte[0]));
        raw(all, Stage.FORM, Problem.TOO_LARGE, "length", request -> request.with("Content-Length", "262145"));
        add(all, Stage.FORM, Problem.MEDIA_TYPE_WRONG, "type", delivery -> delivery.contentType = "application/json");
        raw(all, Stage.FORM, Problem.ENCODING_REFUSED, "encoding", request -> request.add("Content-Encoding", "gzip"));
    }

    private static void signatures(List<Fault> all) {
        raw(all, Stage.SIGNATURE_INPUT, Problem.SIGNATURE_MISSING, "input", request -> request.without("Signature-Input"));
        raw(all, Stage.SIGNATURE_INPUT, Problem.SIGNATURE_AMBIGUOUS, "input",
            request -> request.add("Signature-Input", request.value("Signature-Input")));
        raw(all, Stage.SIGNATURE_INPUT, Problem.SIGNATURE_INCOMPLETE, "input",
            request -> request.edit("Signature-Input", text -> text.replace("canut-1", "canut-9")));
        raw(all, Stage.SIGNATURE_INPUT, Problem.DIGEST_NOT_SIGNED, "digest", request -> request.without("Content-Digest"));
        raw(all, Stage.SIGNATURE_INPUT, Problem.ALGORITHM_NOT_ALLOWED, "input",
            request -> request.edit("Signature-Input", text -> text + ";alg=\"ed25519\""));
        raw(all, Stage.SIGNATURE_INPUT, Problem.NAME_NOT_CANONICAL, "input signer",
            request -> request.edit("Signature-Input", text -> text.replace("https://evil", "https://EVIL")));
        add(all, Stage.FRESHNESS, Problem.SIGNATURE_STALE, "created",
            delivery -> delivery.created = delivery.created.minusSeconds(1_000));
        add(all, Stage.DIGEST, Problem.DIGEST_MISMATCH, "body", delivery -> delivery.body = bytes -> {
            byte[] other = bytes.clone();
            other[other.length - 3] ^= 1;
            return other;
        });
        raw(all, Stage.SIGNATURE, Problem.SIGNATURE_INVALID, "signature", request -> request.edit("Signature",
            text -> text.startsWith("canut=:A") ? text.replace("canut=:A", "canut=:B") : "canut=:A" + text.substring(8)));
    }

    private static void signers(List<Fault> all) {
        add(all, Stage.KEY, Problem.KEY_UNKNOWN, "signer", delivery -> delivery.signer = Host.of("nobody.example"));
        add(all, Stage.KEY, Problem.KEY_UNAVAILABLE, "signer", delivery -> delivery.requestKey = delivery.from.witness);
        add(all, Stage.KEY, Problem.KEY_REVOKED, "signer", delivery -> delivery.requestKey = delivery.from.revoked);
        add(all, Stage.PEER, Problem.PEER_SUSPENDED, "signer", delivery -> {
            delivery.signer = attacked.unknown.host;
            delivery.requestKey = attacked.unknown.node;
        });
        add(all, Stage.FRAME, Problem.SENDER_KEY_MISMATCH, "signer", delivery -> {
            delivery.signer = attacked.bologna.host;
            delivery.requestKey = attacked.bologna.node;
        });
    }

    private static void frames(List<Fault> all) {
        frame(all, Problem.FRAME_WRONG, "\"count\":1", "\"count\":2");
        frame(all, Problem.FRAME_WRONG, "\"canut\":1", "\"canut\":2");
        frame(all, Problem.SENDER_KEY_MISMATCH, "\"from\":\"evil", "\"from\":\"bologna");
        frame(all, Problem.WRONG_HOST, "\"to\":\"lyon", "\"to\":\"bologna");
    }

    private static void frame(List<Fault> all, Problem problem, String piece, String instead) {
        add(all, Stage.FRAME, problem, "frame", delivery -> delivery.frame = text -> text.replace(piece, instead));
    }

    private static void messages(List<Fault> all) {
        line(all, Problem.TEXT_INVALID, "\"kind\":\"", "\"kind\":\"\\u0000");
        line(all, Problem.JSON_DUPLICATE_KEY, "\"kind\":", "\"actor\":\"\",\"kind\":");
        line(all, Problem.NUMBER_FORM, "\"epoch\":", "\"epoch\":0");
        line(all, Problem.JSON_LIMIT, "{\"@context\"", "{\"" + "A".repeat(41) + "\":1,\"@context\"");
        line(all, Problem.JSON_NOT_CANONICAL, "\"kind\":", "\"kind\": ");
        document(all, Stage.PARSE, Problem.MEMBER_UNKNOWN, "document", obj -> obj.with("@graph", Json.texts(List.of())));
        document(all, Stage.PARSE, Problem.MEMBER_MISSING, "document", obj -> obj.without("to"));
        document(all, Stage.PARSE, Problem.TIME_FORM, "document", obj -> obj.with("published", Json.text("now")));
        document(all, Stage.PARSE, Problem.KIND_UNKNOWN, "document", obj -> obj.with("kind", Json.text("a-new-kind")));
        document(all, Stage.PARSE, Problem.TYPE_MISMATCH, "document", obj -> obj.with("type", Json.text("Like")));
        document(all, Stage.ORIGIN, Problem.LOCAL_ID_FORGED, "document", id(RunningNode.HOST));
        document(all, Stage.ORIGIN, Problem.ORIGIN_MISMATCH, "document", id(Host.of("bologna.localhost")));
        document(all, Stage.ORIGIN, Problem.ID_NOT_DERIVED, "document",
            obj -> obj.with("published", Json.text("2026-11-24T18:00:00Z")));
        document(all, Stage.ORIGIN, Problem.SENDER_KEY_MISMATCH, "document",
            obj -> obj.with("actor", Json.text("https://bologna.localhost/actor")));
        add(all, Stage.ORIGIN, Problem.RELAY_NOT_ALLOWED, "document proof", delivery -> {
            delivery.document = obj -> obj.with("actor", Json.text("https://bologna.localhost/actor"));
            delivery.proofHost = attacked.bologna.host;
            delivery.proofKey = attacked.bologna.node;
        });
        add(all, Stage.ORIGIN, Problem.PROOF_KEY_UNKNOWN, "proof", delivery -> delivery.proofKey = delivery.from.log);
        add(all, Stage.ORIGIN, Problem.KEY_REVOKED, "proof", delivery -> delivery.proofKey = delivery.from.revoked);
        add(all, Stage.ORIGIN, Problem.CLOCK_SKEW, "proof",
            delivery -> delivery.proofCreated = delivery.proofCreated.plusSeconds(400));
        line(all, Stage.ORIGIN, Problem.PROOF_INVALID, "\"amount\":1001", "\"amount\":9001");
        add(all, Stage.STREAM, Problem.CHAIN_BROKEN, "place", delivery -> delivery.prev = Hash.sha256(new byte[1]));
        add(all, Stage.STREAM, Problem.EPOCH_INCOMPLETE, "place", delivery -> {
            delivery.epoch = 2;
            delivery.prev = Hash.sha256(new byte[1]);
        });
        add(all, Stage.RULE, Problem.NO_SUCH_REQUEST, "message", delivery -> delivery.message = new SlotsRefused(
            Id.of("01M87BFPV0G32BCA9RSYEDMW5J"), "none-left", List.of(), 1));
    }

    private static UnaryOperator<Json.Obj> id(Host host) {
        return obj -> {
            String id = ((Json.Text) obj.get("id")).value();
            return obj.with("id", Json.text(new MessageUrl(host, Id.of(id.substring(id.length() - 26))).toString()));
        };
    }

    private static void document(List<Fault> all, Stage stage, Problem problem, String part,
                                 UnaryOperator<Json.Obj> change) {
        add(all, stage, problem, part, delivery -> delivery.document = change);
    }

    private static void line(List<Fault> all, Problem problem, String piece, String instead) {
        line(all, Stage.PARSE, problem, piece, instead);
    }

    private static void line(List<Fault> all, Stage stage, Problem problem, String piece, String instead) {
        String part = stage == Stage.ORIGIN ? "line message" : "line";
        add(all, stage, problem, part, delivery -> delivery.line = text -> {
            assertTrue(text.contains(piece), () -> piece + " is not in " + text);
            return text.replace(piece, instead);
        });
    }

    @Test
    void everyStageOfADeliveryIsInTheTable() {
        Set<Stage> stages = EnumSet.noneOf(Stage.class);
        faults().forEach(fault -> stages.add(fault.stage));
        // What was erased cannot be said again in a channel, since numbers only rise.
        assertEquals(EnumSet.complementOf(EnumSet.of(Stage.DEDUPE, Stage.LOCAL)), stages);
    }

    @Test
    @Tag("F-02")
    void theEarlierStageIsTheAnswer() {
        List<Fault> faults = faults();
        var before = attacked.node.stored();
        List<Runnable> checks = new ArrayList<>();
        for (Fault one : faults) {
            for (Fault other : faults) {
                if (one.stage.compareTo(other.stage) < 0 && one.fits(other)) {
                    checks.add(() -> check(one, other));
                }
            }
        }
        faults.stream().filter(fault -> fault.stage != Stage.RULE).forEach(fault -> checks.add(() -> check(fault, fault)));
        assertTrue(checks.size() > 400, checks.size() + " pairs");
        assertAll(checks.stream().map(check -> check::run));
        assertEquals(before, attacked.node.stored(), "a refusal stored something");
        check(faults.getLast(), faults.getLast());
    }

    private static void check(Fault one, Fault other) {
        var delivery = new Delivery(attacked.evil);
        other.make.accept(delivery);
        if (one != other) {
            one.make.accept(delivery);
        }
        RawRequest request = delivery.build();
        Answer answer = attacked.send(request);
        assertEquals(one.problem.status() + " " + one.problem.code(), answer.status() + " " + answer.problem(),
            () -> one + " before " + other);
        Attacked.assertRefusal(one.problem, answer);
    }
}
