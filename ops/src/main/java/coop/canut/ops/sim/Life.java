package coop.canut.ops.sim;

import coop.canut.node.Node;
import coop.canut.node.NodeConfig;
import coop.canut.node.Rooms;
import coop.canut.node.fetch.Network;
import coop.canut.node.fetch.Network.Answer;
import coop.canut.node.fetch.Network.Request;
import coop.canut.node.fetch.PeerClient;
import coop.canut.node.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One life of a node, from its start to its death: the node's own code, its world, its pool, its server. When it dies, all that
 * waited in it (timers, answers, statements) never comes.
 */
final class Life {

    /** With one connection the server sees what it would see of a node that does one thing after another. */
    private static final int CONNECTIONS = 1;

    private final Resident resident;
    private final Pulse pulse;
    private final Lifeline lifeline;
    private final Set<Promise<Answer>> asked = new LinkedHashSet<>();
    private final Set<Timeline.Happening> timers = new LinkedHashSet<>();
    private final Promise<Void> started = Promise.promise();
    private Store store;
    private Node node;
    private Rooms rooms;
    private Network way;
    private int acts;
    private boolean opening;
    private boolean open;

    Life(Resident resident, Pulse pulse, Fault fault, Runnable death) {
        this.resident = resident;
        this.pulse = pulse;
        this.lifeline = new Lifeline(pulse, fault, () -> acts > 0, this::opened, () -> {
            opened();
            timers.forEach(Timeline.Happening::cancel);
            started.tryFail("died");
            List.copyOf(asked).forEach(answer -> answer.tryFail("died"));
            death.run();
        });
    }

    /** Starts the node, which listens on that port; to be called on the loop. Fails if it dies before it is up. */
    Future<Void> start(Vertx vertx, SimWorld world, int port) {
        NodeConfig config = resident.config(port);
        way = new PeerClient(vertx, Map.of(resident.host(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port())));
        store = Store.open(vertx, config.database(), CONNECTIONS, lifeline);
        Node.start(vertx, world, config, resident.identity(), (router, all) -> {
            rooms = all;
            opening = true;
            pulse.out();
            return () -> { };
        }, store).onSuccess(up -> {
            node = up;
            started.tryComplete();
        }).onFailure(error -> {
            opened();
            started.tryFail(error);
        });
        return started.future();
    }

    /** A node that has mounted its pages opens its door, and says nothing to its database before it is open. */
    private void opened() {
        if (opening) {
            opening = false;
            open = true;
            pulse.back(1);
        }
    }

    /** What people of this node may call. */
    Rooms rooms() {
        return rooms;
    }

    /** Somebody waits to be told what comes of this. */
    <T> Future<T> awaited(Future<T> act) {
        acts++;
        return act.onComplete(done -> acts--);
    }

    /** Whether its door is open: it is before the node is up, since it asks its peers first what it had said. */
    boolean answers() {
        return open && !isOver();
    }

    /** Whether it has started. */
    boolean isUp() {
        return node != null && !isOver();
    }

    /** Whether it has died. */
    boolean isOver() {
        return lifeline.isEnded();
    }

    Lifeline lifeline() {
        return lifeline;
    }

    /** A timer that ends with this life. */
    Timeline.Happening remember(Timeline.Happening timer) {
        timers.removeIf(Timeline.Happening::isOver);
        timers.add(timer);
        return timer;
    }

    void point(String name) {
        lifeline.point(name);
    }

    /** Makes a request of its server over HTTP, now; fails if it dies meanwhile. */
    Future<Answer> ask(Request request) {
        Promise<Answer> answer = Promise.promise();
        asked.add(answer);
        pulse.out();
        way.send(resident.host(), request).onComplete(done -> {
            if (done.succeeded()) {
                answer.tryComplete(done.result());
            } else {
                answer.tryFail(done.cause());
            }
        });
        return answer.future().onComplete(done -> {
            asked.remove(answer);
            pulse.back(1);
        });
    }

    /** Lets go of what the dead leave behind: a server that listens and a pool whose connections are cut. */
    void bury() {
        if (node != null) {
            node.stop();
        }
        pulse.out();
        store.close().onComplete(closed -> pulse.back(1));
    }
}
