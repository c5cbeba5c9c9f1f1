package coop.canut.node.post;

import coop.canut.node.World;
import coop.canut.node.fetch.Network.Answer;
import coop.canut.node.post.DeliveryStore.Delivery;
import coop.canut.node.post.Loop.Outcome;
import coop.canut.node.store.Store;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one stream to one peer: one batch in flight, at once when there is something, after a growing pause when the peer
 * does not take it, for ever. Nothing is dropped by age. Slow peers have couriers of their own, so nobody waits for them.
 * What each stream sends and how it reads the answer is in {@link Load}.
 */
final class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    static final String INBOX = "/canut/1/inbox";
    static final String LINES = "application/vnd.canut.lines";
    /** An answer to a push is one acknowledgement or one cosignature. */
    static final int ANSWER_BYTES = Limits.MESSAGE_BYTES;
    /** Who has asked for a page asks for the next one within this time, or has given up. */
    private static final Duration NEXT_PAGE = Duration.ofSeconds(5);

    /** What is specific to a stream. */
    interface Load {
        Stream stream();

        /** The next batch after a position, as a body to post; null when there is none. */
        Future<Parcel> next(Host peer, long position);

        /** Reads the answer to a batch that was taken (202): the new position. Fails when it does not convince. */
        Future<Long> taken(Host peer, Parcel parcel, Answer answer);

        /** The peer refused a kind that it does not read. */
        void unread(Host peer);

        /** Where to go on when the peer refused for good: the new position, the same one to wait. */
        Future<Long> refused(Host peer, long position, Answer answer);
    }

    /**
     * A batch.
     *
     * @param upTo the position that the peer has when it has taken it
     * @param last whether nothing follows: what is said meanwhile wakes the courier
     */
    record Parcel(Buffer body, long upTo, boolean last) {
    }

    private final World world;
    private final Store store;
    private final SignedCalls calls;
    private final Host peer;
    private final Load load;
    private final DeliveryStore deliveries = new DeliveryStore();
    private final Loop loop;
    private final AtomicBoolean mayHurry = new AtomicBoolean(true);
    private volatile Instant readsUntil = Instant.EPOCH;

    Courier(World world, Store store, SignedCalls calls, Host peer, Load load) {
        this.world = world;
        this.store = store;
        this.calls = calls;
        this.peer = peer;
        this.load = load;
        this.loop = new Loop(world, this::turn);
    }

    void wake() {
        loop.wake();
    }

    /** The peer was heard from: one immediate try, and only one until a try has succeeded. */
    void heard() {
        if (loop.pausing() && mayHurry.compareAndSet(true, false)) {
            loop.hurry();
        }
    }

    /**
     * The peer fetches for itself what we would carry; carrying it too would double the bytes and the work of both. So nothing
     * is carried until it has come to the end, or has stopped asking.
     */
    void reads(boolean more) {
        boolean reading = world.now().isBefore(readsUntil);
        readsUntil = more ? world.now().plus(NEXT_PAGE) : Instant.EPOCH;
        if (reading && !more) {
            loop.hurry();
        }
    }

    /** The way is known to be free again, as when a steward changed the level. */
    void hurry() {
        loop.hurry();
    }

    Future<Void> stop() {
        return loop.stop();
    }

    private Future<Outcome> turn() {
        Duration reading = Duration.between(world.now(), readsUntil);
        if (reading.isPositive()) {
            return Future.succeededFuture(new Outcome.Pause(reading));
        }
        return deliveries.find(store, peer, load.stream(), world.now())
            .compose(delivery -> load.next(peer, delivery.position()).compose(
                parcel -> parcel == null ? Future.succeededFuture(Loop.IDLE) : carry(delivery, parcel),
                // What is next may have to be asked of the peer, and one that is away is asked less and less often.
                error -> failed(delivery, delivery.position(), String.valueOf(error.getMessage()), 0)));
    }

    private Future<Outcome> carry(Delivery delivery, Parcel parcel) {
        return calls.post(peer, INBOX, LINES, parcel.body(), ANSWER_BYTES)
            .compose(answer -> answered(delivery, parcel, answer),
                silence -> failed(delivery, delivery.position(), String.valueOf(silence.getMessage()), 0))
            .recover(error -> failed(delivery, delivery.position(), String.valueOf(error.getMessage()), 0));
    }

    private Future<Outcome> answered(Delivery delivery, Parcel parcel, Answer answer) {
        world.reached("carried " + load.stream().code());
        if (answer.status() == 202) {
            return load.taken(peer, parcel, answer).compose(position -> {
                mayHurry.set(true);
                return deliveries.succeeded(store, peer, load.stream(), position, world.now())
                    .map(parcel.last() && position >= parcel.upTo() ? Loop.IDLE : Loop.MORE);
            });
        }
        String problem = SignedCalls.problem(answer);
        if (problem.equals(Problem.RECOVERING.code())) {
            // It is just starting: when it has asked what it had said, it is heard again, and shall not wait for us then.
            mayHurry.set(true);
        }
        if (problem.equals(Problem.KIND_UNKNOWN.code())) {
            load.unread(peer);
        }
        if (isFinal(answer.status()) || problem.equals(Problem.KEY_REVOKED.code())) {
            return load.refused(peer, delivery.position(), answer).otherwise(delivery.position()).compose(position -> {
                if (position == delivery.position()) {
                    return failed(delivery, position, problem, answer.retryAfterSeconds());
                }
                LOG.info("{} asks for {} from {} on", peer, load.stream().code(), position);
                return deliveries.succeeded(store, peer, load.stream(), position, world.now()).map(Loop.MORE);
            });
        }
        return failed(delivery, delivery.position(), problem, answer.retryAfterSeconds());
    }

    /** A refusal by a rule is an acknowledgement too, whatever its status; a peer that did not hear us has moved nowhere. */
    private static boolean isFinal(int status) {
        return status >= 400 && status < 500 && status != 401 && status != 429;
    }

    private Future<Outcome> failed(Delivery delivery, long position, String problem, long retryAfterSeconds) {
        Duration pause = pause(delivery.failures(), retryAfterSeconds);
        if (delivery.failures() == 0) {
            LOG.info("{} does not take our {}: {}", peer, load.stream().code(), problem);
        }
        Instant nextTry = world.now().plus(pause);
        return deliveries.failed(store, peer, load.stream(), position, nextTry, cut(problem))
            .map(new Outcome.Pause(pause));
    }

    /**
     * 1 s · 2ⁿ up to 15 minutes, a fifth more or less, and never sooner than the peer said: one that recovers for hours says
     * the same second each time. Source: FEDERATION.md 5.
     */
    private Duration pause(int failures, long retryAfterSeconds) {
        long asked = 1_000L * Math.min(retryAfterSeconds, Limits.RETRY_AFTER_MAX_SECONDS);
        long millis = Math.min(1_000L * Limits.BACKOFF_MAX_SECONDS,
            (1_000L * Limits.BACKOFF_FIRST_SECONDS) << Math.min(failures, 20));
        int jitter = world.random(1)[0];
        return Duration.ofMillis(Math.max(asked, millis + millis * Limits.BACKOFF_JITTER_PERMILLE * jitter / 128_000));
    }

    private static String cut(String problem) {
        return problem.length() <= Limits.SHORT_CHARS ? problem : problem.substring(0, Limits.SHORT_CHARS);
    }
}
