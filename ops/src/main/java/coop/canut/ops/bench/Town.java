package coop.canut.ops.bench;

import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.ops.client.Patience;
import coop.canut.ops.demo.People;
import coop.canut.ops.demo.Story;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.federation.Supervised;
import coop.canut.protocol.money.Money;
import java.time.Duration;

/** Three nodes with their people, peered, and a requester in Lyon whose money will last. */
record Town(Supervised place, Federation federation, People people, Story story) implements AutoCloseable {

    static final Patience PATIENCE = new Patience(Duration.ofSeconds(60));
    static final Money MONEY = Money.of(10_000_000, "EUR");

    /** Starts it on durable data of its own. */
    static Town start() {
        var place = new Supervised(null);
        try {
            Federation federation = place.start(Cooperative.ALL, Federation.freePorts(Cooperative.ALL.size()),
                EmbeddedPostgres.Options.standard());
            People people = People.admit(federation);
            people.peer(MONEY.amount(), PATIENCE);
            var story = new Story(people, PATIENCE);
            story.deposit(Cooperative.LYON, MONEY);
            return new Town(place, federation, people, story);
        } catch (RuntimeException failed) {
            place.close();
            throw failed;
        }
    }

    /** Stops the nodes that are not to be measured. */
    void stopAllBut(Cooperative cooperative) {
        Cooperative.ALL.stream().filter(other -> !other.equals(cooperative))
            .forEach(other -> federation.node(other).stop());
    }

    @Override
    public void close() {
        place.close();
    }
}
