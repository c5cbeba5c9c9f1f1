package coop.canut.ops.bench;

import coop.canut.node.NodeConfig;
import coop.canut.node.check.Finding;
import coop.canut.node.check.Invariants;
import coop.canut.node.ledger.Account;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.ledger.Transfer;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.node.store.Migrations;
import coop.canut.node.store.Store;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.federation.Supervised;
import coop.canut.ops.machine.OpenDatabase;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * Transfers posted per second by the ledger's own use case, beside a bare insert of the same rows and beside the statements of
 * TPC-B, all through the same client on the same database; and the check of a million of them.
 */
final class PostedTransfers implements Measurement {

    /** Transactions under way at once: what the node's pool carries. */
    private static final int AT_ONCE = 8;
    /** Answers of one acceptance, and so transfers of one transaction: price, fee and fund of each. */
    private static final int ANSWERS = 100;
    private static final int TRANSFERS = 3 * ANSWERS;
    private static final int TRANSACTIONS = 64;
    private static final int ONES = 2_000;
    private static final int ROUNDS = 5;
    private static final int WARM_UP = 2;
    private static final long MILLION = 1_000_000;
    private static final double GOAL = 0.5;
    private static final long RICH = 1_000_000_000_000L;

    private final LedgerBenchStore rows = new LedgerBenchStore();
    private final AtomicLong next = new AtomicLong();

    /** What all ways need. */
    private record Ground(OpenDatabase database, Ledger ledger, Id listing, Id requester, Account escrow, Account due) {
    }

    @Override
    public List<Measured> take(Consumer<String> say) {
        List<Measured> lines = new ArrayList<>();
        try (var place = new Supervised(null)) {
            Federation federation = place.prepare(List.of(Cooperative.LYON), Federation.freePorts(1),
                EmbeddedPostgres.Options.standard());
            try (var database = OpenDatabase.of(NodeConfig.read(federation.config(Cooperative.LYON)))) {
                Ground ground = ground(database);
                lines.add(batches(ground, say));
                lines.add(ones(ground, say));
                lines.add(check(ground, say));
            }
        }
        return lines;
    }

    private Ground ground(OpenDatabase database) {
        var ledger = new Ledger(database.world(), database.store());
        Id listing = database.world().newId();
        Id requester = database.world().newId();
        var ground = new Ground(database, ledger, listing, requester, Account.escrow(listing),
            Account.dueTo(Cooperative.BOLOGNA.host()));
        database.get(store -> Migrations.apply(store).compose(done -> rows.prepare(store))
            .compose(done -> rows.listing(store, listing.toString(), requester.toString()))
            .compose(done -> store.write(tx -> ledger.post(tx, List.of(
                new Transfer(Transfer.Kind.DEPOSIT, "all", Account.bank("EUR"), Account.prepaid(requester), eur(2 * RICH)),
                new Transfer(Transfer.Kind.RESERVE, listing.toString(), Account.prepaid(requester), ground.escrow(),
                    eur(2 * RICH)))))));
        return ground;
    }

    private static Money eur(long cents) {
        return Money.of(cents, "EUR");
    }

    /** An acceptance of so many answers, as the publishing side posts it. */
    private List<Transfer> acceptance(Ground ground, long number, int answers) {
        List<Transfer> transfers = new ArrayList<>();
        for (int i = 0; i < answers; i++) {
            String cause = Cooperative.BOLOGNA.host() + "/" + number + "-" + i;
            transfers.add(new Transfer(Transfer.Kind.ACCEPT, cause, ground.escrow(), ground.due(), eur(40)));
            transfers.add(new Transfer(Transfer.Kind.FEE, cause, ground.escrow(), Account.FEE_INCOME, eur(4)));
            transfers.add(new Transfer(Transfer.Kind.FUND, cause, ground.escrow(), Account.FEDERATION_FUND, eur(1)));
        }
        return transfers;
    }

    private Measured batches(Ground ground, Consumer<String> say) {
        List<Double> bare = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        for (int round = 1 - WARM_UP; round <= ROUNDS; round++) {
            double bareRate = TRANSFERS * rate(ground, TRANSACTIONS, number -> ground.database().store().write(tx ->
                rows.bare(tx, acceptance(ground, number, ANSWERS))));
            double ourRate = TRANSFERS * rate(ground, TRANSACTIONS, number -> ground.database().store().write(tx ->
                ground.ledger().post(tx, acceptance(ground, number, ANSWERS))).mapEmpty());
            say.accept((round > 0 ? "round " + round + " of " + ROUNDS : "warming up") + ": bare " + Median.whole(bareRate)
                + "/s, ours " + Median.whole(ourRate) + "/s");
            if (round > 0) {
                bare.add(bareRate);
                ours.add(ourRate);
            }
        }
        Median one = Median.of(bare);
        Median other = Median.of(ours);
        double ratio = other.middle() / one.middle();
        return new Measured("transfers posted", Median.whole(other.middle()) + "/s",
            Median.whole(one.middle()) + "/s bare insert", Median.percent(ratio), "at least " + Median.percent(GOAL),
            ratio >= GOAL, List.of("Acceptances of " + ANSWERS + " answers, price, fee and fund of each: " + TRANSFERS
                + " transfers in a transaction, " + AT_ONCE + " transactions at once, by the use case that accepting calls, in "
                + "one process over the node's own pool and a durable embedded PostgreSQL; all of them take from one escrow and "
                + "give to three accounts, which is the worst case for locks.",
                "Beside it one `insert … select from unnest` of the same rows into a table with the same columns and no index "
                    + "but its primary key, no trigger and no foreign key, through the same pool.",
                "Rounds of " + TRANSACTIONS + " transactions alternate; medians of " + ROUNDS + " (ours " + other.range()
                    + ", bare " + one.range() + ")."),
            "ours keeps three more indexes and moves four balances in each transaction, and as all of them move the same four, "
                + "one waits until the other is on the disk, while bare inserts go there together.");
    }

    private Measured ones(Ground ground, Consumer<String> say) {
        List<Double> theirs = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        for (int round = 1 - WARM_UP; round <= ROUNDS; round++) {
            double tpcRate = rate(ground, ONES, number -> ground.database().store().write(tx -> rows.tpcB(tx, number)));
            double ourRate = rate(ground, ONES, number -> ground.database().store().write(tx -> ground.ledger().post(tx,
                acceptance(ground, number, 1)).mapEmpty()));
            say.accept((round > 0 ? "round " + round + " of " + ROUNDS : "warming up") + ": TPC-B " + Median.whole(tpcRate)
                + "/s, ours " + Median.whole(ourRate) + "/s");
            if (round > 0) {
                theirs.add(tpcRate);
                ours.add(ourRate);
            }
        }
        Median one = Median.of(theirs);
        Median other = Median.of(ours);
        return new Measured("transactions of one accepted answer", Median.whole(other.middle()) + "/s",
            Median.whole(one.middle()) + "/s TPC-B", Median.percent(other.middle() / one.middle()), Measured.NONE, null,
            List.of("One answer, so three transfers in a transaction, " + AT_ONCE + " at once, otherwise as above.",
                "Beside it the five statements of pgbench's TPC-B-like transaction at its scale of 1, so on one branch as ours "
                    + "are on one fee account, one round trip each as pgbench sends them, through the same client: "
                    + "pgbench itself is not part of the embedded PostgreSQL.",
                "Rounds of " + ONES + " transactions alternate; medians of " + ROUNDS + " (ours " + other.range() + ", TPC-B "
                    + one.range() + ")."), "");
    }

    private Measured check(Ground ground, Consumer<String> say) {
        long there = ground.database().get(rows::transfers);
        while (there < MILLION) {
            long numbers = there;
            ground.database().get(store -> Future.all(IntStream.range(0, AT_ONCE).mapToObj(i -> store.write(tx ->
                ground.ledger().post(tx, acceptance(ground, next.incrementAndGet(), 2_000)))).toList()));
            there = ground.database().get(rows::transfers);
            if (there / 100_000 != numbers / 100_000) {
                say.accept(Median.whole(there) + " transfers");
            }
        }
        say.accept("what they follow from");
        ground.database().get(store -> ground.ledger().balance(store, ground.escrow(), "EUR").compose(left -> store.write(tx ->
            ground.ledger().post(tx, List.of(new Transfer(Transfer.Kind.RELEASE, ground.listing() + "/1", ground.escrow(),
                Account.prepaid(ground.requester()), eur(left)))))).compose(released -> rows.answers(store)));
        ground.database().get(rows::tidy);
        long all = there;
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        long before = heapPeak();
        long begun = System.nanoTime();
        List<Finding> findings = ground.database().get(store ->
            new Invariants(Cooperative.LYON.host(), store, told -> { }).money());
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (!findings.isEmpty()) {
            throw new IllegalStateException("books that were just made are wrong: " + findings.getFirst());
        }
        long server = ground.database().get(rows::temporaryBytes);
        return new Measured("ledger check of " + Median.whole(all) + " transfers", "%.1f s".formatted(seconds), Measured.NONE,
            Measured.NONE, Measured.NONE, null, List.of(Invariants.moneyChecks() + " checks in one snapshot, as `ops/canut "
                + "ledger check` makes them, each answer with its acceptance and its three transfers; nothing was wrong.",
                "Java's heap grew by at most " + Math.max(0, heapPeak() - before) / 1_048_576 + " MB meanwhile; PostgreSQL wrote "
                    + server / 1_048_576 + " MB of temporary files since it started, sorting with the memory that the node "
                    + "gives it."), "");
    }

    private static long heapPeak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType().name().equals("HEAP"))
            .mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    /** So many times, {@link #AT_ONCE} of them at once; gives how many per second. */
    private double rate(Ground ground, int times, LongFunction<Future<Void>> once) {
        ground.database().get(rows::tidy);
        long nanos = ground.database().get(store -> {
            long begun = System.nanoTime();
            var left = new AtomicLong(times);
            return Future.all(IntStream.range(0, AT_ONCE).mapToObj(line -> again(left, once)).toList())
                .map(done -> System.nanoTime() - begun);
        });
        return times / (nanos / 1e9);
    }

    private Future<Void> again(AtomicLong left, LongFunction<Future<Void>> once) {
        return left.getAndDecrement() <= 0 ? Future.succeededFuture()
            : once.apply(next.incrementAndGet()).compose(done -> again(left, once));
    }
}
