package coop.canut.node.ledger;

import coop.canut.node.csv.CsvCells;
import coop.canut.node.member.Parcel;
import coop.canut.node.member.Person;
import coop.canut.node.member.Takeaway;
import coop.canut.node.store.Store;
import coop.canut.protocol.money.Money;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Collectors;

/** What the books say of a person's pay: for that person's own eyes, member or not. */
public final class Pay implements Takeaway.Part {

    private final Store store;
    private final LedgerStore transfers = new LedgerStore();

    /** The pay of the people in this store. */
    public Pay(Store store) {
        this.store = store;
    }

    /** What is owed to a person, one amount for each currency in which something ever was. */
    public Future<List<Money>> owed(Person person) {
        return transfers.held(store, Account.payable(person.id()));
    }

    /** Writes {@code pay.csv}: every transfer of the person's account, in minor units, the newest first. */
    @Override
    public Future<Void> write(Person person, Parcel parcel) {
        return parcel.begin("pay.csv")
            .compose(begun -> parcel.write(CsvCells.line(List.of("number", "at", "kind", "in", "out", "currency", "cause"))))
            .compose(written -> pages(Account.payable(person.id()).code(), Long.MAX_VALUE, parcel));
    }

    private Future<Void> pages(String account, long before, Parcel parcel) {
        return transfers.entries(store, account, before, Ledger.PAGE).compose(page -> page.isEmpty()
            ? Future.succeededFuture()
            : parcel.write(page.stream().map(entry -> line(account, entry)).collect(Collectors.joining()))
                .compose(written -> pages(account, page.getLast().number(), parcel)));
    }

    private static String line(String account, Entry entry) {
        String amount = Long.toString(entry.amount().amount());
        boolean isIn = entry.credit().equals(account);
        return CsvCells.line(List.of(Long.toString(entry.number()), entry.at().toString(), entry.kind(),
            isIn ? amount : "", isIn ? "" : amount, entry.amount().currency(), entry.cause()));
    }
}
