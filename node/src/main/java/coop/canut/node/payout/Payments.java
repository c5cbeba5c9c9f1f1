package coop.canut.node.payout;

import coop.canut.node.World;
import coop.canut.node.csv.CsvCells;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.ledger.Transfer;
import coop.canut.node.mail.Kind;
import coop.canut.node.mail.Letter;
import coop.canut.node.mail.Letters;
import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Money that leaves: what members are owed and what requesters take back. A payment is two transfers, since the bank answers
 * late: one when it goes into a file (or, for a requester, when it is asked for), to the account of what is on its way, and
 * one when the treasurer has seen on the statement that it was booked or came back. Between them the money can be spent on
 * nothing else. Each payment is answered once, by constraint.
 */
public final class Payments {

    /** Lines of one file. A bank takes more; a treasurer who looks at them does not. */
    public static final int LINES = 1_000;
    /** Payments and files of one page. */
    public static final int PAGE = 100;
    private static final Logger LOG = LoggerFactory.getLogger(Payments.class);

    private final World world;
    private final Store store;
    private final Ledger ledger;
    private final Letters letters;
    private final PaymentStore payments = new PaymentStore();
    private final PayoutAccountStore accounts = new PayoutAccountStore();

    /** The payments of this node, of which nobody is told by letter. */
    public Payments(World world, Store store, Ledger ledger) {
        this(world, store, ledger, null);
    }

    /** The same, and members are told by these letters of what the bank did. */
    public Payments(World world, Store store, Ledger ledger, Letters letters) {
        this.world = world;
        this.store = store;
        this.ledger = ledger;
        this.letters = letters;
    }

    /** What members are owed, by name, at most {@link #LINES}; {@code not-allowed} to anybody but a treasurer. */
    public Future<List<Owed>> owed(Person treasurer) {
        return allowed(treasurer).compose(allowed -> payments.owed(store, null, LINES));
    }

    /**
     * Puts what can be paid in a currency into a file: what requesters take back, the oldest first, and what members are owed,
     * as far as their accounts may be used. What requesters have put in for a purpose is paid to nobody else: if what the bank
     * holds beside it does not cover all members, each gets the same part of what they are owed.
     *
     * @return the file; empty if there is nothing that can be paid
     * @throws Refused (in the future) {@code not-allowed} to anybody but a treasurer; {@code field-wrong} on {@code currency}
     */
    public Future<Optional<PaymentFile>> makeFile(Person treasurer, String currency) {
        if (!Money.isCurrency(currency)) {
            return Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "currency", "none"));
        }
        return allowed(treasurer).compose(allowed -> store.write(tx -> makeFile(tx, treasurer, currency)))
            .onSuccess(made -> made.ifPresent(file -> LOG.info("{} made the payment file {} of {} payments, {}", treasurer.id(),
                file.id(), file.payments(), file.total())));
    }

    private Future<Optional<PaymentFile>> makeFile(Tx tx, Person treasurer, String currency) {
        Instant now = world.now();
        Id file = world.newId();
        // Two treasurers who press at once: the second finds what the first has left.
        return payments.lockFiles(tx).compose(locked -> payments.covered(tx, currency)).compose(covered ->
            payments.waiting(tx, currency, now, LINES).compose(found -> {
                List<Payment> back = affordable(found, covered.cash());
                long rest = Math.min(covered.free(), covered.cash() - sum(back));
                return payments.owed(tx, currency, LINES - back.size()).compose(owed -> {
                    List<Payment> out = payouts(owed, rest, file, now);
                    if (back.isEmpty() && out.isEmpty()) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    var made = new PaymentFile(file, Money.of(sum(back) + sum(out), currency), back.size() + out.size(),
                        back.size() + out.size(), treasurer.id(), now);
                    return ledger.post(tx, out.stream().map(Payments::payout).toList())
                        .compose(posted -> payments.addFile(tx, made))
                        .compose(added -> payments.add(tx, out, treasurer.id(), now))
                        .compose(added -> payments.send(tx, file, back.stream().map(Payment::id).toList()))
                        .map(Optional.of(made));
                });
            }));
    }

    private static long sum(List<Payment> payments) {
        return payments.stream().mapToLong(payment -> payment.amount().amount()).reduce(0, Math::addExact);
    }

    private static List<Payment> affordable(List<Payment> waiting, long cash) {
        List<Payment> affordable = new ArrayList<>();
        long left = cash;
        for (Payment payment : waiting) {
            if (payment.amount().amount() <= left) {
                left -= payment.amount().amount();
                affordable.add(payment);
            }
        }
        return affordable;
    }

    private List<Payment> payouts(List<Owed> owed, long free, Id file, Instant now) {
        List<Owed> ready = owed.stream().filter(line -> line.account() != null && line.account().isUsable(now)).toList();
        List<Money> amounts = PayoutRules.parts(ready.stream().map(Owed::amount).toList(), free);
        List<Payment> payouts = new ArrayList<>();
        for (int i = 0; i < ready.size(); i++) {
            Owed line = ready.get(i);
            if (amounts.get(i).amount() > 0) {
                Id id = world.newId();
                var transfer = PayoutRules.out(line.kind(), id, line.member(), amounts.get(i));
                payouts.add(new Payment(id, transfer.id(), line.kind(), line.member(), line.name(), amounts.get(i),
                    line.account(), file, now, Payment.State.SENT, null, null));
            }
        }
        return payouts;
    }

    private static Transfer payout(Payment payment) {
        return PayoutRules.out(payment.kind(), payment.id(), payment.payee(), payment.amount());
    }

    /**
     * A requester takes money back. It leaves the balance at once and waits for the next file, and for its account.
     *
     * @param payment made with the form, so that a form sent twice takes back once
     * @throws Refused (in the future) {@code not-allowed} for anybody who does not act for a requester;
     *     {@code field-missing} on {@code account} if the requester named none; {@code field-wrong}, {@code funds-missing} on
     *     {@code amount}
     */
    public Future<Void> withdraw(Person person, Requester requester, Id payment, Money amount) {
        person.require(Role.REQUESTER);
        if (amount.amount() == 0) {
            return Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "amount", "nothing"));
        }
        return store.write(tx -> payments.lock(tx, List.of(payment)).compose(known -> {
            if (!known.isEmpty()) {
                // Of another payee it is no repeat, and nothing is said about it.
                return known.getFirst().payee().equals(requester.id()) ? Future.succeededFuture()
                    : Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "payment", "of another"));
            }
            return accounts.current(tx, requester.id()).compose(account -> {
                if (account.isEmpty()) {
                    throw Refused.at(Problem.FIELD_MISSING, "account", "none is named");
                }
                var out = PayoutRules.out(Payment.Kind.WITHDRAWAL, payment, requester.id(), amount);
                var waiting = new Payment(payment, out.id(), Payment.Kind.WITHDRAWAL, requester.id(),
                    requester.identity().name(), amount, null, null, world.now(), Payment.State.WAITING, null, null);
                return ledger.requireCovered(tx, out).compose(covered -> ledger.post(tx, List.of(out)))
                    .compose(posted -> payments.add(tx, List.of(waiting), person.id(), world.now()));
            });
        }));
    }

    /**
     * A requester changes their mind before it went.
     *
     * @throws Refused (in the future) {@code not-found} if it is no payment of theirs; {@code already-settled} if it went
     */
    public Future<Void> keep(Person person, Requester requester, Id payment) {
        person.require(Role.REQUESTER);
        return store.write(tx -> payments.lock(tx, List.of(payment)).compose(found -> {
            Payment waiting = found.stream().filter(line -> line.payee().equals(requester.id())).findFirst()
                .orElseThrow(() -> new Refused(Problem.NOT_FOUND, "payment " + payment));
            if (waiting.state() != Payment.State.WAITING) {
                throw new Refused(Problem.ALREADY_SETTLED, payment + " is " + waiting.state());
            }
            return answer(tx, person, waiting, false, "");
        }));
    }

    /**
     * The treasurer has seen on the bank's statement what became of payments. Said again of one that is so already, it changes
     * nothing; one that was booked may still come back.
     *
     * @param booked true: the bank has paid them; false: they came back
     * @param reason why they came back, one line; needed only then
     * @return how many are so that were not before
     * @throws Refused (in the future) {@code not-allowed}; {@code reason-missing}; {@code field-missing} on {@code payments} if
     *     there are none; {@code not-found} if one is not of this file; {@code already-settled} if one that came back is said to
     *     be booked
     */
    public Future<Integer> answer(Person treasurer, Id file, Set<Id> lines, boolean booked, String reason) {
        if (lines.isEmpty()) {
            return Future.failedFuture(Refused.at(Problem.FIELD_MISSING, "payments", "none chosen"));
        }
        if (!booked && (reason == null || reason.isBlank() || reason.length() > Limits.LINE_CHARS)) {
            return Future.failedFuture(Refused.at(Problem.REASON_MISSING, "reason", "none, or too long"));
        }
        return allowed(treasurer).compose(allowed -> store.write(tx -> payments.lock(tx, lines).compose(found -> {
            if (found.size() < lines.size() || found.stream().anyMatch(line -> !file.equals(line.file()))) {
                throw new Refused(Problem.NOT_FOUND, "a payment of another file");
            }
            Payment.State wanted = booked ? Payment.State.BOOKED : Payment.State.RETURNED;
            List<Payment> open = found.stream().filter(line -> line.state() != wanted).toList();
            if (booked && open.stream().anyMatch(line -> line.state() != Payment.State.SENT)) {
                throw new Refused(Problem.ALREADY_SETTLED, "one of them came back");
            }
            Future<Void> done = Future.succeededFuture();
            for (Payment line : open) {
                done = done.compose(before -> answer(tx, treasurer, line, booked, booked ? null : reason.strip()));
            }
            return done.map(open.size());
        })));
    }

    private Future<Void> answer(Tx tx, Person by, Payment payment, boolean booked, String reason) {
        return ledger.post(tx, List.of(PayoutRules.answer(payment, booked)))
            .compose(posted -> payments.answer(tx, payment.id(), booked ? Payment.State.BOOKED : Payment.State.RETURNED,
                by.id(), reason, world.now()))
            .compose(answered -> letters == null || payment.kind() == Payment.Kind.WITHDRAWAL ? Future.succeededFuture()
                : letters.post(tx, Letter.to(payment.payee(), booked ? Kind.PAYMENT_SENT : Kind.PAYMENT_RETURNED,
                    payment.id().toString(), Map.of("amount", payment.amount()))));
    }

    /** Files, the newest first; {@code not-allowed} to anybody but a treasurer. */
    public Future<List<PaymentFile>> files(Person treasurer) {
        return allowed(treasurer).compose(allowed -> payments.files(store, PAGE));
    }

    /** The payments of a file; {@code not-found}, {@code not-allowed}. */
    public Future<List<Payment>> file(Person treasurer, Id file) {
        return allowed(treasurer).compose(allowed -> payments.ofFile(store, file)).map(lines -> {
            if (lines.isEmpty()) {
                throw new Refused(Problem.NOT_FOUND, "file " + file);
            }
            return lines;
        });
    }

    /** What requesters take back and no file has yet; {@code not-allowed} to anybody but a treasurer. */
    public Future<List<Payment>> waiting(Person treasurer) {
        return allowed(treasurer).compose(allowed -> payments.waitingOf(store, PAGE));
    }

    /** Payments to a member or a requester, the newest first. Who may know is for the caller to ask. */
    public Future<List<Payment>> to(Id payee) {
        return payments.to(store, payee, PAGE);
    }

    /**
     * A file as the bank's own program, or a person, types it in: reference, name, account, amount, currency, text.
     *
     * @throws Refused (in the future) as {@link #file}
     */
    public Future<String> csv(Person treasurer, Id file) {
        return file(treasurer, file).map(lines -> {
            var csv = new StringBuilder(CsvCells.line(List.of("reference", "name", "account", "amount", "currency", "text")));
            lines.forEach(line -> csv.append(CsvCells.line(List.of(line.id().toString(), line.account().holder(),
                line.account().account(), decimal(line.amount()), line.amount().currency(), line.name()))));
            return csv.toString();
        });
    }

    private static String decimal(Money money) {
        return new BigDecimal(BigInteger.valueOf(money.amount()), money.exponent()).toPlainString();
    }

    private static Future<Void> allowed(Person treasurer) {
        return treasurer.is(Role.TREASURER) ? Future.succeededFuture()
            : Future.failedFuture(new Refused(Problem.NOT_ALLOWED, "payments for " + treasurer.id()));
    }
}
