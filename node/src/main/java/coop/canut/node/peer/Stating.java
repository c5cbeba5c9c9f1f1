package coop.canut.node.peer;

import coop.canut.node.post.Outbox;
import coop.canut.node.post.Post;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PeeringStated;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Stating a level because the members decided it. What {@link Peers#state} does in one go is in parts here: what needs the
 * network is done before, and the statement stands in the transaction that enacts the decision, or nowhere.
 */
public final class Stating {

    private final Host self;
    private final Outbox outbox;
    private final Post post;
    private final Peers peers;
    private final PeerStore store = new PeerStore();
    /** Keys of hosts that are to be stated about and not heard, of which nothing else is kept. */
    private final Map<Host, KeyHistory> shown = new HashMap<>();

    /** Statements of this host about its peers. */
    public Stating(Host self, Outbox outbox, Post post, Peers peers) {
        this.self = self;
        this.outbox = outbox;
        this.post = post;
        this.peers = peers;
    }

    /**
     * Whether a level could be stated now. Nothing is kept.
     *
     * @param keys that were compared, of a host that we do not know yet; or null
     * @throws Refused {@code field-wrong} on {@code host} or {@code level} as {@link Peers#state}; {@code not-yet} if it cannot
     *     be reached; {@code act-impossible} on {@code keys} if it shows other ones
     */
    public Future<Void> compare(Host host, Level level, Hash keys) {
        return Future.succeededFuture().compose(begun -> {
            requirePossible(host, level);
            return peers.keys(host).isPresent() ? Future.succeededFuture() : Peers.reached(post.reader().keys(host))
                .map(history -> requireSame(history, keys));
        });
    }

    /** Makes known what a statement needs of a host, as {@link #compare}; who is to be heard is met, and its log kept. */
    public Future<Void> meet(Host host, Level level, Hash keys) {
        return peers.keys(host).isPresent() ? compare(host, level, keys) : compare(host, level, keys)
            .compose(same -> Peers.reached(PeerRules.isHeard(level) ? post.reader().meet(host) : post.reader().keys(host)))
            .compose(history -> {
                requireSame(history, keys);
                shown.put(host, history);
                return peers.load();
            })
            .compose(loaded -> peers.keys(host).isPresent() ? post.forks().met(host) : Future.succeededFuture());
    }

    /**
     * States a level. Nothing that was begun is touched.
     *
     * @throws Refused (in the future) {@code act-impossible} for a host of which we know no keys; and as {@link Peers#state}
     */
    public Future<Void> state(Tx tx, Host host, Level level, String decision, String reason, Instant at) {
        return Future.succeededFuture().compose(begun -> {
            requirePossible(host, level);
            String number = PeerRules.decision(decision);
            String why = PeerRules.reason(reason);
            Hash keys = peers.keys(host).or(() -> Optional.ofNullable(shown.get(host))).map(KeyHistory::last)
                .orElseThrow(() -> new Refused(Problem.ACT_IMPOSSIBLE, "never met " + host));
            Instant second = at.truncatedTo(ChronoUnit.SECONDS);
            return store.state(tx, host, level, number, why, second).compose(count ->
                    outbox.publish(tx, second, new PeeringStated(host, count, level, keys, 0, number, why)))
                .compose(said -> store.answered(tx, host))
                .compose(answered -> post.forks().decide(tx, host, number)).map(decided -> {
                    tx.afterCommit(() -> stated(host, level));
                    return null;
                });
        });
    }

    /** What follows from a statement; if we crash before it, the next start reads levels and meets peers anew. */
    private void stated(Host host, Level level) {
        shown.remove(host);
        peers.load().onSuccess(loaded -> {
            post.meet();
            if (!PeerRules.isHeard(level) && peers.keys(host).isPresent()) {
                post.tell(host);
            }
        });
    }

    /**
     * How we stand to a host, and by which decision.
     *
     * @param decision or null
     */
    public record Standing(Level level, String decision) {
    }

    /** How we stand to a host at this moment, as the store has it. */
    public Future<Standing> standing(Sql sql, Host host) {
        return store.all(sql).map(all -> all.stream().filter(relation -> relation.host().equals(host)).findFirst()
            .map(relation -> new Standing(relation.ours(), relation.our().decision()))
            .orElse(new Standing(Level.ENDED, null)));
    }

    private void requirePossible(Host host, Level level) {
        if (host.equals(self)) {
            throw Refused.at(Problem.FIELD_WRONG, "host", "a node is no peer of itself");
        }
        if (PeerRules.isHeard(level) && peers.relations().coveredBy(host).isPresent()) {
            throw Refused.at(Problem.FIELD_WRONG, "level", "under " + peers.relations().coveredBy(host).get());
        }
    }

    private static Void requireSame(KeyHistory history, Hash keys) {
        if (keys != null && !history.last().equals(keys)) {
            throw Refused.at(Problem.ACT_IMPOSSIBLE, "keys", "other keys than were compared");
        }
        return null;
    }
}
