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
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.sign.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the directories of {@code vectors/}: a message of every kind that is accepted, and for each problem that may be the answer
 * to another node something that is refused with it. They are made by this package; {@code mvn -pl protocol test
 * -Dtest=VectorsTest -Dcanut.approve=true} writes them.
 */
@Tag("F-42")
class VectorsTest {
    private static final Path ACCEPT = Path.of("vectors", "accept");
    private static final Path REFUSE = Path.of("vectors", "refuse");
    /** Problems that no bytes can show, with the reason. All others that are not local have a directory. */
    private static final Map<Problem, String> WITHOUT = Map.of(
        Problem.KEY_OWNER_MISMATCH, "a message whose proof is another's is refused for its origin first; receipt files meet it",
        Problem.NOT_YET, "no kind of this version refers to what another stream brings",
        Problem.STORE_UNAVAILABLE, "it follows from the receiver's disk and from nothing that is sent");
    /** Local rules that refuse a message too, and are then a word in an acknowledgement. */
    private static final Set<Problem> LOCAL_TOO = EnumSet.of(Problem.ANSWER_WRONG);

    static List<Vector> made() {
        return Stream.of(RequestVectors.all(), FrameVectors.all(), FormVectors.all(), OriginVectors.all(), StreamVectors.all(),
            RuleVectors.all()).flatMap(List::stream).toList();
    }

    @Test
    void theAcceptedFilesAreThoseThatAreMadeHere() throws IOException {
        for (Map.Entry<String, byte[]> file : AcceptVectors.all().entrySet()) {
            Path path = ACCEPT.resolve(file.getKey());
            if (Boolean.getBoolean("canut.approve")) {
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            assertArrayEquals(file.getValue(), Files.readAllBytes(path), file.getKey());
        }
    }

    @Test
    void everyKindHasAnAcceptedMessage() throws IOException {
        Set<String> kinds = new TreeSet<>();
        for (Path vector : accepted()) {
            kinds.add(Codec.read(Files.readAllBytes(vector.resolve("message.json"))).envelope().kind().code());
        }
        assertEquals(new TreeSet<>(Arrays.stream(Kind.values()).map(Kind::code).toList()), kinds);
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
    void everyProblemThatCrossesTheWireHasADirectoryAndEveryDirectoryAProblem() throws IOException {
        Set<String> wanted = new TreeSet<>();
        for (Problem problem : Problem.values()) {
            if ((problem.stage() != Stage.LOCAL || LOCAL_TOO.contains(problem)) && !WITHOUT.containsKey(problem)) {
                wanted.add(problem.code());
            }
        }
        Set<String> directories = new TreeSet<>();
        for (Path directory : children(REFUSE)) {
            directories.add(directory.getFileName().toString());
        }
        assertEquals(wanted, directories);
    }

    @Test
    void noDirectoryIsLeftOfAVectorThatIsMadeNoMore() throws IOException {
        Set<String> made = new TreeSet<>(made().stream().map(Vector::directory).toList());
        Set<String> kept = new TreeSet<>();
        for (Path vector : refused()) {
            kept.add(REFUSE.relativize(vector).toString());
        }
        assertEquals(made, kept);
    }

    static List<Path> refused() throws IOException {
        List<Path> vectors = new ArrayList<>();
        for (Path code : children(REFUSE)) {
            for (Path vector : children(code)) {
                assertTrue(Files.exists(vector.resolve("about.md")), vector + " does not say what it is");
                vectors.add(vector);
            }
        }
        return vectors;
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aRefusalHasTheCodeOfItsDirectory(Path vector) throws IOException {
        State state = State.read(Files.readAllBytes(vector.resolve("state.json")));
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

    private static void receive(Path vector, State state) throws IOException {
        var judge = new Judge(state);
        if (Files.exists(vector.resolve("request.http"))) {
            judge.request(Files.readAllBytes(vector.resolve("request.http")));
        } else if (Files.exists(vector.resolve("batch.lines"))) {
            judge.batch(Files.readAllBytes(vector.resolve("batch.lines")), state.from());
        } else {
            judge.message(Files.readAllBytes(vector.resolve("message.json")), state.from());
        }
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
