package coop.canut.ops.sim;

import coop.canut.node.fetch.Network;
import coop.canut.node.fetch.Network.Answer;
import coop.canut.node.fetch.Network.Request;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The ways between the nodes. A request is made of its receiver's real server over loopback, at the virtual instant at which
 * it arrives; the answer reaches its sender at a later one, or never.
 */
final class Roads {

    /** After so long a sender gives up, as the real client does. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int SHOWN_CHARS = 8;

    private final Map<Host, Resident> residents;
    private final Map<Host, Liar> liars;
    private final Timeline timeline;
    private final Weather weather;
    private final Memory memory;
    private final Trace trace;
    private final Deque<Runnable> arrived = new ArrayDeque<>();

    Roads(Map<Host, Resident> residents, Map<Host, Liar> liars, Timeline timeline, Weather weather, Memory memory, Trace trace) {
        this.residents = residents;
        this.liars = liars;
        this.timeline = timeline;
        this.weather = weather;
        this.memory = memory;
        this.trace = trace;
    }

    /** The network as one life of a node sees it. */
    Network of(Resident from, Life life) {
        return (to, request) -> {
            Promise<Answer> answer = Promise.promise();
            if (!life.isOver()) {
                send(new Way(from.host(), life::isOver, to, request), answer);
            }
            return answer.future();
        };
    }

    /** Carries what a liar says; what it hears, or whether anything, is nothing to it. */
    void carry(Host liar, Host to, Request request) {
        send(new Way(liar, () -> false, to, request), Promise.promise());
    }

    /** A request, who made it, and whether nobody waits for the answer any more. */
    private record Way(Host from, BooleanSupplier over, Host to, Request request) {
        @Override
        public String toString() {
            return label(from) + " → " + label(to) + " " + request.method() + " " + request.path()
                + (request.body() == null ? "" : " " + shown(request.body()));
        }

        private static String label(Host host) {
            return host.toString().substring(0, host.toString().indexOf('.'));
        }
    }

    private void send(Way way, Promise<Answer> answer) {
        Instant givenUp = timeline.now().plus(DEADLINE);
        Duration there = weather.delay();
        Duration back = weather.delay();
        boolean lost = weather.loses();
        boolean answerLost = weather.loses();
        if (weather.doubles()) {
            timeline.after(weather.delay(), "again", () -> arrive(way, way.request, given -> { }));
        }
        if (weather.spoils() && way.request.body() != null) {
            timeline.after(weather.delay(), "spoilt", () -> spoilt(way));
        }
        boolean late = there.plus(back).compareTo(DEADLINE) >= 0;
        if (lost || answerLost || late) {
            timeline.after(DEADLINE, "no answer", () -> answer(way, answer, null));
        }
        if (lost) {
            return;
        }
        if (liars.containsKey(way.to)) {
            toLiar(way, there, back, answer);
            return;
        }
        timeline.after(there, "arrival", () -> arrive(way, way.request, given -> {
            if (answerLost || late) {
                return;
            }
            if (given == null) {
                timeline.after(Duration.between(timeline.now(), givenUp), "no answer", () -> answer(way, answer, null));
            } else {
                timeline.after(back, "answer", () -> answer(way, answer,
                    weather.isOpen(way.to, way.from, timeline.now()) ? given : null));
            }
        }));
    }

    /** A liar answers what it likes and when it likes; too late and too long are no answer to anybody. */
    private void toLiar(Way way, Duration there, Duration back, Promise<Answer> answer) {
        timeline.after(DEADLINE, "no answer", () -> answer(way, answer, null));
        timeline.after(there, "arrival", () -> {
            if (weather.isOpen(way.from, way.to, timeline.now())) {
                liars.get(way.to).asked(way.from, way.request, given -> {
                    trace.say(way + " ⇒ " + given.status() + " " + shown(given.body()));
                    timeline.after(back, "answer", () -> answer(way, answer,
                        given.body().length() <= way.request.maxBytes() ? given : null));
                });
            }
        });
    }

    private static void answer(Way way, Promise<Answer> waiting, Answer answer) {
        if (way.over.getAsBoolean()) {
            return;
        }
        if (answer == null) {
            waiting.tryFail(way.to + " did not answer in time");
        } else {
            waiting.tryComplete(answer);
        }
    }

    /**
     * The request reaches its receiver, or finds a wall or nobody.
     *
     * @param then is told the answer when the receiver has come to rest; null if there is none
     */
    private void arrive(Way way, Request request, Consumer<Answer> then) {
        Resident to = residents.get(way.to);
        if (to == null || !to.answers() || !weather.isOpen(way.from, way.to, timeline.now())) {
            trace.say(way + " reached nobody");
            then.accept(null);
            return;
        }
        to.life().ask(request).onComplete(done -> arrived.add(() -> {
            trace.say(way + " ⇒ " + (done.failed() ? done.cause().getMessage()
                : done.result().status() + " " + shown(done.result().body())));
            if (request == way.request && done.succeeded()) {
                memory.exchanged(way.from, way.to, request, done.result());
                liars.values().forEach(liar -> liar.overhears(request));
            }
            then.accept(done.succeeded() ? done.result() : null);
        }));
    }

    /** What became of the requests that have arrived; to be called when everybody is at rest. */
    void settle() {
        while (!arrived.isEmpty()) {
            arrived.poll().run();
        }
    }

    private void spoilt(Way way) {
        Request sent = way.request;
        arrive(way, new Request(sent.method(), sent.path(), sent.headers(),
            Buffer.buffer(weather.spoil(sent.body().getBytes())), sent.maxBytes()),
            given -> { });
    }

    private static String shown(Buffer body) {
        return Hash.sha256(body.getBytes()).hex().substring(0, SHOWN_CHARS);
    }
}
