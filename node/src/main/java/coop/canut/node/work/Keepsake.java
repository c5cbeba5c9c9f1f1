package coop.canut.node.work;

import coop.canut.node.csv.CsvCells;
import coop.canut.node.member.Parcel;
import coop.canut.node.member.Person;
import coop.canut.node.member.Takeaway;
import coop.canut.node.store.Store;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a member takes along of her work: {@code work.csv}, every task that she took with what became of it, and each receipt
 * in a file of its own, countersigned, as {@link Receipts#take} gives it.
 */
public final class Keepsake implements Takeaway.Part {

    private static final int PAGE = 500;
    private static final List<String> COLUMNS = List.of("task", "listing", "title", "unit", "state", "answer", "machine_help",
        "price", "currency", "opened", "ended", "seconds", "review", "paid", "reviewed", "rejection", "rejected_by");

    private final Store store;
    private final Receipts receipts;
    private final KeepsakeStore tasks = new KeepsakeStore();

    /** The work of the members in this store. */
    public Keepsake(Store store, Receipts receipts) {
        this.store = store;
        this.receipts = receipts;
    }

    @Override
    public Future<Void> write(Person person, Parcel parcel) {
        return parcel.begin("work.csv").compose(begun -> parcel.write(CsvCells.line(COLUMNS)))
            .compose(written -> pages(person, "", parcel))
            .compose(written -> receipts.mine(person))
            .compose(mine -> {
                Future<Void> done = Future.succeededFuture();
                for (Receipt each : mine) {
                    done = done.compose(before -> parcel.begin("receipts/" + each.id() + ".json"))
                        .compose(begun -> receipts.take(person, each.id())).compose(parcel::write);
                }
                return done;
            });
    }

    private Future<Void> pages(Person person, String after, Parcel parcel) {
        return tasks.page(store, person.id(), after, PAGE).compose(page -> page.isEmpty() ? Future.succeededFuture()
            : parcel.write(page.stream().map(CsvCells::line).collect(Collectors.joining()))
                .compose(written -> pages(person, page.getLast().getFirst(), parcel)));
    }
}
