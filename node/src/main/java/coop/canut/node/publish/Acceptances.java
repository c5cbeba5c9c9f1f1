package coop.canut.node.publish;

import coop.canut.node.World;
import coop.canut.node.ledger.Account;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.ledger.Transfer;
import coop.canut.node.post.Outbox;
import coop.canut.node.post.Outbox.Outgoing;
import coop.canut.node.publish.ReviewStore.Answered;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.message.WorkMessage.Accepted;
import coop.canut.protocol.message.WorkMessage.AcceptedItem;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The one place where an answer becomes a debt: slots done, transfers, receipts and {@code work-accepted} in the caller's
 * transaction. The rows are locked and not accepted yet; that, and transfer ids that follow from the claims, is why no
 * repeat pays twice (W-15, W-17).
 */
final class Acceptances {

    /** By when a cooperative is paid: platforms pay out at least monthly. */
    private static final int DUE_DAYS = 30;
    /** Bytes of one item in the message, comma included, at its longest. */
    private static final int ITEM_BYTES = 210;

    private final World world;
    private final Host self;
    private final Outbox outbox;
    private final Ledger ledger;
    private final ReviewStore reviews = new ReviewStore();
    private final ReceiptStore receipts = new ReceiptStore();

    Acceptances(World world, Host self, Outbox outbox, Ledger ledger) {
        this.world = world;
        this.self = self;
        this.outbox = outbox;
        this.ledger = ledger;
    }

    /** One {@code work-accepted}: answers of one listing and one host. */
    record Acceptance(Id id, Id obligation, Instant due, List<Answered> rows) {

        Listing listing() {
            return rows.getFirst().listing();
        }

        Host host() {
            return rows.getFirst().host();
        }

        long total() {
            return rows.stream().mapToLong(row -> row.amount().amount()).reduce(0, Math::addExact);
        }
    }

    /** Accepts the rows, on the basis {@code answer}, {@code time} or {@code automatic}. */
    Future<Void> accept(Tx tx, List<Answered> rows, String basis) {
        if (rows.isEmpty()) {
            return Future.succeededFuture();
        }
        Instant now = world.second();
        List<Acceptance> all = group(rows, now);
        List<Outgoing> messages = all.stream()
            .map(acceptance -> new Outgoing(acceptance.host(), message(acceptance, basis))).toList();
        return reviews.accept(tx, all, now)
            .compose(accepted -> ledger.post(tx, rows.stream().flatMap(row -> transfers(row).stream()).toList()))
            .compose(posted -> outbox.post(tx, now, messages))
            .compose(said -> receipts.issue(tx, rows, now))
            .compose(issued -> outbox.post(tx, now, issued));
    }

    /** Books an acceptance that was said before, and says nothing. */
    Future<Void> regain(Tx tx, Accepted said, List<Answered> rows, Instant accepted) {
        var acceptance = new Acceptance(said.acceptance(), said.obligation(), said.due(), rows);
        return reviews.accept(tx, List.of(acceptance), accepted)
            .compose(booked -> makeGood(tx, said, rows.stream().flatMap(row -> transfers(row).stream())
                .filter(transfer -> transfer.kind() == Transfer.Kind.OWED).toList()))
            .compose(good -> ledger.post(tx, rows.stream().flatMap(row -> transfers(row).stream()).toList()))
            .compose(posted -> receipts.recount(tx, rows.stream().map(Answered::subject).distinct().toList()));
    }

    /**
     * What is owed beside a slot came out of money that a backup may not know of: another answer's share, a later deposit. What
     * is missing is our loss, and the debt stands.
     */
    private Future<Void> makeGood(Tx tx, Accepted said, List<Transfer> owed) {
        if (owed.isEmpty()) {
            return Future.succeededFuture();
        }
        Account source = owed.getFirst().debit();
        long sum = owed.stream().mapToLong(transfer -> transfer.amount().amount()).reduce(0, Math::addExact);
        return ledger.lockedBalance(tx, source, said.currency()).compose(there -> there >= sum ? Future.succeededFuture()
            : ledger.post(tx, List.of(new Transfer(Transfer.Kind.SALVAGE, said.acceptance().toString(), Account.LOST, source,
                Money.of(sum - there, said.currency())))).mapEmpty());
    }

    /** Books what is owed for answers of which nothing else is known; one that is known is paid when it is accepted. */
    Future<Void> owe(Tx tx, Host host, Accepted said) {
        return reviews.lockClaims(tx, host, said.items().stream().map(AcceptedItem::claim).toList()).compose(rows -> {
            List<Id> known = rows.stream().map(Answered::claim).toList();
            return ledger.post(tx, said.items().stream().filter(item -> !known.contains(item.claim()))
                .map(item -> new Transfer(Transfer.Kind.SALVAGE, host + "/" + item.claim(), Account.LOST,
                    Account.dueTo(host), Money.of(item.amount(), said.currency()))).toList()).mapEmpty();
        });
    }

    private List<Acceptance> group(List<Answered> rows, Instant now) {
        Map<String, List<Answered>> groups = rows.stream().collect(Collectors.groupingBy(
            row -> row.listing().id() + " " + row.host(), TreeMap::new, Collectors.toList()));
        List<Acceptance> all = new ArrayList<>();
        for (List<Answered> group : groups.values()) {
            for (List<Answered> part : Parts.split(group, Limits.ITEMS_PER_ACCEPTANCE, row -> ITEM_BYTES)) {
                String cause = Hash.sha256(part.stream().map(row -> row.claim().toString())
                    .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8)).hex();
                all.add(new Acceptance(Id.derived("acceptance", self, "work-accepted", cause, now),
                    Id.derived("obligation", self, "work-accepted", cause, now), now.plus(DUE_DAYS, ChronoUnit.DAYS), part));
            }
        }
        return all;
    }

    private static Accepted message(Acceptance acceptance, String basis) {
        return new Accepted(acceptance.id(), acceptance.obligation(), acceptance.due(), acceptance.listing().currency(),
            acceptance.total(), acceptance.listing().policy(), acceptance.rows().stream()
                .map(row -> new AcceptedItem(row.slot(), row.claim(), row.answerSha256(), basis, row.amount().amount()))
                .toList());
    }

    /** A wanted answer is paid from escrow with its fees; anything beside it from elsewhere, without fees. */
    private List<Transfer> transfers(Answered row) {
        Listing listing = row.listing();
        String cause = row.host() + "/" + row.claim();
        Account due = row.host().equals(self) ? Account.OWN_DUE : Account.dueTo(row.host());
        if (row.extra()) {
            Account source = row.basis().equals("time") ? Account.prepaid(listing.requester()) : Account.FEDERATION_FUND;
            return List.of(new Transfer(Transfer.Kind.OWED, cause, source, due, row.amount()));
        }
        Account escrow = Account.escrow(listing.id());
        return List.of(
            new Transfer(Transfer.Kind.ACCEPT, cause, escrow, due, row.amount()),
            new Transfer(Transfer.Kind.FEE, cause, escrow, Account.FEE_INCOME, listing.fee()),
            new Transfer(Transfer.Kind.FUND, cause, escrow, Account.FEDERATION_FUND, listing.fund()));
    }
}
