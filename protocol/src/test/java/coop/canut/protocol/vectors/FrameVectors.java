package coop.canut.protocol.vectors;

import static coop.canut.protocol.Problem.FRAME_WRONG;
import static coop.canut.protocol.Problem.SENDER_KEY_MISMATCH;
import static coop.canut.protocol.Problem.WRONG_HOST;

import coop.canut.protocol.message.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Stage 10: batches whose first line does not say truly what follows it, from whom and for whom. */
final class FrameVectors {
    private static final String MESSAGE = Cast.document(Cast.ACCEPTED).text() + "\n";
    private static final String FRAME = text(Frame.channel(1, 1, 1, Cast.LYON, Cast.BXL));
    private final List<Vector> vectors = new ArrayList<>();

    private FrameVectors() {
    }

    static List<Vector> all() {
        var made = new FrameVectors();
        made.frames();
        made.parties();
        return made.vectors;
    }

    private void frames() {
        wrong("empty", "The body is empty.", "");
        wrong("no-line-feed", "The last line does not end.", FRAME + MESSAGE.stripTrailing());
        wrong("no-frame", "The first line is a message.", MESSAGE);
        wrong("not-json", "The first line is no JSON.", "hello\n" + MESSAGE);
        wrong("more-lines", "More lines follow than announced.", FRAME + MESSAGE + MESSAGE);
        wrong("fewer-lines", "Fewer lines follow than announced.", FRAME.replace("\"count\":1", "\"count\":2") + MESSAGE);
        wrong("no-lines", "Nothing is announced and nothing follows.", FRAME.replace("\"count\":1", "\"count\":0"));
        wrong("too-many", "501 messages are announced.", FRAME.replace("\"count\":1", "\"count\":501") + MESSAGE);
        for (String[] change : new String[][] {
            {"version", "Another version.", "\"canut\":1", "\"canut\":2"},
            {"no-version", "No version.", "\"canut\":1,", ""},
            {"unknown-member", "A member that nobody knows.", "\"to\"", "\"tip\":1,\"to\""},
            {"stream-unknown", "A stream that nobody knows.", "\"channel\"", "\"relay\""},
            {"epoch-zero", "Epochs begin at 1.", "\"epoch\":1", "\"epoch\":0"},
            {"seq-zero", "Numbers of a channel begin at 1.", "\"first\":1", "\"first\":0"},
            {"number-as-text", "A number is written as a string.", "\"first\":1", "\"first\":\"1\""},
            {"not-canonical", "A space after a colon.", "\"first\":1", "\"first\": 1"},
            {"host-in-upper-case", "A host in another spelling.", "lyon.example", "LYON.example"},
            {"log-without-checkpoint", "Log entries come with the checkpoint that they lead to.", "\"channel\"", "\"log\""},
            {"ack-with-numbers", "Acknowledgements are not numbered.", "\"channel\"", "\"ack\""},
            {"channel-with-checkpoint", "A channel has no checkpoint.", "\"count\"", "\"checkpoint\":\"x\",\"count\""}}) {
            wrong(change[0], change[1], FRAME.replace(change[2], change[3]) + MESSAGE);
        }
    }

    private void wrong(String name, String about, String body) {
        vectors.add(Vector.batch(FRAME_WRONG, name, "F-42", about, body));
    }

    private void parties() {
        vectors.add(Vector.batch(SENDER_KEY_MISMATCH, "frame-names-a-victim", "F-02",
            "The request is signed by one host and the frame names another as sender.", FRAME + MESSAGE).from(Cast.EVIL));
        vectors.add(Vector.batch(WRONG_HOST, "frame-to-another-node", "F-06",
            "A captured batch for one node is brought to another.",
            text(Frame.channel(1, 1, 1, Cast.LYON, Cast.EVIL)) + MESSAGE));
    }

    private static String text(Frame frame) {
        return new String(frame.write(), StandardCharsets.UTF_8) + "\n";
    }
}
