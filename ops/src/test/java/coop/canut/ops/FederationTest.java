package coop.canut.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.federation.NodeProcess;
import coop.canut.ops.federation.Supervised;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Real processes. */
final class FederationTest {

    private static final List<Cooperative> TWO = List.of(Cooperative.LYON, Cooperative.BOLOGNA);

    @Test
    void killingANodeKillsOnlyThatNodeAndItComesBackAsItself() throws Exception {
        try (var supervised = new Supervised(null)) {
            Federation federation = supervised.start(TWO, Federation.freePorts(2), EmbeddedPostgres.Options.forTests());
            NodeProcess lyon = federation.node(Cooperative.LYON);
            NodeProcess bologna = federation.node(Cooperative.BOLOGNA);
            String key = Files.readString(supervised.folder().resolve("lyon/keys/node.key"));

            lyon.kill();
            assertFalse(lyon.isAlive());
            assertTrue(bologna.isAlive());

            lyon.start();
            lyon.awaitReady();
            assertEquals(key, Files.readString(supervised.folder().resolve("lyon/keys/node.key")));

            federation.stop();
            assertFalse(lyon.isAlive() || bologna.isAlive());
            assertEquals(Optional.empty(), EmbeddedPostgres.running(supervised.folder().resolve("postgres")));
        }
    }
}
