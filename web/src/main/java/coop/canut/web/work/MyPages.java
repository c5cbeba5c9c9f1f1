package coop.canut.web.work;

import coop.canut.node.Rooms;
import coop.canut.node.peer.Notice;
import coop.canut.node.work.Earnings;
import coop.canut.node.work.Receipt;
import coop.canut.node.work.Task;
import coop.canut.node.work.Totals;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.ZoneOffset;
import java.util.List;

/** What a worker has done: what it came to, what is still to be decided, and the receipts. */
public final class MyPages {

    /** Rows of a page. */
    private static final int ROWS = 50;

    private final Rooms rooms;

    /** The pages over these rooms. */
    public MyPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/me", Access.WORKER, this::me);
        site.get("/me/receipts", Access.WORKER, this::receipts);
        site.get("/me/receipts/:id", Access.WORKER, visit -> rooms.receipts().take(visit.person(), visit.id("id"))
            .map(file -> new Answer.Attached("application/json", "receipt-" + visit.id("id") + ".json", Buffer.buffer(file))));
    }

    /**
     * A worker's own work.
     *
     * @param totals of the days, weeks and months of UTC: nobody has told us the reader's zone
     * @param all    what was earned, waits and is contested since the beginning, by currency
     * @param tasks  the newest first
     * @param older  address of the next page, or null
     * @param first  whether this is the first page
     * @param notices of cooperatives with which no new tasks are taken, and where this worker has begun something
     */
    public record View(Page page, Totals totals, List<Earnings> all, List<Task> tasks, String older, boolean first,
                       List<Notice> notices) {

        /** What a day, a week or a month is called, and what it came to. */
        public record Period(String key, List<Totals.Sum> sums) {
        }

        /** The three of them. */
        public List<Period> periods() {
            return List.of(new Period("me.today", totals.today()), new Period("me.week", totals.week()),
                new Period("me.month", totals.month()));
        }
    }

    private Future<Answer> me(Visit visit) {
        Id before = place(visit.query("before"));
        return rooms.tasks().today(visit.person(), ZoneOffset.UTC).compose(totals ->
            rooms.tasks().earnings(visit.person()).compose(all ->
                rooms.ties().ofMember(visit.person().id()).compose(notices -> rooms.tasks().mine(visit.person(), before, ROWS + 1)
                .map(found -> {
                    List<Task> shown = found.size() > ROWS ? found.subList(0, ROWS) : found;
                    String older = found.size() > ROWS ? "/me?before=" + shown.getLast().claim() : null;
                    return new Answer.Shown(200, "work/me.jte", new View(visit.page(visit.words().text("nav.me")), totals, all,
                        shown, older, before == null, notices));
                }))));
    }

    private static Id place(String text) {
        try {
            return text.isEmpty() ? null : Id.of(text);
        } catch (Refused noId) {
            throw new Refused(Problem.NOT_FOUND, "no place in the list");
        }
    }

    /** Receipts with the marks of who issued them. */
    public record Receipts(Page page, List<Row> rows) {

        /** A receipt. */
        public record Row(Receipt receipt, String mark) {
        }
    }

    private Future<Answer> receipts(Visit visit) {
        return rooms.receipts().mine(visit.person()).compose(mine -> Answer.page("work/receipts.jte", new Receipts(
            visit.page(visit.words().text("me.receipts")), mine.stream().map(receipt ->
                new Receipts.Row(receipt, visit.mark(receipt.issuer()))).toList())));
    }
}
