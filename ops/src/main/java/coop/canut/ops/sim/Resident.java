package coop.canut.ops.sim;

import coop.canut.node.Identity;
import coop.canut.node.NodeConfig;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node of the town through all its lives: its name, its keys, its database, and how wrong its clock is. */
final class Resident {

    private final Host host;
    private final Identity identity;
    private final NodeConfig config;
    private final List<String> backups = new ArrayList<>();
    private Duration ahead = Duration.ZERO;
    private Life life;

    Resident(Host host, Identity identity, Path keys, NodeConfig.Database database) {
        this.host = host;
        this.identity = identity;
        var founding = new NodeConfig.Founding(List.of(Money.of(1_200, "EUR")), 50, 20,
            List.of(480L, 480L, 240L, 120L, 60L), List.of(2_400L, 2_400L, 1_200L, 600L, 300L), 14, "show");
        config = new NodeConfig(host, host.toString(), "127.0.0.1", 0, database, keys, Map.of(), founding);
    }

    Host host() {
        return host;
    }

    Identity identity() {
        return identity;
    }

    NodeConfig config() {
        return config;
    }

    /** Names of databases, the oldest first. */
    List<String> backups() {
        return backups;
    }

    /** By how much its clock is ahead of the town's. */
    Duration ahead() {
        return ahead;
    }

    void setClock(Duration ahead) {
        this.ahead = ahead;
    }

    /** The present life, or the last one; null before the first. */
    Life life() {
        return life;
    }

    void begin(Life next) {
        life = next;
    }

    /** Whether it answers. */
    boolean isUp() {
        return life != null && life.isUp();
    }

    /** The first label of its name. */
    @Override
    public String toString() {
        return host.toString().substring(0, host.toString().indexOf('.'));
    }
}
