package coop.canut.ops.sim;

import coop.canut.node.Identity;
import coop.canut.node.NodeConfig;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A node of the town through all its lives: its name, its keys, its database, and how wrong its clock is. */
final class Resident {

    private final Host host;
    private final Path keys;
    private final NodeConfig.Database database;
    private Next next = Next.NOTHING;
    private Instant backedUp;
    private boolean restored;
    private Duration ahead = Duration.ZERO;
    private Life life;

    Resident(Host host, Path keys, NodeConfig.Database database) {
        this.host = host;
        this.keys = keys;
        this.database = database;
    }

    Host host() {
        return host;
    }

    /** Its keys, as a process that starts reads them. */
    Identity identity() {
        return Identity.read(keys, host);
    }

    /** Its configuration, with a port that is free now. */
    NodeConfig config(int port) {
        var founding = new NodeConfig.Founding(List.of(Money.of(1_200, "EUR")), 50, 20,
            List.of(480L, 480L, 240L, 120L, 60L), List.of(2_400L, 2_400L, 1_200L, 600L, 300L), 14, "show");
        return new NodeConfig(host, host.toString(), "127.0.0.1", port, database, keys, Map.of(), founding, false);
    }

    NodeConfig.Database database() {
        return database;
    }

    /** What happens to its database when it dies next. */
    enum Next { NOTHING, BACKUP, RESTORE }

    /** What happens to its database now that it has died; after that nothing, until something is planned again. */
    Next takeNext() {
        Next due = next;
        next = Next.NOTHING;
        return due;
    }

    void plan(Next due) {
        next = due;
    }

    /** The database in which its backup is. */
    String backup() {
        return database.name() + "_backup";
    }

    /** When its backup was made, or null. */
    Instant backedUp() {
        return backedUp;
    }

    void isBackedUp(Instant now) {
        backedUp = now;
    }

    /** Its database came from a backup. */
    void isRestored() {
        restored = true;
    }

    /** Whether its database ever came from a backup. */
    boolean wasRestored() {
        return restored;
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

    /** Whether requests reach it. */
    boolean answers() {
        return life != null && life.answers();
    }

    /** Whether its people can do something. */
    boolean isUp() {
        return life != null && life.isUp();
    }

    /** The first label of its name. */
    @Override
    public String toString() {
        return host.toString().substring(0, host.toString().indexOf('.'));
    }
}
