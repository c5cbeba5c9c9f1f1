package coop.canut.node.post;

import coop.canut.protocol.name.Host;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * How a commit tells the writers that something waits. The same runnable is given for the same stream each time, so a
 * transaction that says many things wakes once. Before the post has started nobody listens, and nothing is lost: the
 * writers look at the store when they start.
 */
final class Wakes {

    private final Map<Host, Runnable> channels = new ConcurrentHashMap<>();
    private volatile Runnable logSleeper = () -> { };
    private final Runnable log = this::wakeLog;
    private volatile Consumer<Host> channelSleeper = host -> { };

    /** From now on wakes go to these. */
    void attach(Runnable logWriter, Consumer<Host> channelWriter) {
        logSleeper = logWriter;
        channelSleeper = channelWriter;
    }

    private void wakeLog() {
        logSleeper.run();
    }

    /** Wakes the writer of our public log. */
    Runnable log() {
        return log;
    }

    /** Wakes the courier to a peer. */
    Runnable channel(Host peer) {
        return channels.computeIfAbsent(peer, host -> () -> channelSleeper.accept(host));
    }
}
