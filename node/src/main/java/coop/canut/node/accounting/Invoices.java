package coop.canut.node.accounting;

import coop.canut.node.World;
import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Invoices for fees. They are made by the node itself when a month is over, one for each requester and currency in which a fee
 * was charged; number and invoice are one transaction, so no number is ever missing, and none is changed afterwards.
 */
public final class Invoices {

    /** Invoices of one page. */
    public static final int PAGE = 100;
    /** How long after a month its invoices are made: whatever was booked in it is there by then, clocks that jump included. */
    private static final Duration AFTER = Duration.ofHours(24);
    private static final Logger LOG = LoggerFactory.getLogger(Invoices.class);

    private final World world;
    private final Store store;
    private final InvoiceStore invoices = new InvoiceStore();
    private Instant due = Instant.MIN;

    /** The invoices of this node. */
    public Invoices(World world, Store store) {
        this.world = world;
        this.store = store;
    }

    /** Makes the invoices of a month that is over, if there is one; the next call those of the next. */
    public Future<Void> tick() {
        Instant now = world.now();
        return now.isBefore(due) ? Future.succeededFuture()
            : store.write(tx -> invoices.lockedUntil(tx, month(now, 0)).compose(from -> make(tx, from, now)))
                .map(next -> {
                    due = next;
                    return null;
                });
    }

    private Future<Instant> make(Tx tx, Instant from, Instant now) {
        Instant to = month(from, 1);
        Instant ready = to.plus(AFTER);
        return now.isBefore(ready) ? Future.succeededFuture(ready)
            : invoices.make(tx, from, to, now).map(made -> {
                LOG.info("{} invoices were made for the month of {}", made, from);
                return Instant.MIN;
            });
    }

    private static Instant month(Instant within, int later) {
        return within.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(later).toInstant();
    }

    /** The invoices of a requester, the newest first, at most {@link #PAGE}. */
    public Future<List<Invoice>> of(Requester requester) {
        return invoices.of(store, requester.id(), PAGE);
    }

    /** All invoices, the newest first, at most {@link #PAGE}; {@code not-allowed} to anybody but a treasurer. */
    public Future<List<Invoice>> all(Person treasurer) {
        return treasurer.is(Role.TREASURER) ? invoices.all(store, PAGE)
            : Future.failedFuture(new Refused(Problem.NOT_ALLOWED, "invoices for " + treasurer.id()));
    }

    /**
     * One of them, for its requester (null: for a treasurer).
     *
     * @throws Refused (in the future) {@code not-found}, for an invoice of another too
     */
    public Future<Invoice> one(Requester requester, long number) {
        return invoices.one(store, number).map(found -> found
            .filter(invoice -> requester == null || invoice.requester().equals(requester.id()))
            .orElseThrow(() -> new Refused(Problem.NOT_FOUND, "invoice " + number)));
    }
}
