package coop.canut.node.publish;

import static coop.canut.node.publish.Lyon.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.message.WorkMessage.SlotsReturned;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many nodes at once, on one database. */
class LeasesHammerTest {

    private static final List<Host> HOSTS =
        IntStream.range(0, 12).mapToObj(number -> Host.of("h" + number + ".example")).toList();

    @Test
    @Tag("W-01") @Tag("I-07")
    void noSlotIsEverLentTwice() {
        try (Lyon lyon = new Lyon()) {
            HOSTS.forEach(host -> {
                lyon.levels.put(host, Level.CLAIM);
                lyon.credit.put(host, 1_000_000L);
            });
            Id listing = lyon.funded(150, 4);
            List<Id> units = get(lyon.listings.units(lyon.requester, listing, 0, 150)).stream()
                .map(Listings.Placed::unit).toList();
            Random random = new Random(11);
            Set<Id> answered = new HashSet<>();
            for (int round = 0; round < 60 && answered.size() < 600; round++) {
                List<Future<?>> asked = new ArrayList<>();
                for (Host host : HOSTS) {
                    for (int i = 0; i < 3; i++) {
                        SlotsRequested request = random.nextBoolean() ? lyon.request(listing, 1 + random.nextInt(8))
                            : lyon.request(listing, 2, units.get(random.nextInt(150)), units.get(random.nextInt(150)));
                        var received = lyon.received(host, request);
                        asked.add(lyon.store.write(tx -> lyon.leases.requested().receive(tx, host, List.of(received))));
                    }
                }
                get(Future.all(asked));

                Set<Id> lentNow = new HashSet<>();
                List<Future<?>> said = new ArrayList<>();
                for (Host host : HOSTS) {
                    for (Lyon.Lent lent : lyon.lent(host)) {
                        assertTrue(lentNow.add(lent.slot().slot()), "lent twice in one round");
                        assertTrue(!answered.contains(lent.slot().slot()), "lent after it was answered");
                        if (random.nextInt(4) == 0) {
                            var back = lyon.received(host, new SlotsReturned(lent.lease(), 1 + random.nextInt(1_000_000),
                                List.of(lent.slot().slot())));
                            said.add(lyon.store.write(tx -> lyon.leases.returned().receive(tx, host, List.of(back))));
                        } else {
                            Submitted answer = lyon.answer(host, listing, lent, random.nextInt(50), "1");
                            answered.add(answer.slot());
                            var received = lyon.received(host, answer);
                            said.add(lyon.store.write(tx ->
                                lyon.submissions.submitted().receive(tx, host, List.of(received))));
                        }
                    }
                }
                get(Future.all(said));
                lyon.checkInvariants();
            }
            assertEquals(600, answered.size(), "all came to somebody in the end");
            assertEquals(600, get(lyon.reviews.acceptAll(lyon.requester, listing)).accepted());
            lyon.checkInvariants();
        }
    }
}
