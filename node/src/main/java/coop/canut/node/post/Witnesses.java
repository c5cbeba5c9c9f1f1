package coop.canut.node.post;

import coop.canut.node.World;
import coop.canut.node.post.Comparison.Outcome;
import coop.canut.node.store.Store;
import coop.canut.protocol.Limits;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Origin;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether others see the logs that we read as we do. A log that shows each reader a story of its own is found only by readers
 * who talk: so each log is compared with what two peers have cosigned of it, chosen by lot, once a day, and for the first
 * time before any claim on that host's slots is opened. Source: FEDERATION.md 4, C2SP tlog-witness.
 */
public final class Witnesses {

    private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);
    private static final Duration EVERY = Duration.ofDays(1);
    private static final int ANSWERS = 2;
    /** Peers that are asked until two have answered: not every peer of ours reads that log, or answers at all. */
    private static final int ASKED = 6;

    private final World world;
    private final Store store;
    private final Correspondents correspondents;
    private final SignedCalls calls;
    private final Reader reader;
    private final Forks forks;
    private final WitnessStore witnesses = new WitnessStore();
    private final LogStore logs = new LogStore();
    private final Set<Host> compared = ConcurrentHashMap.newKeySet();
    private boolean comparing;

    Witnesses(World world, Store store, Correspondents correspondents, SignedCalls calls, Reader reader, Forks forks) {
        this.world = world;
        this.store = store;
        this.correspondents = correspondents;
        this.calls = calls;
        this.reader = reader;
        this.forks = forks;
    }

    /** Reads into memory which logs were ever compared. */
    public Future<Void> load() {
        return witnesses.compared(store).map(hosts -> {
            compared.addAll(hosts);
            return null;
        });
    }

    /** Whether this host's log was ever compared, with as many witnesses as there were. */
    public boolean haveCompared(Host host) {
        return compared.contains(host);
    }

    /** What witnesses said about a host's log, the latest first. */
    public Future<List<Comparison>> of(Host host) {
        return witnesses.of(store, host);
    }

    /** Compares one log that it is time for. It goes on beside other work, since it asks other nodes. */
    public Future<Void> tick() {
        if (!comparing) {
            comparing = true;
            witnesses.due(store, correspondents.readers(), world.now().minus(EVERY))
                .compose(host -> host == null ? Future.succeededFuture(false) : compare(host).map(true))
                .onComplete(done -> {
                    comparing = false;
                    if (done.failed()) {
                        LOG.info("a log could not be compared: {}", done.cause().getMessage());
                    } else if (done.result()) {
                        tick();
                    }
                });
        }
        return Future.succeededFuture();
    }

    private Future<Void> compare(Host host) {
        return logs.head(store, host).map(head -> head.orElseThrow()).compose(head ->
            ask(host, head.epoch(), byLot(host), 0, 0)).compose(asked -> witnesses.done(store, host, world.now()))
            .onSuccess(done -> compared.add(host));
    }

    private List<Host> byLot(Host host) {
        List<Host> peers = new ArrayList<>(correspondents.readers().stream().filter(peer -> !peer.equals(host)).sorted()
            .toList());
        List<Host> chosen = new ArrayList<>();
        while (!peers.isEmpty() && chosen.size() < ASKED) {
            int lot = ByteBuffer.wrap(world.random(Integer.BYTES)).getInt();
            chosen.add(peers.remove(Integer.remainderUnsigned(lot, peers.size())));
        }
        return chosen;
    }

    private Future<Void> ask(Host host, long epoch, List<Host> peers, int next, int answers) {
        if (next == peers.size() || answers == ANSWERS) {
            return Future.succeededFuture();
        }
        Host witness = peers.get(next);
        return ask(host, epoch, witness).transform(asked -> {
            if (asked.failed()) {
                LOG.debug("{} says nothing about the log of {}: {}", witness, host, asked.cause().getMessage());
            }
            return ask(host, epoch, peers, next + 1, asked.succeeded() ? answers + 1 : answers);
        });
    }

    private Future<Void> ask(Host host, long epoch, Host witness) {
        Hash origin = Hash.sha256(Checkpoint.origin(host, epoch).getBytes(StandardCharsets.UTF_8));
        return calls.getPublic(witness, "/canut/1/witness/" + origin + "/checkpoint", Limits.CHECKPOINT_CHARS)
            .compose(body -> {
                String note = body.toString(StandardCharsets.UTF_8);
                KeyHistory keys = correspondents.keys(host).orElseThrow();
                return world.compute(() -> {
                    Checkpoint said = Checkpoint.verify(note, Forks.logKeys(keys));
                    if (!said.origin().equals(new Origin(host, epoch).toString())) {
                        throw new IllegalArgumentException(witness + " speaks of " + said.origin());
                    }
                    return said;
                }).compose(said -> readUpTo(host, said.size())
                    .compose(read -> judge(host, witness, note, said.size())));
            });
    }

    /** The log may just have grown: then it is read on before anything is concluded. */
    private Future<Void> readUpTo(Host host, long size) {
        return logs.head(store, host).map(head -> head.orElseThrow()).compose(head -> size <= head.size()
            ? Future.succeededFuture()
            : reader.log(host).transform(read -> Future.succeededFuture()));
    }

    private Future<Void> judge(Host host, Host witness, String note, long size) {
        return forks.contradicted(host, note, witness).compose(possible -> logs.head(store, host).compose(head -> {
            Outcome outcome = !possible ? Outcome.CONTRADICTS
                : size > head.orElseThrow().size() ? Outcome.AHEAD : Outcome.AGREES;
            return witnesses.said(store, new Comparison(host, witness, world.now(), size, outcome));
        }));
    }
}
