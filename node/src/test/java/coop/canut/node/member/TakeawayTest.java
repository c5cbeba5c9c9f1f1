package coop.canut.node.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.Unzipped;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything that is here of a person, for that person. */
class TakeawayTest {

    private Commons commons;

    @BeforeEach
    void open() {
        commons = new Commons();
    }

    @AfterEach
    void close() {
        commons.close();
    }

    private Unzipped taken(Person person, Takeaway.Part... parts) {
        var unzipped = new Unzipped();
        new Takeaway(commons.store, commons.people, commons.sessions, List.of(parts)).zip(person, unzipped::take).await();
        return unzipped;
    }

    @Test
    void whoWasExcludedTakesAlongWhatWasSaidOfHerAndByHer() {
        Id exclusion = commons.exclusion(commons.odile, commons.ada);
        commons.people.hearings().reply(commons.ada, exclusion, "I did not.").await();
        commons.membership.read(commons.odile, commons.ada.id()).await();
        commons.enact(tx -> commons.membership.exclude(tx, commons.ada.id(), "2026-009", commons.world.now())).await();
        Map<String, String> files = taken(commons.now(commons.ada)).files();
        assertEquals(List.of("about-me.json", "events.csv"), List.copyOf(files.keySet()));
        String about = files.get("about-me.json");
        for (String each : List.of("I did not.", "She took the cash box.", "\"excluded\"", "2026-009", "\"worker\"", "Odile")) {
            assertTrue(about.contains(each), each + " in " + about);
        }
        assertEquals(6, files.get("events.csv").lines().count());
        assertTrue(files.get("events.csv").contains("\"read-person\",\"Odile\""));
    }

    @Test
    void theOthersAddTheirsAndItGoesOutChunkByChunk() {
        String line = "0123456789abcdef".repeat(64) + "\n";
        Takeaway.Part large = (person, parcel) -> {
            Future<Void> done = parcel.begin("large.txt");
            for (int i = 0; i < 2_000; i++) {
                String each = commons.world.newId() + line;
                done = done.compose(before -> parcel.write(each));
            }
            return done;
        };
        Unzipped taken = taken(commons.ada, large);
        assertEquals(2_000, taken.files().get("large.txt").lines().count());
        assertTrue(taken.largest() < 50_000, "a chunk of " + taken.largest() + " bytes");
    }
}
