package coop.canut.web.page;

import coop.canut.node.World;
import coop.canut.node.member.Sessions;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Tells open pages that something changed (server-sent events). Once a second, and only while somebody listens, each topic is
 * looked at once for all its streams, and streams whose session has ended are closed (F-84). A page that hears nothing is
 * only older, since what is shown comes from asking again.
 */
final class Live {

    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Seconds between two lines of an idle stream; below the time after which the server closes an idle connection. */
    private static final int BREATH_SECONDS = 20;
    /** Streams of one node; a browser that is turned away asks again later. */
    static final int STREAMS = 2_000;

    private final World world;
    private final Sessions sessions;
    private final List<Stream> streams = new ArrayList<>();
    private World.Timer next;
    private long rounds;

    private static final class Stream {
        private final Id session;
        private final String topic;
        private final Supplier<Future<String>> version;
        private final HttpServerResponse response;
        private String said;

        private Stream(Id session, Answer.Listening listening, HttpServerResponse response) {
            this.session = session;
            this.topic = listening.topic();
            this.version = listening.version();
            this.response = response;
        }
    }

    Live(World world, Sessions sessions) {
        this.world = world;
        this.sessions = sessions;
    }

    boolean isFull() {
        return streams.size() >= STREAMS;
    }

    /** Begins a stream on a response whose head is ready; {@code session} is null for somebody who is not signed in. */
    void open(HttpServerResponse response, Id session, Answer.Listening listening) {
        var stream = new Stream(session, listening, response);
        response.setChunked(true);
        response.closeHandler(closed -> streams.remove(stream));
        // The first version is what the page shows already.
        listening.version().get().onSuccess(version -> stream.said = version);
        response.write("retry: 3000\n\n");
        streams.add(stream);
        if (next == null) {
            next = world.after(EVERY, this::round);
        }
    }

    /** Ends all streams. */
    void close() {
        if (next != null) {
            next.cancel();
        }
        List.copyOf(streams).forEach(stream -> stream.response.end());
        streams.clear();
    }

    private void round() {
        rounds++;
        Set<Id> ids = streams.stream().map(stream -> stream.session).filter(id -> id != null).collect(Collectors.toSet());
        (ids.isEmpty() ? Future.succeededFuture(Set.<Id>of()) : sessions.alive(ids)).onSuccess(this::endAllBut)
            .onComplete(asked -> look());
    }

    private void endAllBut(Set<Id> alive) {
        List.copyOf(streams).stream().filter(stream -> stream.session != null && !alive.contains(stream.session))
            .forEach(stream -> {
                streams.remove(stream);
                stream.response.end();
            });
    }

    private void look() {
        Map<String, List<Stream>> topics = new HashMap<>();
        streams.forEach(stream -> topics.computeIfAbsent(stream.topic, first -> new ArrayList<>()).add(stream));
        topics.values().forEach(all -> all.getFirst().version.get().onSuccess(version -> all.forEach(stream ->
            say(stream, version))));
        next = streams.isEmpty() ? null : world.after(EVERY, this::round);
    }

    private void say(Stream stream, String version) {
        if (stream.response.closed() || stream.response.writeQueueFull()) {
            return;
        }
        if (stream.said == null) {
            stream.said = version;
        } else if (!stream.said.equals(version)) {
            stream.said = version;
            stream.response.write("event: changed\ndata: " + version.replace('\n', ' ') + "\n\n");
        } else if (rounds % BREATH_SECONDS == 0) {
            stream.response.write(":\n\n");
        }
    }
}
