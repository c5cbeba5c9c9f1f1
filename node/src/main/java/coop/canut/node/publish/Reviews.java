package coop.canut.node.publish;

import coop.canut.node.World;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.member.Requester;
import coop.canut.node.post.Outbox;
import coop.canut.node.publish.ReviewStore.Answered;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.message.WorkMessage.RejectionProposed;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Pseudonym;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What requesters decide about answers. Accepting pays at once and may be repeated without harm; rejecting is only ever a
 * proposal, with a reason and the name of the human who makes it, and the money stays where it is. Answers are named by
 * their {@link AnswerId}.
 */
public final class Reviews {

    /** What a rejection may be for. */
    public static final Set<String> REASONS = Set.of("wrong", "incomplete", "off-instructions", "spam");
    /**
     * What becomes of answers: {@code submitted} waits for a review, {@code owed} is accepted and waits for the money that
     * pays it.
     */
    public static final Set<String> STATES = Set.of("submitted", "proposed", "owed", "accepted");
    /** Answers of one transaction. */
    private static final int BATCH = Limits.ITEMS_PER_ACCEPTANCE;

    private final World world;
    private final Store store;
    private final Outbox outbox;
    private final ListingStore listings = new ListingStore();
    private final ReviewStore reviews = new ReviewStore();
    private final ReceiptStore receipts = new ReceiptStore();
    private final Acceptances acceptances;
    private final Supplier<Set<Host>> unsettled;

    /**
     * The reviews of this host's listings.
     *
     * @param unsettled the peers that have not shown, since our database last came from a backup, what we had said to them:
     *                  nothing is decided of their answers, since it may be decided already
     */
    public Reviews(World world, Host self, Store store, Outbox outbox, Ledger ledger, Supplier<Set<Host>> unsettled) {
        this.world = world;
        this.store = store;
        this.unsettled = unsettled;
        this.outbox = outbox;
        this.acceptances = new Acceptances(world, self, outbox, ledger);
    }

    /**
     * What accepting did.
     *
     * @param accepted answers that were waiting and are accepted now
     * @param already  answers that were accepted before: nothing was paid for them again
     * @param paid     for the accepted ones to workers' cooperatives, fees not counted
     */
    public record Accepted(int accepted, int already, Money paid) {

        private Accepted plus(Accepted more) {
            return new Accepted(accepted + more.accepted, already + more.already, paid.plus(more.paid));
        }
    }

    /**
     * An answer that waits for its review.
     *
     * @param input       of the unit, JSON
     * @param content     the images of the unit; {@link Contents#file} has their bytes
     * @param answer      JSON of the template's kind
     * @param submittedAt cut to the hour (W-30)
     */
    public record Waiting(Id answerId, Id unit, int row, String input, List<Content> content, String answer,
                          Pseudonym worker, long seconds, String machineHelp, Instant submittedAt) {
    }

    /**
     * An answer and what became of it. Members that {@link Waiting} has too are the same.
     *
     * @param answer   null while it is sealed: nobody keeps an answer that they refuse to pay (W-13)
     * @param state    one of {@link #STATES}
     * @param proposal to reject it; null unless the state is {@code proposed}
     */
    public record Answer(Id answerId, Id unit, int row, String input, List<Content> content, String answer,
                         Pseudonym worker, long seconds, String machineHelp, Instant submittedAt, String state,
                         Proposal proposal) {
    }

    /**
     * A proposed rejection, as its worker reads it.
     *
     * @param reason   one of {@link #REASONS}
     * @param by       the human who says so
     * @param lapsesAt in the worker's favour
     */
    public record Proposal(String reason, String text, String by, Instant proposedAt, Instant lapsesAt) {
    }

    /** The answers of a listing that wait, by id, at most {@code limit} after {@code after} (null: from the first on). */
    public Future<List<Waiting>> waiting(Requester requester, Id listing, Id after, int limit) {
        return listings.find(store, requester.id(), listing)
            .compose(found -> reviews.waiting(store, listing, after, Math.clamp(limit, 1, BATCH)));
    }

    /**
     * The answers of a listing with what became of them, by id, at most {@code limit} after {@code after} (null: from the
     * first on).
     *
     * @param state one of {@link #STATES}; null: all
     * @throws Refused (in the future) {@code listing-not-found}; {@code field-wrong} on {@code state}
     */
    public Future<List<Answer>> answers(Requester requester, Id listing, String state, Id after, int limit) {
        if (state != null && !STATES.contains(state)) {
            return Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "state", "no state of an answer"));
        }
        return listings.find(store, requester.id(), listing)
            .compose(found -> reviews.answers(store, listing, state, after, Math.clamp(limit, 1, BATCH)));
    }

    /** One of them; {@code listing-not-found}, and {@code not-found} if the listing has no such answer. */
    public Future<Answer> answer(Requester requester, Id listing, Id answer) {
        return listings.find(store, requester.id(), listing)
            .compose(found -> reviews.answer(store, listing, answer)).map(found ->
                found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no answer " + answer + " of " + listing)));
    }

    /**
     * Accepts answers; each batch of five hundred is one transaction, with its payments, receipts and messages.
     *
     * @throws Refused (in the future) {@code listing-not-found}; {@code field-wrong} on {@code answers} if one is not of
     *     this listing; {@code already-reviewed} if the rejection of one is proposed; {@code recovering} while it may have
     *     been decided before a backup was put back. Nothing of that batch is then done
     */
    public Future<Accepted> accept(Requester requester, Id listing, List<Id> answers) {
        List<Id> distinct = answers.stream().distinct().sorted().toList();
        return listings.find(store, requester.id(), listing)
            .compose(found -> accept(found, distinct, 0, new Accepted(0, 0, Money.zero(found.currency()))));
    }

    private Future<Accepted> accept(Listing listing, List<Id> answers, int from, Accepted sofar) {
        if (from == answers.size()) {
            return Future.succeededFuture(sofar);
        }
        List<Id> batch = answers.subList(from, Math.min(from + BATCH, answers.size()));
        return store.write(tx -> reviews.lock(tx, listing.id(), batch).compose(rows -> {
            if (rows.size() != batch.size()) {
                throw Refused.at(Problem.FIELD_WRONG, "answers", "not an answer of this listing");
            }
            if (rows.stream().anyMatch(row -> row.state().equals("proposed"))) {
                throw Refused.at(Problem.ALREADY_REVIEWED, "answers", "a rejection is proposed");
            }
            rows.forEach(this::requireSettled);
            return settle(tx, rows.stream().filter(row -> row.state().equals("submitted")).toList(), "answer", listing)
                .map(done -> new Accepted(done.accepted(), rows.size() - done.accepted(), done.paid()));
        })).compose(done -> accept(listing, answers, from + batch.size(), sofar.plus(done)));
    }

    /** Accepts everything of a listing that waits, batch by batch. */
    public Future<Accepted> acceptAll(Requester requester, Id listing) {
        return listings.find(store, requester.id(), listing)
            .compose(found -> acceptAll(found, new Accepted(0, 0, Money.zero(found.currency()))));
    }

    private Future<Accepted> acceptAll(Listing listing, Accepted sofar) {
        return store.write(tx -> reviews.lockWaiting(tx, listing.id(), unsettled.get(), BATCH)
                .compose(rows -> settle(tx, rows, "answer", listing)))
            .compose(done -> done.accepted() == 0 ? Future.succeededFuture(sofar) : acceptAll(listing, sofar.plus(done)));
    }

    /** Pays wanted answers from escrow; extra ones become owed, and {@link #tick} pays them. */
    private Future<Accepted> settle(Tx tx, List<Answered> rows, String basis, Listing listing) {
        List<Answered> wanted = rows.stream().filter(row -> !row.extra()).toList();
        List<Answered> extra = rows.stream().filter(Answered::extra).toList();
        return acceptances.accept(tx, wanted, basis)
            .compose(paid -> reviews.owe(tx, extra))
            .map(owed -> new Accepted(rows.size(), 0, listing.price().times(wanted.size())));
    }

    /**
     * Proposes to reject an answer. It stays proposed, its money reserved and its text sealed from exports, until a human
     * decides or {@code lapsesAt} passes. The same proposal again changes nothing.
     *
     * @param reason one of {@link #REASONS}
     * @param text   what the worker will read
     * @param by     the human who says so
     * @return when it lapses in the worker's favour
     * @throws Refused (in the future) {@code reason-missing} on {@code reason}, {@code text} or {@code by};
     *     {@code field-wrong} on {@code answer} if it is none of this requester's; {@code already-reviewed};
     *     {@code recovering} as for {@link #accept}
     */
    public Future<Instant> reject(Requester requester, Id answer, String reason, String text, String by) {
        if (reason == null || !REASONS.contains(reason)) {
            return refuse("reason");
        }
        if (text == null || text.isBlank() || text.length() > Limits.TEXT_CHARS) {
            return refuse("text");
        }
        if (by == null || by.isBlank() || by.length() > Limits.LINE_CHARS) {
            return refuse("by");
        }
        Instant now = world.second();
        return store.write(tx -> reviews.lockOne(tx, requester.id(), answer).compose(found -> {
            Answered row = found.orElseThrow(() -> Refused.at(Problem.FIELD_WRONG, "answer", "no such answer"));
            requireSettled(row);
            if (row.state().equals("proposed")) {
                return reviews.proposal(tx, row, reason, text, by).map(same -> same.orElseThrow(() ->
                    Refused.at(Problem.ALREADY_REVIEWED, "answer", "another rejection is proposed")));
            }
            if (!row.state().equals("submitted")) {
                throw Refused.at(Problem.ALREADY_REVIEWED, "answer", "it is " + row.state());
            }
            Instant lapsesAt = now.plus(row.listing().rejectionDays(), ChronoUnit.DAYS);
            return reviews.propose(tx, row, reason, text, by, now, lapsesAt)
                .compose(proposed -> receipts.contest(tx, row, now))
                .compose(noted -> outbox.post(tx, now, row.host(), new RejectionProposed(row.slot(), row.claim(),
                    row.answerSha256(), reason, text, by, lapsesAt)))
                .map(lapsesAt);
        }));
    }

    private void requireSettled(Answered row) {
        if (unsettled.get().contains(row.host())) {
            throw new Refused(Problem.RECOVERING, row.host() + " has not said what we had decided of " + row.claim());
        }
    }

    private static Future<Instant> refuse(String field) {
        return Future.failedFuture(Refused.at(Problem.REASON_MISSING, field, "missing, too long or unknown"));
    }

    /**
     * What the clock and the accounts bring about, one batch of each per call: answers nobody reviewed in time are accepted,
     * and what is owed is paid where its account covers it. A repeat finds nothing to do.
     */
    public Future<Void> tick() {
        return store.write(tx -> reviews.lockOverdue(tx, world.now(), unsettled.get(), BATCH).compose(rows -> {
            List<Answered> extra = rows.stream().filter(Answered::extra).toList();
            return acceptances.accept(tx, rows.stream().filter(row -> !row.extra()).toList(), "automatic")
                .compose(paid -> reviews.owe(tx, extra));
        })).compose(accepted -> payOwed("time", row -> row.listing().requester() + " " + row.listing().currency()))
            .compose(paid -> payOwed("answer", row -> row.listing().currency()));
    }

    /**
     * Pays what is owed of one basis from the account that pays it: the requester's prepaid money for time, the
     * federation's fund for extra answers. Time of one listing is paid without asking up to a tenth of the listing's whole
     * price; beyond that somebody might be inventing it, and it stays owed until people have looked.
     */
    private Future<Void> payOwed(String basis, Function<Answered, String> account) {
        return store.write(tx -> reviews.lockOwed(tx, basis, unsettled.get(), BATCH).compose(owed -> {
            var left = new HashMap<String, Long>();
            var timeLeft = new HashMap<Id, Long>();
            List<Answered> paid = new ArrayList<>();
            for (ReviewStore.Owed next : owed) {
                long amount = next.row().amount().amount();
                String source = account.apply(next.row());
                long funds = left.getOrDefault(source, next.funds());
                long time = timeLeft.getOrDefault(next.row().listing().id(), next.timeLeft());
                if (amount <= funds && amount <= time) {
                    paid.add(next.row());
                    left.put(source, funds - amount);
                    timeLeft.put(next.row().listing().id(), time - amount);
                }
            }
            return acceptances.accept(tx, paid, basis);
        }));
    }
}
