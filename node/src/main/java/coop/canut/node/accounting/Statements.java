package coop.canut.node.accounting;

import coop.canut.node.ledger.Account;
import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.store.Store;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Statements of somebody's own money, to be read and to be printed. Who may see one is for the caller to ask. */
public final class Statements {

    private final Store store;
    private final StatementStore statements = new StatementStore();

    /** Statements from the books in this store. */
    public Statements(Store store) {
        this.store = store;
    }

    /** What became of a requester's balance, one for each currency. @param to the instant after the last */
    public Future<List<Statement>> of(Requester requester, Instant from, Instant to) {
        return statements.of(store, Account.prepaid(requester.id()), from, to);
    }

    /** What a member earned and was paid, one for each currency. */
    public Future<List<Statement>> of(Person member, Instant from, Instant to) {
        return statements.of(store, Account.payable(member.id()), from, to);
    }

    /** What a member was given of surpluses, and was paid of it, one for each currency. */
    public Future<List<Statement>> shares(Person member, Instant from, Instant to) {
        return statements.of(store, Account.allocated(member.id()), from, to);
    }
}
