package coop.canut.node.peer;

import coop.canut.node.World;
import coop.canut.node.peer.PeerList.Entry;
import coop.canut.node.store.Store;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Lists of peers: writing ours, and taking over another. Each host's keys are looked at first, and nothing is stated until
 * somebody has seen what would be. A statement always rests on a decision of our own members, whoever wrote the list.
 */
public final class PeerLists {

    /** Hosts that are looked at side by side. */
    private static final int AT_ONCE = 8;
    /** For how long hosts are looked at: somebody waits. Whoever was not asked by then is pending like one that is silent. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);
    /** Hosts that wait to be stated and are shown. */
    private static final int PENDING_SHOWN = 1_000;

    private final World world;
    private final Host self;
    private final Store store;
    private final Peers peers;
    private final PendingStore pending = new PendingStore();

    /** The lists of this host. */
    public PeerLists(World world, Host self, Store store, Peers peers) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.peers = peers;
    }

    /** What becomes of one host of a list. */
    public enum Fate {
        /** It is stated for the first time. */
        ADDED,
        /** Its level is another one. */
        CHANGED,
        /** We stand to it so already. */
        SAME,
        /** Nothing is stated: {@link Row#problem} says why. It stays listed. */
        PENDING
    }

    /**
     * One host of a list, and what becomes of it.
     *
     * @param now     what we stated, or null if we stated nothing
     * @param seen    the keys that it shows, or null
     * @param problem why nothing is stated, or null: {@code not-yet} if it was not reached, {@code key-owner-mismatch} if its
     *                keys are others than the list has, else what {@link Peers#look} or {@link Peers#state} refused
     */
    public record Row(Entry entry, Level now, Hash seen, Fate fate, Problem problem) {
    }

    /**
     * What comes of a list.
     *
     * @param wrong     what is wrong with it; if anything is, there is nothing else
     * @param left      peers of ours that are not on it, which stay as they are
     * @param confirmed the same list with the keys that were seen: what is to be applied
     */
    public record Result(List<PeerList.Wrong> wrong, List<Row> rows, List<Host> left, PeerList confirmed) {

        /** How many have this fate. */
        public long count(Fate fate) {
            return rows.stream().filter(row -> row.fate() == fate).count();
        }
    }

    /** How we stand to others, as we stated it. */
    public Future<PeerList> export() {
        return peers.all().map(all -> new PeerList(self, world.second(), all.stream()
            .map(state -> peers.relations().of(state.host())).filter(relation -> relation.our().number() > 0)
            .map(relation -> new Entry(0, relation.host(), relation.ours(),
                peers.keys(relation.host()).map(keys -> keys.last()).orElse(null), relation.our().decision(),
                relation.our().reason())).toList()));
    }

    /** What a list would do. Hosts that we do not know are looked at; nothing is kept and nothing is stated. */
    public Future<Result> preview(String list) {
        PeerList.Read read = PeerList.read(list, self);
        return read.wrong().isEmpty() ? rows(read.entries()).map(rows -> result(read, rows))
            : Future.succeededFuture(result(read, List.of()));
    }

    /**
     * States what a list says, on a decision of ours. Hosts without a fingerprint in it, with other keys than that, or that
     * cannot be reached are kept as pending. What was stated stays stated if this breaks off; the list may be given again.
     *
     * @param list as {@link Result#confirmed} of a preview
     */
    public Future<Result> apply(String list, String decision) {
        return Future.succeededFuture(PeerRules.decision(decision)).compose(number -> {
            PeerList.Read read = PeerList.read(list, self);
            return !read.wrong().isEmpty() ? Future.succeededFuture(result(read, List.of()))
                : rows(read.entries()).compose(rows -> stated(rows, number, new ArrayList<>()))
                    .map(rows -> result(read, rows));
        });
    }

    private Result result(PeerList.Read read, List<Row> rows) {
        Set<Host> listed = new HashSet<>(read.entries().stream().map(Entry::host).toList());
        return new Result(read.wrong(), rows, peers.known().stream().filter(host -> !host.equals(self)
                && !listed.contains(host) && peers.relations().of(host).our().number() > 0).toList(),
            new PeerList(self, world.second(), rows.stream().map(row -> row.entry().with(
                row.fate() == Fate.PENDING ? null : row.seen())).toList()));
    }

    private Future<List<Row>> rows(List<Entry> entries) {
        Map<Host, Row> found = new ConcurrentHashMap<>();
        Deque<Entry> waiting = new ArrayDeque<>(entries);
        Instant end = world.now().plus(PATIENCE);
        List<Future<Void>> lanes = IntStream.range(0, AT_ONCE).mapToObj(lane -> lane(waiting, end, found)).toList();
        return Future.all(lanes).map(all -> entries.stream().map(entry -> found.get(entry.host())).toList());
    }

    private Future<Void> lane(Deque<Entry> waiting, Instant end, Map<Host, Row> found) {
        Entry next;
        synchronized (waiting) {
            next = waiting.poll();
        }
        return next == null ? Future.succeededFuture()
            : seen(next, end).map(seen -> row(next, seen))
                .recover(error -> error instanceof Refused refused
                    ? Future.succeededFuture(pending(next, null, refused.problem())) : Future.failedFuture(error))
                .compose(row -> {
                    found.put(next.host(), row);
                    return lane(waiting, end, found);
                });
    }

    private Future<Hash> seen(Entry entry, Instant end) {
        return peers.keys(entry.host()).map(keys -> Future.succeededFuture(keys.last())).orElseGet(() ->
            world.now().isBefore(end) ? peers.look(entry.host()).map(Seen::keys)
                : Future.failedFuture(new Refused(Problem.NOT_YET, "not asked in time")));
    }

    private Row row(Entry entry, Hash seen) {
        if (entry.fingerprint() != null && !entry.fingerprint().equals(seen)) {
            return pending(entry, seen, Problem.KEY_OWNER_MISMATCH);
        }
        Level now = now(entry.host());
        Fate fate = now == null ? Fate.ADDED : now == entry.level() ? Fate.SAME : Fate.CHANGED;
        return PeerRules.isHeard(entry.level()) && peers.relations().coveredBy(entry.host()).isPresent()
            ? pending(entry, seen, Problem.PEER_SUSPENDED) : new Row(entry, now, seen, fate, null);
    }

    private Row pending(Entry entry, Hash seen, Problem problem) {
        return new Row(entry, now(entry.host()), seen, Fate.PENDING, problem);
    }

    private Level now(Host host) {
        PeerStore.Relation relation = peers.relations().of(host);
        return relation == null || relation.our().number() == 0 ? null : relation.ours();
    }

    /** One after the other: each statement is a transaction, and the next is judged by what it left. */
    private Future<List<Row>> stated(List<Row> rows, String decision, List<Row> done) {
        if (done.size() == rows.size()) {
            return Future.succeededFuture(done);
        }
        Row next = rows.get(done.size());
        Entry entry = next.entry();
        boolean compared = entry.fingerprint() != null;
        Future<Row> outcome = next.fate() == Fate.SAME ? Future.succeededFuture(next)
            : next.fate() == Fate.PENDING || !compared ? keep(compared || next.fate() == Fate.PENDING ? next
                : pending(entry, next.seen(), Problem.NOT_YET), decision)
            : peers.state(entry.host(), entry.level(), decision, entry.reason()).map(next)
                .recover(error -> error instanceof Refused refused
                    ? keep(pending(entry, next.seen(), refused.problem()), decision) : Future.failedFuture(error));
        return outcome.compose(row -> {
            done.add(row);
            return stated(rows, decision, done);
        });
    }

    private Future<Row> keep(Row row, String decision) {
        Entry entry = row.entry();
        return pending.keep(store, new PendingPeer(entry.host(), entry.level(), entry.fingerprint(), decision, entry.reason(),
            row.problem().code(), world.now())).map(row);
    }

    /** Hosts about which our members decided and nothing could be stated, by name. */
    public Future<List<PendingPeer>> pending() {
        return pending.all(store, PENDING_SHOWN);
    }

    /** Forgets a host that was pending. */
    public Future<Void> drop(Host host) {
        return pending.drop(store, host);
    }
}
