package coop.canut.ops.sim;

import coop.canut.node.NodeConfig.Database;
import coop.canut.protocol.name.Host;
import java.nio.file.Path;
import java.util.List;

/** The part of the grounds on which one town stands: databases and keys of its own, so that towns stand side by side. */
final class Plot implements AutoCloseable {

    private final Grounds grounds;
    private final int number;

    Plot(Grounds grounds, int number) {
        this.grounds = grounds;
        this.number = number;
    }

    /** The database of a node is empty again, and lacks what these statements take away. */
    Database fresh(String node, List<String> loosened) {
        return grounds.fresh("sim_" + number + "_" + node, loosened);
    }

    /** The keys of a host are there, the same on every plot, and its node has never been founded. */
    Path freshKeys(Host host) {
        return grounds.freshKeys("plot-" + number, host);
    }

    int number() {
        return number;
    }

    /** Another town may stand here now. */
    @Override
    public void close() {
        grounds.giveBack(this);
    }
}
