package coop.canut.ops.sim;

import coop.canut.node.Rooms;
import coop.canut.node.fetch.Network.Request;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The nodes of one simulation and what they share: time, weather, roads, and an event loop on which all of them run. */
final class Town implements AutoCloseable {

    private static final List<String> NAMES =
        List.of("lyon", "bologna", "nairobi", "porto", "bruxelles", "kyiv", "lima", "hanoi");
    /** Nodes of a town at most. */
    static final int NODES = NAMES.size();

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final Complaints complaints = Complaints.heard(vertx);
    private final Pulse pulse = new Pulse(context, this::underWay);
    private final Timeline timeline = new Timeline();
    private final Trace trace = new Trace(timeline::now);
    private final Map<Host, Resident> residents = new LinkedHashMap<>();
    private final Map<Host, Liar> liars = new LinkedHashMap<>();
    private final Memory memory = new Memory(residents::containsKey);
    private final List<Resident> dead = new ArrayList<>();
    private long buried;
    private final List<String> findings = new ArrayList<>();
    private final Grounds grounds;
    private final Plot plot;
    private final Dice dice;
    private final Weather weather;
    private final Roads roads;
    private final Fault fault;
    private Consumer<Resident> onDeath = resident -> { };

    /** So many nodes, none of them founded. */
    Town(Grounds grounds, Dice dice, int nodes, Fault fault) {
        this.grounds = grounds;
        this.plot = grounds.plot();
        this.dice = dice;
        this.fault = fault;
        for (String name : NAMES.subList(0, nodes)) {
            Host host = Host.of(name + ".example");
            residents.put(host, new Resident(host, plot.freshKeys(host), plot.fresh(name, fault.loosened())));
        }
        context.exceptionHandler(this::unhandled);
        vertx.exceptionHandler(this::unhandled);
        weather = new Weather(dice.branch());
        roads = new Roads(residents, liars, timeline, weather, memory, trace);
    }

    Grounds grounds() {
        return grounds;
    }

    Timeline timeline() {
        return timeline;
    }

    Trace trace() {
        return trace;
    }

    Weather weather() {
        return weather;
    }

    Memory memory() {
        return memory;
    }

    Vertx vertx() {
        return vertx;
    }

    List<Resident> residents() {
        return List.copyOf(residents.values());
    }

    /** A peer of which nobody knows yet that it lies. */
    void admit(Liar liar) {
        liars.put(liar.host(), liar);
    }

    boolean isLiar(String host) {
        return liars.containsKey(Host.of(host));
    }

    List<Liar> liars() {
        return List.copyOf(liars.values());
    }

    /** Carries what a liar says. */
    void carry(Host liar, Host to, Request request) {
        roads.carry(liar, to, request);
    }

    /** What is wrong so far. */
    List<String> findings() {
        return findings;
    }

    /** What is to be done after a death. */
    void onDeath(Consumer<Resident> heir) {
        onDeath = heir;
    }

    /** Starts a node's next life; to be called in a happening. */
    Future<Void> start(Resident resident) {
        buried += resident.life() == null ? 0 : resident.life().lifeline().statements();
        var life = new Life[1];
        life[0] = new Life(resident, pulse, fault, () -> died(resident));
        resident.begin(life[0]);
        var world = new SimWorld(resident, life[0], timeline, dice.branch(), roads.of(resident, life[0]));
        return life[0].start(vertx, world, grounds.freePort()).onComplete(started -> {
            trace.say(resident + (started.succeeded() ? " is up" : " does not start: " + started.cause()));
            if (started.failed() && !life[0].isOver()) {
                findings.add(resident + " does not start: " + started.cause());
            }
        });
    }

    /** What nobody waits for any more fails when connections are cut; anything else that nobody handles is a bug. */
    private void unhandled(Throwable error) {
        boolean cut = error instanceof IOException || error.getMessage() != null && error.getMessage().contains("57P01");
        if (!cut) {
            findings.add("Nobody handles: " + error);
        }
    }

    private void died(Resident resident) {
        trace.say(resident + " dies " + resident.life().lifeline().last());
        dead.add(resident);
    }

    /** Somebody does something at a node. Refusals are answers; anything else that fails is a bug of the node. */
    <T> void act(Resident at, String what, Function<Rooms, Future<T>> use, Consumer<T> then) {
        Life life = at.life();
        if (!at.isUp()) {
            trace.say(at + " is away: " + what);
            return;
        }
        life.awaited(asked(use, life.rooms())).onComplete(done -> {
            if (life.isOver()) {
                return;
            }
            if (done.succeeded()) {
                trace.say(at + " " + what);
                then.accept(done.result());
            } else if (done.cause() instanceof Refused refused) {
                trace.say(at + " refuses: " + what + ": " + refused.problem().code());
            } else {
                findings.add(at + " breaks on: " + what + ": " + done.cause());
            }
        });
    }

    private static <T> Future<T> asked(Function<Rooms, Future<T>> use, Rooms rooms) {
        try {
            return use.apply(rooms);
        } catch (Refused refused) {
            return Future.failedFuture(refused);
        }
    }

    /** Lets time pass, one happening after another, and looks after each; ends early when something is found to be wrong. */
    void live(Duration time, Runnable look) {
        Instant end = timeline.now().plus(time);
        while (findings.isEmpty()) {
            Timeline.Happening next = timeline.next(end);
            if (next == null) {
                return;
            }
            now(next.what(), next::happen);
            look.run();
        }
    }

    /** Does something at this instant. */
    void now(String what, Runnable action) {
        long before = statements();
        try {
            pulse.run(action);
        } catch (IllegalStateException stuck) {
            findings.add(what + ": " + stuck.getMessage());
        }
        roads.settle();
        residents.values().stream().filter(resident -> resident.life() != null && resident.life().lifeline().isDoomed())
            .forEach(resident -> pulse.run(() -> resident.life().lifeline().end("before it commits what it has answered")));
        trace.say(what + " · " + (statements() - before));
        List<Resident> gone = List.copyOf(dead);
        dead.clear();
        for (Resident resident : gone) {
            pulse.run(resident.life()::bury);
            grounds.cut(resident.database().name());
            onDeath.accept(resident);
        }
        findings.addAll(memory.contradictions());
        // Who is told two stories by a liar has reason to complain.
        complaints.all().stream().filter(complaint -> liars.keySet().stream().noneMatch(liar ->
            complaint.contains("the log of " + liar + " tells two stories"))).forEach(findings::add);
    }

    private long statements() {
        return buried + residents.values().stream().filter(resident -> resident.life() != null)
            .mapToLong(resident -> resident.life().lifeline().statements()).sum();
    }

    private String underWay() {
        return residents.values().stream().filter(resident -> resident.life() != null)
            .map(resident -> resident + ": " + resident.life().lifeline().last()).collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        vertx.close().await();
        complaints.close();
        plot.close();
    }
}
