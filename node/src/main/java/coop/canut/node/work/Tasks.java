package coop.canut.node.work;

import coop.canut.node.World;
import coop.canut.node.board.Board;
import coop.canut.node.member.Person;
import coop.canut.node.store.Store;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.stream.IntStream;

/** What a member has done and is doing: for the member's own eyes. */
public final class Tasks {

    /** Rows of one page. */
    public static final int PAGE = 100;

    private final World world;
    private final Store store;
    private final Board board;
    private final TaskStore tasks = new TaskStore();
    private final FileStore files = new FileStore();

    /** The tasks of this node's members. */
    public Tasks(World world, Store store, Board board) {
        this.world = world;
        this.store = store;
        this.board = board;
    }

    /**
     * What a member has handed in since sitting down.
     *
     * @param answers handed in, reviewed or not
     * @param seconds worked on them
     * @param price   what they pay if they are accepted: one amount for each currency, in the order of their codes
     */
    public record Session(long answers, long seconds, List<Money> price) {
    }

    /**
     * A page of the member's claims, the newest first.
     *
     * @param before the last claim of the page before, or null
     * @param limit  rows, at most {@link #PAGE}
     */
    public Future<List<Task>> mine(Person member, Id before, int limit) {
        return tasks.mine(store, member.id(), before, Math.clamp(limit, 1, PAGE));
    }

    /** The member's claims that are open, the first due first: what is on the workbench. */
    public Future<List<Claim>> open(Person member) {
        return tasks.open(store, member.id(), Claims.LIVE_CLAIMS).compose(open -> files.content(store,
            open.stream().map(TaskStore.Open::heldSlot).toArray(Long[]::new)).compose(content ->
                Future.all(open.stream().map(each -> board.terms(store, each.listing(), each.revision())).toList())
                    .map(terms -> IntStream.range(0, open.size()).mapToObj(i -> {
                        TaskStore.Open each = open.get(i);
                        return new Claim(each.id(), each.unit(), each.input(),
                            content.getOrDefault(each.heldSlot(), List.of()), each.opened(), each.due(), terms.resultAt(i),
                            each.draft());
                    }).toList())));
    }

    /** One claim of the member's as it stands; {@code claim-not-yours} otherwise. */
    public Future<Task> one(Person member, Id claim) {
        return tasks.one(store, member.id(), claim).map(found ->
            found.orElseThrow(() -> new Refused(Problem.CLAIM_NOT_YOURS, claim.toString())));
    }

    /** What the member has earned, by currency. */
    public Future<List<Earnings>> earnings(Person member) {
        return tasks.earnings(store, member.id());
    }

    /** What was booked to the member today, this week and this month, as the calendar of that zone has them. */
    public Future<Totals> today(Person member, ZoneId zone) {
        LocalDate today = world.now().atZone(zone).toLocalDate();
        List<LocalDate> begins = List.of(today, today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
            today.withDayOfMonth(1));
        return tasks.totals(store, member.id(), begins.stream().map(day -> day.atStartOfDay(zone).toInstant()).toList())
            .map(sums -> new Totals(sums.get(0), sums.get(1), sums.get(2)));
    }

    /** What the member has handed in from an instant on. */
    public Future<Session> session(Person member, Instant since) {
        return tasks.session(store, member.id(), since);
    }
}
