package coop.canut.node.work;

import coop.canut.node.World;
import coop.canut.node.board.Board;
import coop.canut.node.board.Terms;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.post.Outbox;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.node.work.ClaimStore.Found;
import coop.canut.node.work.ClaimStore.Opened;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.WorkMessage.ClaimDeclined;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ClaimState;
import coop.canut.protocol.work.LeaseTimes;
import coop.canut.protocol.work.SubmissionRules;
import coop.canut.protocol.work.Template;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What members do with tasks: open, answer, release, decline. Everything here is allowed to people with the role of a worker
 * only ({@code not-allowed}), and a claim of somebody else's does not exist for them ({@code claim-not-yours}, W-06).
 */
public final class Claims {

    /** Live claims of one member at a time: a hundred are a long afternoon, and more is hoarding (W-02). */
    public static final int LIVE_CLAIMS = 100;
    /** UTF-16 code units of a draft: as much as any text that people write. */
    public static final int DRAFT_CHARS = Limits.TEXT_CHARS;
    /** How long a member waits for slots to come from the publishing node. */
    public static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final List<String> CAUSES = List.of("stopped", "broken", "disturbing", "screened-out");

    private final World world;
    private final Store store;
    private final Outbox outbox;
    private final Board board;
    private final Stock stock;
    private final Pseudonyms names;
    private final ClaimStore claims = new ClaimStore();
    private final Opening opening;

    /** The claims of this node's members. */
    public Claims(World world, Store store, Outbox outbox, Board board, Stock stock, Pseudonyms names) {
        this.world = world;
        this.store = store;
        this.outbox = outbox;
        this.board = board;
        this.stock = stock;
        this.names = names;
        this.opening = new Opening(world, store, board, stock);
    }

    /**
     * What became of an answer.
     *
     * @param seconds from opening, or from the member's last task if that ended later, to arrival, as this node measured
     * @param next    the next task, if one was wanted and there was one; else null
     */
    public record Handed(Id claim, Hash answerSha256, long seconds, Claim next) {
    }

    /**
     * Opens a task for a member: from the stock at once, else as soon as the publishing node lends slots.
     *
     * @param unit this very unit, or null for any that the member has not had; one that the member has given back comes last
     * @throws Refused (in the future) {@code no-task-left} (also when nothing came within {@link #PATIENCE}),
     *     {@code listing-not-found}, {@code listing-not-open}, {@code peer-limited}, {@code too-many} beyond
     *     {@link #LIVE_CLAIMS}, {@code credit-exceeded} and what else the publishing node answered
     */
    public Future<Claim> open(Person member, ObjectUrl listing, Id unit) {
        if (unit != null) {
            return openMany(member, listing, List.of(unit)).map(List::getFirst);
        }
        member.require(Role.WORKER);
        return opening.one(member.id(), listing);
    }

    /**
     * Opens tasks for a member, each of another unit: from the stock, and if that does not have so many, once more from what
     * the publishing node lends within a moment.
     *
     * @param count 1 to {@link #LIVE_CLAIMS}
     * @return as many as there were up to that, at least one, in the order in which they run out
     * @throws Refused (in the future) as {@link #open}, when there was not one
     */
    public Future<List<Claim>> openSeveral(Person member, ObjectUrl listing, int count) {
        member.require(Role.WORKER);
        return count < 1 || count > LIVE_CLAIMS ? Future.failedFuture(wrong("count"))
            : opening.several(member.id(), listing, count);
    }

    /**
     * Opens one more task of a claim's listing, to go on with: of a unit that the member has neither had nor given back.
     *
     * @throws Refused (in the future) {@code claim-not-yours}, and as {@link #open}
     */
    public Future<Claim> another(Person member, Id claim) {
        member.require(Role.WORKER);
        return claims.find(store, claim, member.id()).compose(found -> {
            Found known = require(found, claim);
            return board.terms(store, known.listing(), known.revision());
        }).compose(terms -> opening.another(member.id(), terms.url()));
    }

    /**
     * Opens these very units for a member, as many of them as can be had: from the stock, and for the rest by asking the
     * publishing node for them by name. What is taken by name says nothing of how many others will be wanted, so it does not
     * fill the stock: that would hold back units that somebody else names.
     *
     * @param units at most {@link #LIVE_CLAIMS}, each once
     * @return at least one claim, in no order
     * @throws Refused (in the future) as {@link #open}, when there was not one; {@code task-already-claimed} if the member
     *     has or had all of them
     */
    public Future<List<Claim>> openMany(Person member, ObjectUrl listing, List<Id> units) {
        member.require(Role.WORKER);
        List<Id> distinct = units.stream().distinct().toList();
        return distinct.isEmpty() || distinct.size() > LIVE_CLAIMS ? Future.failedFuture(wrong("units"))
            : opening.these(member.id(), listing, distinct);
    }

    private static Refused wrong(String field) {
        return Refused.at(Problem.FIELD_WRONG, field, "not 1 to " + LIVE_CLAIMS);
    }

    /**
     * Hands in an answer. The clock of this node at arrival decides whether it is in time, a minute of grace included (W-04).
     * The same answer again gives the same result.
     *
     * @param answer      JSON of the template's kind
     * @param machineHelp what was used; empty or null: nothing
     * @param next        whether to open another task of the same listing
     * @throws Refused (in the future) {@code claim-not-yours}, {@code claim-over}, {@code answer-wrong}
     */
    public Future<Handed> submit(Person member, Id claim, String answer, String machineHelp, boolean next) {
        member.require(Role.WORKER);
        Instant now = world.now();
        return claims.find(store, claim, member.id()).compose(found -> {
            Found open = require(found, claim);
            return board.terms(store, open.listing(), open.revision()).compose(terms -> {
                String canonical = Template.read(terms.template()).requireAnswer(answer);
                Hash sha256 = SubmissionRules.hash(canonical);
                if (open.state() == ClaimState.SUBMITTED && sha256.equals(open.answer())) {
                    return after(member, terms, new Handed(claim, sha256, open.seconds(), null), next);
                }
                if (open.state() != ClaimState.OPEN || !LeaseTimes.inTime(open.due(), now)) {
                    throw new Refused(Problem.CLAIM_OVER, open.state() + ", due " + open.due());
                }
                long seconds = seconds(open, now);
                Submitted message = new Submitted(open.slot(), claim, open.lease(), terms.url(), terms.revision(),
                    names.subject(member.id(), open.peer()), names.worker(member.id(), terms.requester()), seconds,
                    machineHelp == null ? "" : machineHelp, canonical, sha256, List.of());
                Codec.requireSendable(message);
                return handIn(open, message, now, next ? terms.url() : null).compose(opened -> {
                    var handed = new Handed(claim, sha256, seconds, null);
                    return opened.isEmpty() ? after(member, terms, handed, next)
                        : opening.claim(opened.get()).map(follows -> new Handed(claim, sha256, seconds, follows));
                });
            });
        });
    }

    /** Answer, message and the next slot in one transaction; a next slot that is lost in a race is left to {@link #after}. */
    private Future<Optional<Opened>> handIn(Found open, Submitted message, Instant now, ObjectUrl next) {
        return store.write(tx -> claims.submit(tx, open, now, message.seconds(), message.machineHelp(), message.answer(),
                message.answerSha256()).compose(submitted -> {
                    if (!submitted) {
                        throw new Refused(Problem.CLAIM_OVER, "ended meanwhile");
                    }
                    return outbox.post(tx, world.second(), open.peer(), message);
                }).compose(posted -> next == null || !stock.mayOpen(next)
                    ? Future.succeededFuture(Optional.<Opened>empty()) : opening.pick(tx, open.member(), next, false)))
            .recover(error -> next != null && Opening.isLost(error)
                ? handIn(open, message, now, null) : Future.failedFuture(error));
    }

    private Future<Handed> after(Person member, Terms terms, Handed handed, boolean next) {
        return !next ? Future.succeededFuture(handed)
            : opening.another(member.id(), terms.url())
                .map(follows -> new Handed(handed.claim(), handed.answerSha256(), handed.seconds(), follows))
                .recover(none -> none instanceof Refused ? Future.succeededFuture(handed) : Future.failedFuture(none));
    }

    /**
     * Keeps what a member has written so far. It is for the member's eyes, goes nowhere, and ends with the claim. The last
     * call holds.
     *
     * @param draft at most {@link #DRAFT_CHARS}, of whatever form the page needs; null or empty: none
     * @throws Refused (in the future) {@code claim-not-yours}, {@code claim-over}, {@code field-wrong} on {@code draft}
     */
    public Future<Void> keep(Person member, Id claim, String draft) {
        member.require(Role.WORKER);
        // The database takes every character but this one.
        if (draft != null && (draft.length() > DRAFT_CHARS || draft.indexOf('\0') >= 0)) {
            return Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "draft", "too long, or with a NUL in it"));
        }
        return claims.keep(store, claim, member.id(), world.now(), draft == null || draft.isEmpty() ? null : draft)
            .compose(kept -> kept ? Future.succeededFuture() : claims.find(store, claim, member.id()).map(found -> {
                throw new Refused(Problem.CLAIM_OVER, claim + " is " + require(found, claim).state());
            }));
    }

    /** Gives a task back unanswered: another may take it. {@code claim-not-yours}, {@code claim-over}. */
    public Future<Void> release(Person member, Id claim) {
        member.require(Role.WORKER);
        return claims.find(store, claim, member.id()).compose(found -> {
            Found open = require(found, claim);
            return open.state() == ClaimState.RELEASED ? Future.succeededFuture()
                : claims.release(store, open, world.now()).map(released -> {
                    requireEnded(released, open);
                    stock.restocked(open.listing());
                    return null;
                });
        });
    }

    /**
     * Stops a task for a reason: the time is owed, and it never counts against anybody.
     *
     * @param cause  {@code stopped}, {@code broken}, {@code disturbing} or {@code screened-out}, else {@code field-wrong}
     * @param reason a line for the requester, or null
     */
    public Future<Void> decline(Person member, Id claim, String cause, String reason) {
        member.require(Role.WORKER);
        if (!CAUSES.contains(cause)) {
            return Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "cause", "not one of " + CAUSES));
        }
        Instant now = world.now();
        return claims.find(store, claim, member.id()).compose(found -> {
            Found open = require(found, claim);
            return open.state() == ClaimState.DECLINED ? Future.succeededFuture()
                : board.terms(store, open.listing(), open.revision())
                    .compose(terms -> store.write(tx -> decline(tx, open, terms, cause, reason, now)));
        });
    }

    private Future<Void> decline(Tx tx, Found open, Terms terms, String cause, String reason, Instant now) {
        long seconds = seconds(open, now);
        var message = new ClaimDeclined(open.slot(), open.id(), open.lease(), names.subject(open.member(), open.peer()),
            names.worker(open.member(), terms.requester()), seconds, cause, reason);
        Codec.requireSendable(message);
        return claims.decline(tx, open, now, seconds).compose(declined -> {
            requireEnded(declined, open);
            return outbox.post(tx, world.second(), open.peer(), message);
        });
    }

    /**
     * Measured here to the nearest second, counted once for tasks that were taken together, and never more than the claim could
     * last. Cutting the fraction off would take half a second from every answer.
     */
    private static long seconds(Found open, Instant now) {
        return Math.clamp(Duration.between(open.begun(), now).plusMillis(500).toSeconds(), 0,
            Limits.CLAIM_MAX_SECONDS + (long) Limits.CLAIM_GRACE_SECONDS);
    }

    private static Found require(Optional<Found> found, Id claim) {
        return found.orElseThrow(() -> new Refused(Problem.CLAIM_NOT_YOURS, claim.toString()));
    }

    private static void requireEnded(boolean ended, Found open) {
        if (!ended) {
            throw new Refused(Problem.CLAIM_OVER, open.id() + " is " + open.state());
        }
    }
}
