package coop.canut.ops.conformance;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.Stage;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.sign.Proof;
import coop.canut.protocol.sign.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The vectors of {@code protocol/vectors/refuse}, with the node that is asked in place of their receiver and the stranger in
 * place of their sender. What was right in them is made right again (ids, digests, proofs), and what was wrong stays wrong. Those
 * that need a state of the node's own (cursors, leases, keys that it has read) are said by {@link Speaking} instead.
 */
final class Readdressed {

    private static final String RECEIVER = "bxl.example";
    /** The number of a message of a channel, by which its frame must call it. */
    private static final Pattern PLACE = Pattern.compile("\"channel\":\\{.*?\"seq\":([0-9]{1,9})");
    /** The stages at which an input of each form is refused without any state of the receiver's own. */
    private static final Map<String, Set<Stage>> STAGES = Map.of(
        "request.http", EnumSet.range(Stage.HOST, Stage.SIGNATURE),
        "batch.lines", EnumSet.of(Stage.FRAME),
        "message.json", EnumSet.of(Stage.PARSE, Stage.ORIGIN));
    /** They follow from the receiver's clock, or from keys that it has read. */
    private static final Set<Problem> OF_A_STATE = EnumSet.of(Problem.CLOCK_SKEW, Problem.KEY_REVOKED);

    private final Wire wire;
    private final Stranger stranger;
    private final Path vectors;

    /** @param vectors the folder that holds {@code refuse} */
    Readdressed(Wire wire, Stranger stranger, Path vectors) {
        this.wire = wire;
        this.stranger = stranger;
        this.vectors = vectors;
    }

    List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (Path code : children(vectors.resolve("refuse"))) {
            Problem problem = Problem.find(code.getFileName().toString()).orElse(null);
            for (Path vector : children(code)) {
                if (problem != null && !OF_A_STATE.contains(problem) && request(vector, problem) != null) {
                    // Made when it is sent, since it is signed as long before or after that as in the vector.
                    cases.add(Case.refused(code.getFileName() + "/" + vector.getFileName(), problem,
                        () -> wire.send(request(vector, problem).bytes())));
                }
            }
        }
        return cases;
    }

    /** Null if the vector needs a state that only the node itself can have. */
    private Request request(Path vector, Problem problem) throws IOException {
        var state = (Json.Obj) Json.read(Files.readAllBytes(vector.resolve("state.json")), JsonLimits.API);
        String sender = ((Json.Text) state.get("from")).value();
        String input = STAGES.keySet().stream().filter(name -> Files.exists(vector.resolve(name))).findFirst().orElseThrow();
        if (problem.stages().stream().noneMatch(STAGES.get(input)::contains) || refersToState(vector, state)) {
            return null;
        }
        byte[] bytes = Files.readAllBytes(vector.resolve(input));
        return switch (input) {
            case "request.http" -> http(bytes, sender, problem);
            case "batch.lines" -> stranger.delivery(renamed(bytes, sender));
            default -> new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n') >= 0 ? null : message(bytes, sender);
        };
    }

    /** Whether it is about cursors, or about the statements of keys, of which the stranger's are others. */
    private static boolean refersToState(Path vector, Json.Obj state) throws IOException {
        if (state.get("channel") != null || state.get("log") != null || state.get("sent") != null) {
            return true;
        }
        boolean none = ((Json.Obj) state.get("peers")).get(((Json.Text) state.get("from")).value()) == null;
        Path message = vector.resolve("message.json");
        return none && !Files.exists(vector.resolve("request.http")) || Files.exists(message)
            && Files.readString(message, StandardCharsets.ISO_8859_1).contains("\"kind\":\"keys-stated\"");
    }

    /** Hosts and keys in place of those of the vector; all else is left, byte by byte. */
    private byte[] renamed(byte[] bytes, String sender) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        text = text.replace(sender, stranger.host.toString()).replace(RECEIVER, stranger.node.toString())
            .replace(published(sender + " node 1").key().toString(), stranger.key.key().toString())
            .replace(published(sender + " log 1").key().toString(), stranger.log.key().toString());
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The secret of a key of the vectors, which everybody has. */
    private static SigningKey published(String name) {
        return SigningKey.fromSeed(Hash.sha256(("canut test key: " + name).getBytes(StandardCharsets.UTF_8)).bytes());
    }

    private Request message(byte[] line, String sender) {
        byte[] renamed = proven(line, renamed(line, sender));
        Matcher place = PLACE.matcher(new String(renamed, StandardCharsets.ISO_8859_1));
        Frame frame = place.find()
            ? Frame.channel(1, Long.parseLong(place.group(1)), 1, stranger.host, stranger.node)
            : Frame.log(1, stranger.said.size(), 1, stranger.host, stranger.node, stranger.checkpoint(stranger.log));
        return stranger.delivery(Stranger.lines(frame, renamed));
    }

    /** With an id that follows again if it did before, and with a proof that verifies again if it did before. */
    private byte[] proven(byte[] before, byte[] renamed) {
        try {
            if (!(Json.read(before, JsonLimits.MESSAGE) instanceof Json.Obj old)
                || !(Json.read(renamed, JsonLimits.MESSAGE) instanceof Json.Obj document)) {
                return renamed;
            }
            Json.Obj named = id(before).equals(old.get("id")) ? document.with("id", id(renamed)) : document;
            Proof.Opened proof = Proof.open(document);
            SigningKey key = Stream.of(stranger.key, stranger.log).filter(own -> own.key().equals(proof.key().key()))
                .findFirst().orElse(null);
            return key != null && verifies(old)
                ? Proof.sign(named.without("proof"), stranger.host, key, proof.created()).canonical() : named.canonical();
        } catch (Refused wrong) {
            return renamed;
        }
    }

    /** The id that follows from what a message says. */
    private static Json id(byte[] line) {
        Envelope said = Codec.read(line).envelope();
        return Json.text(new MessageUrl(said.actor(),
            Envelope.derivedId(said.actor(), said.published(), said.message())).toString());
    }

    private static boolean verifies(Json.Obj document) {
        try {
            Proof.verify(Proof.open(document));
            return true;
        } catch (Refused broken) {
            return false;
        }
    }

    /** The form of the headers is what is wrong, so only what names somebody, or counts, is changed in them. */
    private Request http(byte[] bytes, String sender, Problem problem) {
        Request old = Request.read(bytes);
        if (problem == Problem.KEY_UNKNOWN) {
            String nobody = "nobody." + stranger.host;
            return Request.read(new String(bytes, StandardCharsets.ISO_8859_1).replace(sender, nobody)
                .replace(RECEIVER, stranger.node.toString()).getBytes(StandardCharsets.ISO_8859_1)).fresh(old);
        }
        return Request.read(renamed(bytes, sender)).fresh(old);
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(Files::isDirectory).sorted().toList();
        }
    }
}
