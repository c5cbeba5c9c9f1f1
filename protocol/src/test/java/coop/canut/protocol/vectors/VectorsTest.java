package coop.canut.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.Stage;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.message.Batch;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.sign.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the directories of {@code vectors/} and asks for a directory for each problem. Those of stages 10 to 12 are made by
 * this package: {@code mvn -pl protocol test -Dcanut.approve=true} writes them. Directories that hold a {@code request.http}
 * need a server and are run by the node's own tests.
 */
@Tag("F-42")
class VectorsTest {
    private static final Path ACCEPT = Path.of("vectors", "accept");
    private static final Path REFUSE = Path.of("vectors", "refuse");
    private static final Set<Stage> STAGES = EnumSet.of(Stage.FRAME, Stage.PARSE, Stage.ORIGIN);

    static List<Vector> made() {
        return Stream.of(FrameVectors.all(), FormVectors.all(), OriginVectors.all()).flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @MethodSource("made")
    void theFilesAreThoseThatAreMadeHere(Vector vector) throws IOException {
        Path directory = REFUSE.resolve(vector.directory());
        if (Boolean.getBoolean("canut.approve")) {
            Files.createDirectories(directory);
            Files.write(directory.resolve(vector.input()), vector.bytes());
            Files.write(directory.resolve("state.json"), vector.state());
            Files.write(directory.resolve("about.md"), vector.aboutFile());
        }
        assertArrayEquals(vector.bytes(), Files.readAllBytes(directory.resolve(vector.input())));
        assertArrayEquals(vector.state(), Files.readAllBytes(directory.resolve("state.json")));
        assertArrayEquals(vector.aboutFile(), Files.readAllBytes(directory.resolve("about.md")));
    }

    @Test
    void noTwoVectorsShareADirectory() {
        assertEquals(made().size(), made().stream().map(Vector::directory).distinct().count());
    }

    @Test
    void everyProblemOfTheseStagesHasADirectoryAndEveryDirectoryAProblem() throws IOException {
        Set<String> directories = new TreeSet<>();
        for (Path directory : children(REFUSE)) {
            String code = directory.getFileName().toString();
            assertTrue(Problem.find(code).isPresent(), code + " is no problem");
            directories.add(code);
        }
        Arrays.stream(Problem.values()).filter(problem -> problem.stages().stream().anyMatch(STAGES::contains))
            .forEach(problem -> assertTrue(directories.contains(problem.code()), "no vector for " + problem.code()));
    }

    static List<Path> refused() throws IOException {
        List<Path> vectors = new ArrayList<>();
        for (Path code : children(REFUSE)) {
            for (Path vector : children(code)) {
                assertTrue(Files.exists(vector.resolve("about.md")), vector + " does not say what it is");
                if (!Files.exists(vector.resolve("request.http"))) {
                    vectors.add(vector);
                }
            }
        }
        return vectors;
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aRefusalHasTheCodeOfItsDirectory(Path vector) throws IOException {
        Json.Obj state = object(vector.resolve("state.json"));
        Refused refused = assertThrows(Refused.class, () -> receive(vector, state));
        assertEquals(vector.getParent().getFileName().toString(), refused.problem().code(), refused::getMessage);
    }

    static List<Path> accepted() throws IOException {
        return children(ACCEPT);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void anAcceptedMessageIsOfTheRightFormOriginAndProof(Path vector) throws IOException {
        byte[] wire = Files.readAllBytes(vector.resolve("message.json"));
        Unproven message = Codec.read(wire);
        Host actor = message.envelope().actor();
        message.requireOrigin(actor, message.envelope().to() == null ? actor : message.envelope().to());
        Json.Arr keys = (Json.Arr) object(vector.resolve("keys.json")).get("keys");
        assertTrue(keys.items().stream().map(Json.Obj.class::cast).anyMatch(key -> text(key, "host").equals(actor.toString())
            && text(key, "publicKeyMultibase").equals(message.proof().key().key().toString())
            && text(key, "purpose").equals("node")));
        Proof.verify(message.proof());
        assertEquals(Files.readString(vector.resolve("hash.txt")).strip(), message.hash().hex());
        Json.Obj document = (Json.Obj) Json.read(wire, JsonLimits.MESSAGE);
        assertEquals(Files.readString(vector.resolve("canonical.txt")), document.without("proof").text());
    }

    /** Everything that a node asks before it looks at its cursors, with the keys that the state holds. */
    private static void receive(Path vector, Json.Obj state) throws IOException {
        Host self = Host.of(text(state, "host"));
        Host from = Host.of(text(state, "from"));
        if (Files.exists(vector.resolve("message.json"))) {
            receive(Files.readAllBytes(vector.resolve("message.json")), from, self, state);
            return;
        }
        Batch batch = Batch.read(Files.readAllBytes(vector.resolve("batch.lines")));
        batch.frame().requireParties(from, self);
        for (byte[] line : batch.lines()) {
            receive(line, from, self, state);
        }
    }

    private static Signed receive(byte[] line, Host from, Host self, Json.Obj state) {
        Instant now = Instant.parse(text(state, "now"));
        Unproven message = Codec.read(line);
        message.requireOrigin(from, self);
        return message.prove(history((Json.Obj) state.get("peers"), message.envelope().actor()), now, now);
    }

    private static KeyHistory history(Json.Obj peers, Host host) {
        KeyHistory history = null;
        if (peers.get(host.toString()) instanceof Json.Obj peer) {
            for (Json statement : ((Json.Arr) peer.get("keys")).items()) {
                history = Codec.read(Cast.bytes(((Json.Text) statement).value())).keysAfter(history);
            }
        }
        return history;
    }

    private static Json.Obj object(Path file) throws IOException {
        return (Json.Obj) Json.read(Files.readAllBytes(file), JsonLimits.API);
    }

    private static String text(Json.Obj object, String member) {
        return ((Json.Text) object.get(member)).value();
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(Files::isDirectory).sorted().toList();
        }
    }
}
