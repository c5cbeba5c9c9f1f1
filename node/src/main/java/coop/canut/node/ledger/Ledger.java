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
import java.time.Instant;
import java.util.ArrayList;
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
        return book(treasurer, new Transfer(Transfer.Kind.DEPOSIT, reference.strip(), Account.bank(amount.currency()),
            Account.prepaid(requester.id()), amount), "");
    }

    /** Posts what a person says, in a transaction of its own, with that person's name and words beside it. */
    Future<Boolean> book(Person by, Transfer transfer, String text) {
        return store.write(tx -> book(tx, by, transfer, text));
    }

    private Future<Boolean> book(Tx tx, Person by, Transfer transfer, String text) {
        return draw(tx, transfer, "reference").compose(isNew -> isNew
            ? transfers.note(tx, transfer, by.id(), text, world.now()).map(true) : Future.succeededFuture(false));
    }

    /**
     * Posts what a person asked for by a form, once for each cause: what it draws on must hold as much.
     *
     * @param field of the form that names the cause
     * @return whether it is new; false if exactly this is in the books already
     * @throws Refused (in the future) {@code funds-missing} on {@code amount}; {@code field-wrong} on {@code field} if the cause
     *     stands for something else
     */
    public Future<Boolean> draw(Tx tx, Transfer transfer, String field) {
        List<Transfer> one = List.of(transfer);
        return transfers.open(tx, one)
            .compose(opened -> transfers.equal(tx, one))
            .compose(known -> known == 1 ? Future.succeededFuture(false)
                : requireCovered(tx, transfer).compose(covered -> transfers.post(tx, one, world.now()))
                    .compose(added -> added == 1 ? Future.succeededFuture(true)
                        : transfers.equal(tx, one).map(same -> {
                            if (same == 0) {
                                throw Refused.at(Problem.FIELD_WRONG, field, "used for something else");
                            }
                            return false;
                        })));
    }

    /**
     * Carries out what the members decided about a surplus, in the enacting transaction: closes income and expenses so far, and
     * moves the parts to whom they belong. What is not allocated stays for the next decision.
     *
     * @param decision its number, such as {@code 2026-014}; the cause of all these transfers
     * @throws Refused (in the future) {@code funds-missing} if there is less surplus than is to be allocated
     */
    public Future<Void> allocate(Tx tx, Allocation allocation, String decision) {
        String currency = allocation.currency();
        return transfers.results(tx, currency).compose(results -> transfers.lockedBalance(tx, Account.SURPLUS, currency)
            .compose(carried -> {
                List<Transfer> posted = new ArrayList<>();
                long surplus = carried;
                for (LedgerStore.Result result : results) {
                    surplus += result.balance();
                    posted.add(result.closing(decision, currency));
                }
                if (surplus < allocation.whole().amount()) {
                    throw new Refused(Problem.FUNDS_MISSING, "a surplus of " + surplus + " is there");
                }
                posted.addAll(allocation.transfers(decision));
                return post(tx, posted).mapEmpty();
            }));
    }

    /** Income less expenses and losses, as far as it is not allocated, in minor units; below zero after bad times. */
    public Future<Long> surplus(Sql sql, String currency) {
        return transfers.surplus(sql, currency);
    }

    /**
     * Locks the accounts that a transfer draws on, and refuses it if they do not hold as much. The constraints would refuse it
     * as well; but below zero is a bug of ours in most accounts, and here a person may have asked for too much.
     *
     * @throws Refused (in the future) {@code funds-missing} on {@code amount}
     */
    public Future<Void> requireCovered(Tx tx, Transfer transfer) {
        String currency = transfer.amount().currency();
        long amount = transfer.amount().amount();
        return Future.succeededFuture()
            .compose(begun -> transfer.debit().side() == Account.Side.ASSET ? Future.succeededFuture(amount)
                : transfers.lockedBalance(tx, transfer.debit(), currency))
            .compose(held -> held < amount ? Future.failedFuture(missing(transfer.debit(), held))
                : transfer.credit().side() != Account.Side.ASSET ? Future.succeededFuture(-amount)
                : transfers.lockedBalance(tx, transfer.credit(), currency))
            .compose(held -> held > -amount ? Future.failedFuture(missing(transfer.credit(), -held))
                : Future.succeededFuture());
    }

    private static Refused missing(Account account, long held) {
        return Refused.at(Problem.FUNDS_MISSING, "amount", account + " holds " + held);
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

    /**
     * A page of what was searched for, the newest transfer first.
     *
     * @param before as {@link #entries}
     * @throws Refused (in the future) {@code not-allowed} to anybody but a treasurer
     */
    public Future<List<Entry>> search(Person treasurer, Search search, Long before, int limit) {
        return treasurer.is(Role.TREASURER)
            ? transfers.search(store, search, before == null ? Long.MAX_VALUE : before, Math.clamp(limit, 1, PAGE))
            : Future.failedFuture(new Refused(Problem.NOT_ALLOWED, "ledger for " + treasurer.id()));
    }

    /**
     * What is looked for in the books; null or empty: anything.
     *
     * @param account code of an account, in all its currencies
     * @param text    stands in the reference or in what was said of it, in letters of either case
     * @param from    first instant, and the instant after the last
     */
    public record Search(String account, String text, Instant from, Instant to) {

        /** Whether everything would be found. */
        public boolean isForAll() {
            return account == null && (text == null || text.isEmpty()) && from == null && to == null;
        }
    }

    /** What a requester has paid in and not committed, one amount for each currency it ever paid in. */
    public Future<List<Money>> prepaid(Id requester) {
        return transfers.held(store, Account.prepaid(requester));
    }

    /** What an account of ours for somebody holds, one amount for each currency in which it was used. Not for assets. */
    public Future<List<Money>> held(Account account) {
        return transfers.held(store, account);
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
