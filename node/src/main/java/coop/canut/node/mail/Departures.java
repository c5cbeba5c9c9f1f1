package coop.canut.node.mail;

import coop.canut.node.World;
import coop.canut.node.mail.Carrier.Outcome;
import coop.canut.node.mail.LetterStore.Due;
import coop.canut.node.mail.LetterStore.End;
import coop.canut.node.mail.Letters.Trouble;
import coop.canut.node.store.Store;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has letters taken away, one after the other. A letter that its recipient's server does not take is tried again after growing
 * pauses, a bounded number of times. Trouble with our own server is no letter's fault: all wait, however long it lasts, until
 * they are worth nothing any more, and no try is counted. If we crash after the server took a letter and before that is written
 * down, it goes once more, under the same Message-ID; the protocol of mail cannot do better.
 */
final class Departures {

    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

    /** Pauses of one letter, after the first failure, the second, …: 43 hours in all, and nothing after the last. */
    static final List<Duration> PAUSES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1),
        Duration.ofHours(6), Duration.ofHours(12), Duration.ofHours(24));
    /** Pauses of all letters while the server is in trouble; the last one again and again. */
    static final List<Duration> TROUBLE = List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2),
        Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(30));
    private static final int TURN = 50;

    private final World world;
    private final Store store;
    private final LetterStore letters;
    private final Writer writer;
    private Carrier carrier;
    private boolean running;
    private boolean again;
    private boolean stopped;
    private int troubles;
    private Instant notBefore = Instant.MIN;
    private Trouble trouble;
    private Future<Void> current = Future.succeededFuture();

    Departures(World world, Store store, LetterStore letters, Writer writer) {
        this.world = world;
        this.store = store;
        this.letters = letters;
        this.writer = writer;
    }

    /** From now on this one takes them. */
    void start(Carrier made) {
        synchronized (this) {
            carrier = made;
        }
        begin();
    }

    /** Begins unless a turn is under way, which then leads to one more; does nothing during a pause. */
    synchronized void begin() {
        if (carrier == null || stopped || world.now().isBefore(notBefore)) {
            return;
        }
        if (running) {
            again = true;
            return;
        }
        running = true;
        again = false;
        current = turn().transform(done -> {
            if (done.failed()) {
                LOG.warn("letters wait: {}", String.valueOf(done.cause()));
            }
            ended(done.succeeded() && done.result());
            return Future.succeededFuture();
        });
    }

    private synchronized void ended(boolean more) {
        running = false;
        if (more || again) {
            begin();
        }
    }

    /** Whether there may be more to do right now. */
    private Future<Boolean> turn() {
        return letters.due(store, world.now(), TURN).compose(due -> {
            Future<Boolean> going = Future.succeededFuture(true);
            for (Due each : due) {
                going = going.compose(goes -> goes && !stopped ? take(each) : Future.succeededFuture(false));
            }
            return going.map(goes -> goes && due.size() == TURN);
        });
    }

    /** Whether the next one may go. */
    private Future<Boolean> take(Due due) {
        Instant now = world.now();
        if (due.address() == null || !now.isBefore(due.endsAt())) {
            return letters.ended(store, due.id(), due.address() == null ? End.UNWANTED : End.LAPSED, now, null).map(true);
        }
        return carrier.carry(writer.write(due)).compose(outcome -> switch (outcome) {
            case Outcome.Taken taken -> {
                calm();
                world.reached("letter taken");
                yield letters.ended(store, due.id(), End.SENT, world.now(), null).map(true);
            }
            case Outcome.Refusal refusal -> {
                calm();
                yield refused(due, refusal).map(true);
            }
            case Outcome.Trouble found -> {
                troubled(found.said());
                yield Future.succeededFuture(false);
            }
        });
    }

    private Future<Void> refused(Due due, Outcome.Refusal refusal) {
        boolean last = refusal.forGood() || due.tries() >= PAUSES.size();
        LOG.info("a letter of the kind {} was refused{}: {}", due.kind().code(), last ? " for good" : "", refusal.said());
        return last ? letters.ended(store, due.id(), End.REFUSED, world.now(), refusal.said())
            : letters.later(store, due.id(), world.now().plus(PAUSES.get(due.tries())), refusal.said());
    }

    private synchronized void calm() {
        if (trouble != null) {
            LOG.info("letters leave again");
        }
        troubles = 0;
        trouble = null;
    }

    private synchronized void troubled(String said) {
        notBefore = world.now().plus(TROUBLE.get(Math.min(troubles, TROUBLE.size() - 1)));
        troubles++;
        if (trouble == null) {
            LOG.warn("letters wait, the mail server is in trouble: {}", said);
        }
        trouble = new Trouble(said, trouble == null ? world.now() : trouble.since());
    }

    /** Why nothing goes now; null if nothing is known against it. */
    synchronized Trouble trouble() {
        return trouble;
    }

    /** When what is under way has come to its end. */
    synchronized Future<Void> quiet() {
        return current;
    }

    /** Begins nothing any more; succeeds when the letter under way has come to its end. What waits is found at the next start. */
    Future<Void> stop() {
        synchronized (this) {
            stopped = true;
        }
        return quiet().transform(ended -> carrier == null ? Future.succeededFuture() : carrier.close());
    }
}
