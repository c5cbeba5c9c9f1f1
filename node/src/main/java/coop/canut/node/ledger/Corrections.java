package coop.canut.node.ledger;

import coop.canut.node.World;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Taking back what was put into the books by mistake: nothing is edited, a transfer goes the same way back and names the one
 * that it takes back. A treasurer asks and gives a reason; somebody else, a treasurer or a steward, confirms (W-36). What work
 * or the bank caused is not taken back here: it has an answer of its own.
 */
public final class Corrections {

    /** Kinds that a person entered, and that may be taken back so. */
    public static final Set<String> CORRECTABLE = Set.of("DEPOSIT", "EXPENSE", "INCOME", "MOVE");
    /** Corrections of one page. */
    public static final int PAGE = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Corrections.class);

    private final World world;
    private final Store store;
    private final Ledger ledger;
    private final CorrectionStore corrections = new CorrectionStore();

    /** The corrections of this ledger. */
    public Corrections(World world, Store store, Ledger ledger) {
        this.world = world;
        this.store = store;
        this.ledger = ledger;
    }

    /**
     * A treasurer asks to take a transfer back. It is asked for once; after a refusal it may be asked for again.
     *
     * @param transfer id of what was entered
     * @param reason   one line that all members can read
     * @throws Refused (in the future) {@code not-allowed}; {@code reason-missing}; {@code not-found} if there is no such
     *     transfer; {@code field-wrong} on {@code transfer} if its kind is not {@link #CORRECTABLE};
     *     {@code already-settled} if it was asked for or taken back already
     */
    public Future<Id> ask(Person treasurer, Hash transfer, String reason) {
        if (!treasurer.is(Role.TREASURER)) {
            return Future.failedFuture(new Refused(Problem.NOT_ALLOWED, "correction by " + treasurer.id()));
        }
        if (reason == null || reason.isBlank() || reason.length() > Limits.LINE_CHARS) {
            return Future.failedFuture(Refused.at(Problem.REASON_MISSING, "reason", "none, or too long"));
        }
        Id id = world.newId();
        return store.write(tx -> corrections.entry(tx, transfer).compose(found -> {
            Entry entry = found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no transfer " + transfer.hex()));
            if (!CORRECTABLE.contains(entry.kind())) {
                throw Refused.at(Problem.FIELD_WRONG, "transfer", "a " + entry.kind() + " is not taken back so");
            }
            if (!entry.isCorrectable()) {
                throw new Refused(Problem.ALREADY_SETTLED, "taken back already");
            }
            return corrections.add(tx, id, transfer, reason.strip(), treasurer.id(), world.now());
        })).map(id);
    }

    /**
     * Somebody else confirms: the money goes back, at once and once.
     *
     * @throws Refused (in the future) {@code not-allowed} to whoever asked for it, and to anybody but a treasurer or a steward;
     *     {@code not-found}; {@code already-settled}; {@code funds-missing} on {@code amount} if it was spent since
     */
    public Future<Void> confirm(Person second, Id correction) {
        return decide(second, correction, true);
    }

    /** It is not taken back. Whoever asked for it may say so too. Refused as {@link #confirm}. */
    public Future<Void> refuse(Person second, Id correction) {
        return decide(second, correction, false);
    }

    private Future<Void> decide(Person second, Id id, boolean confirmed) {
        return store.write(tx -> corrections.lock(tx, id).compose(found -> {
            Correction correction = found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no correction " + id));
            if (!second.is(Role.TREASURER) && !second.is(Role.STEWARD)) {
                throw new Refused(Problem.NOT_ALLOWED, "correction by " + second.id());
            }
            if (!correction.isWaiting()) {
                throw new Refused(Problem.ALREADY_SETTLED, id + " is " + correction.state());
            }
            if (confirmed && correction.askedBy().equals(second.id())) {
                throw new Refused(Problem.NOT_ALLOWED, "nobody confirms their own correction");
            }
            return corrections.decide(tx, id, confirmed ? "confirmed" : "refused", second.id(), world.now())
                .compose(decided -> confirmed ? takeBack(tx, correction.entry()) : Future.succeededFuture());
        })).onSuccess(done -> LOG.info("correction {} was {} by {}", id, confirmed ? "confirmed" : "refused", second.id()));
    }

    private Future<Void> takeBack(Tx tx, Entry entry) {
        return corrections.sides(tx, entry).compose(sides -> {
            var back = new Transfer(Transfer.Kind.REVERSE, entry.id(), sides.getLast(), sides.getFirst(), entry.amount(),
                Hash.of(entry.id()));
            return ledger.requireCovered(tx, back).compose(covered -> ledger.post(tx, List.of(back))).mapEmpty();
        });
    }

    /**
     * Corrections, the newest first.
     *
     * @param before the last id of the page before, or null
     */
    public Future<List<Correction>> recent(Id before, int limit) {
        return corrections.recent(store, before, Math.clamp(limit, 1, PAGE));
    }

    /** How many wait for a second person. */
    public Future<Long> waiting() {
        return corrections.waiting(store);
    }
}
