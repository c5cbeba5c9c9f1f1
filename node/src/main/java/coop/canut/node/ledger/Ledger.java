package coop.canut.node.ledger;

import coop.canut.node.World;
import coop.canut.node.check.Finding;
import coop.canut.node.check.Invariants;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import java.util.List;

/** The books: posting, balances, and the check of both. */
public final class Ledger {

    /** Characters of a bank reference that a treasurer copies: what SEPA carries. */
    private static final int REFERENCE_CHARS = 140;

    /** Entries in one page of the books. */
    public static final int PAGE = 200;

    private final World world;
    private final Store store;
    private final LedgerStore transfers = new LedgerStore();

    /** The ledger of the node whose store this is. */
    public Ledger(World world, Store store) {
        this.world = world;
        this.store = store;
    }

    /**
     * Posts transfers in the caller's transaction, all in one statement. One that is in the books already is left as it is:
     * a repeat pays nothing. One of the same kind and cause with another amount or other accounts is a bug and fails.
     *
     * @return how many were new
     * @throws Refused (in the future) {@code funds-missing} when prepaid money or escrow would fall below zero
     */
    public Future<Integer> post(Tx tx, List<Transfer> posted) {
        List<Transfer> moving = posted.stream().filter(transfer -> transfer.amount().amount() > 0).toList();
        return moving.isEmpty() ? Future.succeededFuture(0)
            : transfers.open(tx, moving)
                .compose(opened -> transfers.post(tx, moving, world.now()))
                .compose(added -> added == moving.size() ? Future.succeededFuture(added)
                    : transfers.equal(tx, moving).map(equal -> {
                        if (equal != moving.size()) {
                            throw new IllegalStateException("a transfer of the same cause has other content, among "
                                + moving.getFirst().cause() + " and " + (moving.size() - 1) + " more");
                        }
                        return added;
                    }));
    }

    /**
     * The treasurer has seen a requester's money at the bank. The bank's reference is the cause: entered twice, it counts
     * once.
     *
     * @param reference as the bank statement has it, at most 140 characters
     * @return whether it is new; false if exactly this deposit was entered before
     * @throws Refused (in the future) {@code not-allowed} to anybody but a treasurer; {@code field-wrong} on
     *     {@code reference} if it stands for another deposit already; {@code field-missing}, {@code field-wrong} otherwise
     */
    public Future<Boolean> deposit(Person treasurer, ObjectUrl requester, Money amount, String reference) {
        if (!treasurer.roles().contains(Role.TREASURER)) {
            return Future.failedFuture(new Refused(Problem.NOT_ALLOWED, "deposit by " + treasurer.id()));
        }
        if (reference == null || reference.isBlank()) {
            return Future.failedFuture(Refused.at(Problem.FIELD_MISSING, "reference", "no bank reference"));
        }
        if (reference.length() > REFERENCE_CHARS) {
            return Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "reference", "longer than " + REFERENCE_CHARS));
        }
        if (amount.amount() == 0) {
            return Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "amount", "nothing"));
        }
        var deposit = new Transfer(Transfer.Kind.DEPOSIT, reference.strip(), Account.bank(amount.currency()),
            Account.prepaid(requester.id()), amount);
        return store.write(tx -> transfers.open(tx, List.of(deposit))
            .compose(opened -> transfers.post(tx, List.of(deposit), world.now()))
            .compose(added -> added == 1 ? Future.succeededFuture(true)
                : transfers.equal(tx, List.of(deposit)).compose(equal -> equal == 1 ? Future.succeededFuture(false)
                    : Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "reference", "used for another deposit")))));
    }

    /** What an account holds, in minor units; 0 if it has no transfer yet. */
    public Future<Long> balance(Sql sql, Account account, String currency) {
        return transfers.balance(sql, account, currency);
    }

    /** As {@link #balance}, and nobody else posts to the account before this transaction ends. */
    public Future<Long> lockedBalance(Tx tx, Account account, String currency) {
        return transfers.lockedBalance(tx, account, currency);
    }

    /** Every account that exists, by code and currency. */
    public Future<List<Balance>> balances() {
        return transfers.balances(store);
    }

    /**
     * A page of the books, the newest transfer first.
     *
     * @param account code of an account, in all its currencies; null for all accounts
     * @param before  number of the last entry of the page before, or null for the first page
     * @param limit   entries, at most {@link #PAGE}
     * @throws Refused (in the future) {@code not-allowed} to anybody but a treasurer
     */
    public Future<List<Entry>> entries(Person treasurer, String account, Long before, int limit) {
        return treasurer.is(Role.TREASURER)
            ? transfers.entries(store, account, before == null ? Long.MAX_VALUE : before, Math.clamp(limit, 1, PAGE))
            : Future.failedFuture(new Refused(Problem.NOT_ALLOWED, "ledger for " + treasurer.id()));
    }

    /** What a requester has paid in and not committed, one amount for each currency it ever paid in. */
    public Future<List<Money>> prepaid(Id requester) {
        return transfers.held(store, Account.prepaid(requester));
    }

    /**
     * Recomputes the books from the transfers (I-01, I-02, I-05, I-06).
     *
     * @return one sentence per thing that is wrong; empty when all is well
     */
    public Future<List<String>> check() {
        return Invariants.ofBooks(store).map(findings -> findings.stream().map(Finding::toString).toList());
    }
}
