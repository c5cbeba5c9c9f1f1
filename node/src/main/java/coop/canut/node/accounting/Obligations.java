package coop.canut.node.accounting;

import coop.canut.node.World;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.store.Store;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What this cooperative owes others and they owe it, by peer and by age. What was paid, paid the oldest first. */
public final class Obligations {

    private static final Duration MONTH = Duration.ofDays(30);

    private final World world;
    private final Store store;
    private final ObligationStore obligations = new ObligationStore();

    /** The obligations in this store's books. */
    public Obligations(World world, Store store) {
        this.world = world;
        this.store = store;
    }

    /**
     * What is owed between us and a peer, one way, in one currency; in minor units.
     *
     * @param ours   whether we owe it
     * @param recent of the last thirty days
     * @param older  of the thirty before
     * @param oldest of longer ago
     */
    public record Aged(Host peer, boolean ours, String currency, long recent, long older, long oldest) {

        /** All of it. */
        public long whole() {
            return recent + older + oldest;
        }
    }

    /** All that is owed, by peer; {@code not-allowed} to anybody but a treasurer. */
    public Future<List<Aged>> all(Person treasurer) {
        Instant now = world.now();
        return treasurer.is(Role.TREASURER) ? obligations.all(store, now.minus(MONTH), now.minus(MONTH.multipliedBy(2)))
            : Future.failedFuture(new Refused(Problem.NOT_ALLOWED, "obligations for " + treasurer.id()));
    }
}
