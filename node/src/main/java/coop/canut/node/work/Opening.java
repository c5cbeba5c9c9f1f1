package coop.canut.node.work;

import coop.canut.node.World;
import coop.canut.node.board.Board;
import coop.canut.node.board.Terms;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.node.work.ClaimStore.Opened;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How tasks come into a member's hands: from the stock, and from the publishing node while the member waits. Who may ask, and
 * for how many, {@link Claims} has looked at before.
 */
final class Opening {

    /** Two calls of one member at once may pick slots of one unit; the one that lost picks again, so many times. */
    private static final int PICKS = 3;
    /** Questions to the publishing node for one click: what it lends may be units that this member has had. */
    private static final int ASKS = 3;
    /** How long a member who has a task waits for more: there is something to do meanwhile, and its time runs. */
    private static final Duration MORE_PATIENCE = Duration.ofSeconds(2);

    private final World world;
    private final Store store;
    private final Board board;
    private final Stock stock;
    private final ClaimStore claims = new ClaimStore();
    private final FileStore files = new FileStore();

    Opening(World world, Store store, Board board, Stock stock) {
        this.world = world;
        this.store = store;
        this.board = board;
        this.stock = stock;
    }

    /** One task of any unit. */
    Future<Claim> one(Id member, ObjectUrl listing) {
        return await(member, listing, 0, true).compose(this::claim);
    }

    /** One task of a unit that the member has not given back. */
    Future<Claim> another(Id member, ObjectUrl listing) {
        return await(member, listing, 0, false).compose(this::claim);
    }

    /** Up to so many tasks, each of another unit. */
    Future<List<Claim>> several(Id member, ObjectUrl listing, int count) {
        return take(member, listing, count)
            .compose(there -> !there.isEmpty() ? Future.succeededFuture(there)
                : await(member, listing, count - 1, true).compose(first ->
                    take(member, listing, count - 1).map(others -> joined(List.of(first), others))))
            .compose(there -> there.size() == count ? Future.succeededFuture(there)
                : rest(member, listing, there.getFirst().listing(), count - there.size())
                    .map(others -> joined(there, others)))
            .compose(opened -> claims(opened).onSuccess(claims ->
                stock.opened(listing, opened.getFirst().listing(), claims.size())));
    }

    /** What the stock has now, in one transaction: a member sees all of it or nothing. */
    private Future<List<Opened>> take(Id member, ObjectUrl listing, int count) {
        return again(1, () -> store.write(tx -> take(tx, member, listing, count, List.of())));
    }

    private Future<List<Opened>> take(Tx tx, Id member, ObjectUrl listing, int count, List<Opened> sofar) {
        return sofar.size() == count ? Future.succeededFuture(sofar)
            : pick(tx, member, listing, true).compose(next -> next.isEmpty() ? Future.succeededFuture(sofar)
                : take(tx, member, listing, count, joined(sofar, List.of(next.get()))));
    }

    /** Asks once for what is missing. Whatever is refused now, the member has something to do. */
    private Future<List<Opened>> rest(Id member, ObjectUrl listing, long key, int missing) {
        Waiters.Wait wait = stock.await(key, MORE_PATIENCE);
        return claims.reason(store, listing, member).compose(reason -> {
                requireTakeable(reason, listing);
                return stock.ask(listing, missing);
            })
            .compose(asking -> news(wait, asking, listing))
            .compose(news -> take(member, listing, missing))
            .onComplete(done -> wait.cancel().run())
            .recover(error -> error instanceof Refused ? Future.succeededFuture(List.of()) : Future.failedFuture(error));
    }

    /** The first task that is there or comes; the member wants so many more right after. */
    private Future<Opened> await(Id member, ObjectUrl listing, int more, boolean back) {
        return await(member, listing, more, back, world.now().plus(Claims.PATIENCE), 0);
    }

    private Future<Opened> await(Id member, ObjectUrl listing, int more, boolean back, Instant patienceEnds, int asked) {
        return again(1, () -> pick(store, member, listing, back)).compose(picked -> picked.isPresent()
            ? Future.succeededFuture(picked.get())
            : claims.reason(store, listing, member).compose(reason -> {
                requireTakeable(reason, listing);
                if (asked == ASKS) {
                    throw nothing(Problem.NONE_LEFT, listing);
                }
                // Begun before the question is put, so that no answer is missed.
                Waiters.Wait wait = stock.await(reason.listing(), left(patienceEnds, listing));
                return stock.ask(listing, more)
                    .compose(asking -> news(wait, asking, listing).compose(news ->
                        await(member, listing, more, back, patienceEnds, asking.request() == null ? asked : asked + 1)))
                    .onFailure(error -> wait.cancel().run());
            }));
    }

    /** Succeeds when it is worth looking again, and fails when it is not. */
    private static Future<Void> news(Waiters.Wait wait, Stock.Asking asking, ObjectUrl listing) {
        return asking.problem() != null ? Future.failedFuture(nothing(asking.problem(), listing))
            : wait.news().compose(woken -> woken ? Future.succeededFuture()
                : Future.failedFuture(nothing(Problem.NONE_LEFT, listing)));
    }

    private Duration left(Instant patienceEnds, ObjectUrl listing) {
        Duration left = Duration.between(world.now(), patienceEnds);
        if (!left.isPositive()) {
            throw nothing(Problem.NONE_LEFT, listing);
        }
        return left;
    }

    private static Refused nothing(Problem answered, ObjectUrl listing) {
        boolean gone = answered == Problem.NONE_LEFT || answered == Problem.QUOTA || answered == Problem.REVISION_OLD;
        return new Refused(gone ? Problem.NO_TASK_LEFT : answered, answered.code() + " for " + listing);
    }

    private static void requireTakeable(ClaimStore.Reason reason, ObjectUrl listing) {
        if (reason.live() >= Claims.LIVE_CLAIMS) {
            throw new Refused(Problem.TOO_MANY, reason.live() + " live claims");
        }
        if (reason.listing() == null) {
            throw new Refused(Problem.LISTING_NOT_FOUND, listing.toString());
        }
        if (!reason.open()) {
            throw new Refused(Problem.LISTING_NOT_OPEN, listing.toString());
        }
    }

    /**
     * One slot of the stock, if there is one for this member; the caller repeats what {@link #isLost}.
     *
     * @param back whether one that the member has given back will do, if there is no other
     */
    Future<Optional<Opened>> pick(Sql sql, Id member, ObjectUrl listing, boolean back) {
        return !stock.mayOpen(listing) ? Future.failedFuture(mayNotOpen(listing))
            : take(sql, member, listing, false).compose(found -> found.isPresent() || !back
                ? Future.succeededFuture(found) : take(sql, member, listing, true));
    }

    private Future<Optional<Opened>> take(Sql sql, Id member, ObjectUrl listing, boolean back) {
        return claims.open(sql, listing, member, world.now(), Claims.LIVE_CLAIMS, world.newId(), back);
    }

    private static Refused mayNotOpen(ObjectUrl listing) {
        return new Refused(Problem.PEER_LIMITED, listing.host() + " is not at level claim, or its clock differs");
    }

    /** Whether another call of the same member took that unit a moment before. */
    static boolean isLost(Throwable error) {
        return error instanceof Refused refused && refused.problem() == Problem.TASK_ALREADY_CLAIMED;
    }

    private static <T> Future<T> again(int attempt, Supplier<Future<T>> picking) {
        return picking.get().recover(error -> attempt < PICKS && isLost(error)
            ? again(attempt + 1, picking) : Future.failedFuture(error));
    }

    /** The claim on a slot that was taken, with all that its member needs; more is asked for if the stock gets low. */
    Future<Claim> claim(Opened opened) {
        return claims(List.of(opened)).map(List::getFirst).onSuccess(claim ->
            stock.opened(claim.terms().url(), claim.terms().listing(), 1));
    }

    private Future<List<Claim>> claims(List<Opened> opened) {
        Long[] withFiles = opened.stream().filter(each -> each.files() > 0).map(Opened::heldSlot).toArray(Long[]::new);
        var content = withFiles.length == 0 ? Future.succeededFuture(Map.<Long, List<Content>>of())
            : files.content(store, withFiles);
        return content.compose(found ->
            Future.all(opened.stream().map(each -> board.terms(store, each.listing(), each.revision())).toList())
                .map(terms -> IntStream.range(0, opened.size()).mapToObj(i ->
                    claim(opened.get(i), found, terms.resultAt(i))).toList()));
    }

    private static Claim claim(Opened opened, Map<Long, List<Content>> content, Terms terms) {
        return new Claim(opened.id(), opened.unit(), opened.input(), content.getOrDefault(opened.heldSlot(), List.of()),
            opened.opened(), opened.due(), terms, null);
    }

    /** These very units, as many of them as can be had. */
    Future<List<Claim>> these(Id member, ObjectUrl listing, List<Id> units) {
        return openUnits(member, listing, units, null, world.now().plus(Claims.PATIENCE)).compose(this::claims);
    }

    /** Takes what is there; for the rest asks once and looks again at each grant until the answer is complete. */
    private Future<List<Opened>> openUnits(Id member, ObjectUrl listing, List<Id> units, Stock.Asking asked,
                                           Instant patienceEnds) {
        return pickUnits(member, listing, units).compose(opened -> {
            List<Id> rest = without(units, opened);
            return rest.isEmpty() ? Future.succeededFuture(opened)
                : more(member, listing, rest, asked, patienceEnds)
                    .map(later -> joined(opened, later))
                    .recover(nothingMore -> opened.isEmpty()
                        ? Future.failedFuture(nothingMore) : Future.succeededFuture(opened));
        });
    }

    private Future<List<Opened>> more(Id member, ObjectUrl listing, List<Id> units, Stock.Asking asked,
                                      Instant patienceEnds) {
        if (asked == null) {
            return claims.reason(store, listing, member).compose(reason -> {
                requireTakeable(reason, listing);
                return claims.had(store, listing, member, units);
            }).compose(had -> {
                List<Id> fresh = units.stream().filter(unit -> !had.contains(unit)).toList();
                if (fresh.isEmpty()) {
                    throw new Refused(Problem.TASK_ALREADY_CLAIMED, "has all of them");
                }
                return stock.ask(listing, fresh).compose(asking -> asking.problem() != null
                    ? Future.failedFuture(nothing(asking.problem(), listing))
                    : openUnits(member, listing, fresh, asking, patienceEnds));
            });
        }
        Waiters.Wait wait = stock.await(asked.listing(), left(patienceEnds, listing));
        return stock.isOwed(asked.request()).compose(owed -> owed
                ? news(wait, asked, listing).compose(woken -> openUnits(member, listing, units, asked, patienceEnds))
                : pickUnits(member, listing, units).compose(last -> last.isEmpty()
                    ? Future.failedFuture(nothing(Problem.NONE_LEFT, listing)) : Future.succeededFuture(last)))
            .onComplete(done -> wait.cancel().run());
    }

    private Future<List<Opened>> pickUnits(Id member, ObjectUrl listing, List<Id> units) {
        return !stock.mayOpen(listing) ? Future.failedFuture(mayNotOpen(listing))
            : again(1, () -> claims.openUnits(store, listing, member, world.now(), Claims.LIVE_CLAIMS,
                units.stream().map(unit -> world.newId()).toList(), units));
    }

    private static List<Id> without(List<Id> units, List<Opened> opened) {
        Set<Id> done = new HashSet<>();
        opened.forEach(each -> done.add(each.unit()));
        return units.stream().filter(unit -> !done.contains(unit)).toList();
    }

    private static List<Opened> joined(List<Opened> first, List<Opened> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
