package coop.canut.ops.bench;

import coop.canut.node.NodeConfig;
import coop.canut.node.board.Agreements;
import coop.canut.node.board.Board;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.post.Outbox;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.node.store.Migrations;
import coop.canut.node.work.Claims;
import coop.canut.node.work.Files;
import coop.canut.node.work.Pseudonyms;
import coop.canut.node.work.Stock;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.federation.Supervised;
import coop.canut.ops.machine.OpenDatabase;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Claims opened per second by many members at once, as the node's own use case opens them, beside the barest queue on the same
 * rows through the same pool.
 */
final class StoredClaims implements Measurement {

    private static final int MEMBERS = 64;
    private static final int SLOTS = 5_000;
    /** As many as give every member the same; a few slots stay, so that nobody comes away with nothing. */
    private static final int EACH = SLOTS / MEMBERS;
    private static final int TAKEN = EACH * MEMBERS;
    private static final int ROUNDS = 7;
    /** Rounds of both before the first that counts: Java compiles, and the server plans. */
    private static final int WARM_UP = 2;
    private static final double GOAL = 0.70;

    private final BenchStore rows = new BenchStore();

    /** What both ways need. */
    private record Ground(OpenDatabase database, Claims claims, ObjectUrl listing, long listingKey, long lease,
                          List<Person> members) {
    }

    @Override
    public List<Measured> take(Consumer<String> say) {
        List<Double> bare = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        try (var place = new Supervised(null)) {
            Federation federation = place.prepare(List.of(Cooperative.LYON), Federation.freePorts(1),
                EmbeddedPostgres.Options.standard());
            try (var database = OpenDatabase.of(NodeConfig.read(federation.config(Cooperative.LYON)))) {
                Ground ground = ground(database);
                long first = 1;
                for (int round = 1 - WARM_UP; round <= ROUNDS; round++, first += 2 * SLOTS) {
                    double bareRate = round(ground, first, member -> rows.bare(database.store(), ground.listingKey)
                        .map(StoredClaims::requireTaken));
                    double ourRate = round(ground, first + SLOTS, member ->
                        ground.claims.open(ground.members.get(member), ground.listing, null).mapEmpty());
                    say.accept((round > 0 ? "round " + round + " of " + ROUNDS : "warming up") + ": bare "
                        + Median.whole(bareRate) + "/s, ours " + Median.whole(ourRate) + "/s");
                    if (round > 0) {
                        bare.add(bareRate);
                        ours.add(ourRate);
                    }
                }
            }
        }
        return List.of(line(Median.of(bare), Median.of(ours)));
    }

    private static Measured line(Median bare, Median ours) {
        double ratio = ours.middle() / bare.middle();
        return new Measured("claims opened in the store", Median.whole(ours.middle()) + "/s",
            Median.whole(bare.middle()) + "/s bare", Median.percent(ratio), "at least " + Median.percent(GOAL), ratio >= GOAL,
            List.of(MEMBERS + " members at once on one listing, " + EACH + " claims each in every round, by the use case "
                + "that the API calls, in one process with its event loop, over the node's own pool and a durable embedded "
                + "PostgreSQL.",
                "Beside it the same number of `update … where key = (select … for update skip locked limit 1)` on the same "
                    + "rows through the same pool.",
                "Rounds alternate; medians of " + ROUNDS + " (ours " + ours.range() + ", bare " + bare.range()
                    + "); after each round the number of claims and of distinct slots under them was checked."),
            "ours also finds the listing, counts the member's live claims, looks for an earlier claim on the unit, and writes a "
                + "claim with its five index entries; the bare queue changes one row.");
    }

    private Ground ground(OpenDatabase database) {
        Host host = Cooperative.LYON.host();
        var agreements = new Agreements() {
            @Override
            public Level level(Host other) {
                return Level.CLAIM;
            }

            @Override
            public boolean isWitnessed(Host host) {
                return true;
            }

            @Override
            public boolean clocksAgree(Host host) {
                return true;
            }

            @Override
            public Set<Host> hosts() {
                return Set.of(host);
            }

            @Override
            public Optional<List<Money>> floors(Host other) {
                return Optional.empty();
            }
        };
        var world = database.world();
        var store = database.store();
        var outbox = new Outbox(host);
        var files = new Files(world, host, store, (peer, path, max) -> Future.failedFuture("no files"),
            hash -> Future.failedFuture("no files"));
        var stock = new Stock(world, host, store, outbox, agreements, files);
        var claims = new Claims(world, store, outbox, new Board(world, host, store, agreements), stock,
            new Pseudonyms(new byte[32]));
        var listing = new ObjectUrl(Noun.LISTING, host, world.newId());
        var requester = new ObjectUrl(Noun.REQUESTER, host, world.newId());
        long lease = database.get(open -> Migrations.apply(open).compose(done -> rows.listing(open, host, listing, requester)));
        long key = database.get(open -> rows.listingOf(open, lease));
        return new Ground(database, claims, listing, key, lease, IntStream.range(0, MEMBERS).mapToObj(i ->
            new Person(world.newId(), "Member " + i, Set.of(Role.WORKER))).toList());
    }

    /** Every member takes its slots one after another; gives how many were taken per second. */
    private double round(Ground ground, long first, IntFunction<Future<Void>> take) {
        ground.database.get(store -> rows.stock(store, ground.lease, first, SLOTS).compose(done -> rows.tidy(store)));
        long nanos = ground.database.get(store -> {
            long begun = System.nanoTime();
            return Future.all(IntStream.range(0, MEMBERS).mapToObj(member -> again(member, EACH, take)).toList())
                .map(done -> System.nanoTime() - begun);
        });
        BenchStore.Taken taken = ground.database.get(rows::taken);
        if (taken.slots() != TAKEN || taken.claims() != taken.distinctSlots()
                || taken.claims() != 0 && taken.claims() != TAKEN) {
            throw new IllegalStateException("expected " + TAKEN + " slots taken once each, and found " + taken);
        }
        ground.database.get(rows::end);
        return TAKEN / (nanos / 1e9);
    }

    private static Future<Void> again(int member, int left, IntFunction<Future<Void>> take) {
        return left == 0 ? Future.succeededFuture()
            : take.apply(member).compose(taken -> again(member, left - 1, take));
    }

    private static Void requireTaken(boolean taken) {
        if (!taken) {
            throw new IllegalStateException("there was no slot left, and " + (SLOTS - TAKEN) + " should have been");
        }
        return null;
    }
}
