package coop.canut.node.publish;

import coop.canut.node.World;
import coop.canut.node.ledger.Account;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.ledger.Transfer;
import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.post.Outbox;
import coop.canut.node.post.Receiver;
import coop.canut.node.post.Verdict;
import coop.canut.node.publish.BonusStore.Granted;
import coop.canut.node.publish.ReviewStore.Answered;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.WorkMessage.BonusGranted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What requesters pay beside the price: money that they set aside with a listing, and bonuses for answers that they accepted. A
 * bonus is given and not lent: no message takes it back. It comes from what was set aside, or else from the balance, without
 * fee and fund, and the worker gets all of it.
 */
public final class Bonuses {

    /** By when a cooperative is paid, as for acceptances. */
    private static final int DUE_DAYS = 30;
    /** Ended listings whose rest one call of {@link #tick} sends back. */
    private static final int TICK_LISTINGS = 20;

    private final World world;
    private final Host self;
    private final Store store;
    private final Outbox outbox;
    private final Ledger ledger;
    private final ListingStore listings = new ListingStore();
    private final ReviewStore reviews = new ReviewStore();
    private final BonusStore bonuses = new BonusStore();

    /** The bonuses of this host's requesters. */
    public Bonuses(World world, Host self, Store store, Outbox outbox, Ledger ledger) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.outbox = outbox;
        this.ledger = ledger;
    }

    /**
     * Sets money aside for bonuses of a listing; what is left of it goes back when the listing has ended.
     *
     * @param form made with the form, so that a form sent twice sets aside once
     * @throws Refused (in the future) {@code listing-not-found}; {@code listing-not-open} after it has ended;
     *     {@code field-wrong} on {@code amount} for nothing or another currency; {@code funds-missing} on {@code amount}
     */
    public Future<Void> topUp(Requester requester, Id listing, Id form, Money amount) {
        return store.write(tx -> listings.lock(tx, listing).compose(found -> {
            Listing running = found.filter(row -> row.requester().equals(requester.id()))
                .orElseThrow(() -> new Refused(Problem.LISTING_NOT_FOUND, "listing " + listing));
            if (running.state().isFinal()) {
                throw new Refused(Problem.LISTING_NOT_OPEN, listing + " is " + running.state());
            }
            requireOf(running.currency(), amount);
            return topUp(tx, requester.id(), listing, form.toString(), amount);
        }));
    }

    private Future<Void> topUp(Tx tx, Id requester, Id listing, String number, Money amount) {
        return ledger.draw(tx, new Transfer(Transfer.Kind.TOPUP, listing + "/" + number, Account.prepaid(requester),
            Account.topUp(listing), amount), "form").compose(drawn -> bonuses.toppedUp(tx, listing, true));
    }

    /** What is set aside for bonuses of one of the requester's listings; {@code listing-not-found} for another's. */
    public Future<Money> aside(Requester requester, Id listing) {
        return listings.find(store, requester.id(), listing).compose(found ->
            ledger.balance(store, Account.topUp(listing), found.currency()).map(held -> Money.of(held, found.currency())));
    }

    /**
     * Gives a bonus for an accepted answer.
     *
     * @param answer by its {@link AnswerId}
     * @param bonus  made with the form, so that a form sent twice pays once
     * @param reason what the worker reads, one line
     * @throws Refused (in the future) {@code not-allowed}; {@code not-found} if it is no answer of this requester's;
     *     {@code field-wrong} on {@code answer} if it is not accepted, on {@code amount} for nothing or another currency;
     *     {@code reason-missing}; {@code funds-missing} on {@code amount}
     */
    public Future<Void> grant(Person by, Requester requester, Id answer, Id bonus, Money amount, String reason) {
        by.require(Role.REQUESTER);
        if (reason == null || reason.isBlank() || reason.length() > Limits.LINE_CHARS) {
            return Future.failedFuture(Refused.at(Problem.REASON_MISSING, "reason", "none, or too long"));
        }
        Instant now = world.second();
        return store.write(tx -> reviews.lockOne(tx, requester.id(), answer).compose(found -> {
            Answered row = found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no answer " + answer));
            if (!row.state().equals("accepted")) {
                throw Refused.at(Problem.FIELD_WRONG, "answer", "it is " + row.state());
            }
            requireOf(row.listing().currency(), amount);
            var said = new BonusGranted(bonus, Id.derived("obligation", self, "bonus-granted", bonus.toString(), now),
                row.claim(), amount, now.plus(DUE_DAYS, ChronoUnit.DAYS), reason.strip());
            return bonuses.find(tx, bonus).compose(known -> known.isPresent() ? same(known.get(), said)
                : give(tx, row, said, by.id().toString(), now).compose(given ->
                    outbox.post(tx, now, List.of(new Outbox.Outgoing(row.host(), said)))));
        }));
    }

    private static Future<Void> same(Granted known, BonusGranted said) {
        return known.claim().equals(said.claim()) && known.amount().equals(said.amount()) ? Future.succeededFuture()
            : Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "bonus", "stands for another bonus"));
    }

    private Future<Void> give(Tx tx, Answered row, BonusGranted said, String by, Instant at) {
        Listing listing = row.listing();
        Account aside = Account.topUp(listing.id());
        return ledger.lockedBalance(tx, aside, listing.currency()).compose(held -> {
            boolean covered = held >= said.amount().amount();
            Transfer paid = transfer(row.host(), said, covered ? aside : Account.prepaid(listing.requester()));
            return ledger.draw(tx, paid, "bonus").compose(drawn ->
                bonuses.add(tx, row, said, covered ? "topup" : "prepaid", by, at));
        });
    }

    private Transfer transfer(Host host, BonusGranted said, Account from) {
        return new Transfer(Transfer.Kind.BONUS, said.bonus().toString(), from,
            host.equals(self) ? Account.OWN_DUE : Account.dueTo(host), said.amount());
    }

    private static void requireOf(String currency, Money amount) {
        if (amount.amount() == 0 || !amount.currency().equals(currency)) {
            throw Refused.at(Problem.FIELD_WRONG, "amount", "nothing, or not in " + currency);
        }
    }

    /**
     * A bonus that we had given and a backup did not know. It is owed all the same; what pays for it stands in the books as a
     * loss, since the balance that paid for it then may be spent by now. Nothing is said.
     */
    public Receiver<BonusGranted> regained() {
        return Receiver.oneByOne((tx, to, next) -> {
            BonusGranted said = next.message();
            return bonuses.find(tx, said.bonus()).compose(known -> known.isPresent()
                ? Future.succeededFuture(Verdict.APPLIED)
                : reviews.lockClaims(tx, to, List.of(said.claim())).compose(rows -> rows.isEmpty()
                    ? Future.succeededFuture(Verdict.NOT_YET)
                    : ledger.post(tx, List.of(transfer(to, said, Account.LOST)))
                        .compose(posted -> bonuses.add(tx, rows.getFirst(), said, "lost", "", next.published()))
                        .map(Verdict.APPLIED)));
        });
    }

    /** The same for an answer that will not come again. */
    public Receiver<BonusGranted> regainedOfLost() {
        return Receiver.oneByOne((tx, to, next) -> ledger.post(tx, List.of(new Transfer(Transfer.Kind.SALVAGE,
            to + "/bonus/" + next.message().bonus(), Account.LOST, Account.dueTo(to), next.message().amount())))
            .map(Verdict.APPLIED));
    }

    /** What is set aside with ended listings goes back to their requesters, a bounded part per call. */
    public Future<Void> tick() {
        return bonuses.ended(store, TICK_LISTINGS).compose(ended -> {
            Future<Void> done = Future.succeededFuture();
            for (Id id : ended) {
                done = done.compose(before -> store.write(tx -> listings.lock(tx, id).compose(found ->
                    found.isEmpty() || !found.get().state().isFinal() ? Future.succeededFuture() : giveBack(tx, found.get()))));
            }
            return done;
        });
    }

    private Future<Void> giveBack(Tx tx, Listing listing) {
        Account aside = Account.topUp(listing.id());
        return ledger.lockedBalance(tx, aside, listing.currency())
            .compose(left -> ledger.post(tx, List.of(new Transfer(Transfer.Kind.RELEASE, listing.id() + "/topup", aside,
                Account.prepaid(listing.requester()), Money.of(left, listing.currency())))))
            .compose(released -> bonuses.toppedUp(tx, listing.id(), false));
    }
}
