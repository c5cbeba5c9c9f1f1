package coop.canut.ops.sim;

import coop.canut.node.fetch.Network.Answer;
import coop.canut.node.fetch.Network.Request;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What anybody has ever been shown: of every number of every channel and log the one byte string, of every id the one fact
 * (I-18). It belongs to no node, so no crash and no restored backup makes it forget.
 */
final class Memory {

    private static final int OK = 200;
    private static final Pattern LOG_PAGE = Pattern.compile("/canut/1/log/([0-9]+)/messages\\?from=([0-9]+)&.*");

    private final Predicate<Host> believed;
    private final Map<String, Hash> places = new HashMap<>();
    private final Map<String, Fact> facts = new HashMap<>();
    private final List<String> contradictions = new ArrayList<>();

    /** What a message says, apart from its number and its proof. */
    private record Fact(Instant published, Message message) {
    }

    /** @param believed whose words must not contradict each other */
    Memory(Predicate<Host> believed) {
        this.believed = believed;
    }

    /** A request was made and answered; both are what was sent. */
    void exchanged(Host from, Host to, Request request, Answer answer) {
        if (request.body() != null && request.path().equals("/canut/1/inbox")) {
            List<byte[]> lines = lines(request.body());
            Frame frame = lines.isEmpty() ? null : frame(lines.getFirst());
            if (frame != null && frame.stream() != Stream.ACK) {
                shown(from, frame.stream() == Stream.LOG ? frame.epoch() : 0, frame.first(), lines.subList(1, lines.size()));
            }
        } else if (answer.status() == OK && request.path().startsWith("/canut/1/channel?")) {
            shown(to, 0, 0, lines(answer.body()));
        } else if (answer.status() == OK) {
            Matcher page = LOG_PAGE.matcher(request.path());
            if (page.matches()) {
                shown(to, Long.parseLong(page.group(1)), Long.parseLong(page.group(2)), lines(answer.body()));
            }
        }
    }

    /** @param logEpoch of the log that the lines are entries of; 0 for those of a channel, which carry their place */
    private void shown(Host speaker, long logEpoch, long first, List<byte[]> lines) {
        for (int i = 0; i < lines.size(); i++) {
            Unproven message;
            try {
                message = Codec.read(lines.get(i));
            } catch (Refused noMessage) {
                continue;
            }
            Envelope said = message.envelope();
            if (!said.actor().equals(speaker) || !believed.test(speaker)) {
                continue;
            }
            String place = logEpoch > 0 ? speaker + " log " + logEpoch + "/" + (first + i)
                : speaker + " to " + said.to() + " " + said.channel().epoch() + "/" + said.channel().seq();
            Hash before = places.putIfAbsent(place, message.hash());
            if (before != null && !before.equals(message.hash())) {
                contradictions.add("I-18 " + place + " was shown as " + before + " and as " + message.hash() + " ("
                    + said.kind() + ").");
            }
            var fact = new Fact(said.published(), said.message());
            Fact known = facts.putIfAbsent(speaker + " " + said.id(), fact);
            if (known != null && !known.equals(fact)) {
                contradictions.add("I-18 The id " + said.id() + " of " + speaker + " stands for two facts, " + known + " and "
                    + fact + ".");
            }
        }
    }

    /** What contradicts what was shown before, since the last call. */
    List<String> contradictions() {
        List<String> all = List.copyOf(contradictions);
        contradictions.clear();
        return all;
    }

    /** Messages that were shown to anybody. */
    int messages() {
        return places.size();
    }

    private static Frame frame(byte[] line) {
        try {
            return Frame.read(line);
        } catch (Refused noFrame) {
            return null;
        }
    }

    private static List<byte[]> lines(Buffer body) {
        return body.toString(StandardCharsets.UTF_8).lines().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
