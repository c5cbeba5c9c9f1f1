package coop.canut.node.publish;

import coop.canut.node.decision.Policies;
import coop.canut.node.decision.PolicyInForce;
import coop.canut.node.member.Requesters;
import coop.canut.node.peer.Peers;
import coop.canut.node.post.Post;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Instant;

/** What the members have decided, as far as publishing and lending must know it. */
public interface Terms {

    /** How far a node is let in: the lower of both sides' levels, {@code CLAIM} for our own host. Answered from memory. */
    Level level(Host peer);

    /**
     * Up to how many minor units that node lets us owe it; {@link Long#MAX_VALUE} for our own host, 0 if it stated nothing.
     */
    Future<Long> creditGivenBy(Tx tx, Host peer, String currency);

    /** The policy in force here. */
    PolicyInForce policy();

    /**
     * When our database last came from a backup, if there are nodes at level {@code CLAIM} that have not shown since what we
     * had lent them; else null.
     */
    Instant lentUnknownSince();

    /** Refuses a requester that may publish nothing new; see {@link Requesters#requireMayPublish}. */
    Future<Void> requireMayPublish(Sql sql, Id requester);

    /** The terms that the rooms of peers, decisions and members keep. */
    static Terms of(Peers peers, Policies policies, Post post, Requesters requesters) {
        return new Terms() {
            @Override
            public Future<Void> requireMayPublish(Sql sql, Id requester) {
                return requesters.requireMayPublish(sql, requester);
            }

            @Override
            public Level level(Host peer) {
                return peers.level(peer);
            }

            @Override
            public Future<Long> creditGivenBy(Tx tx, Host peer, String currency) {
                return peers.creditGivenBy(tx, peer, currency);
            }

            @Override
            public PolicyInForce policy() {
                return policies.current();
            }

            @Override
            public Instant lentUnknownSince() {
                boolean unknown = post.unsettled().stream().anyMatch(peer -> peers.level(peer) == Level.CLAIM);
                return unknown ? post.restoredAt() : null;
            }
        };
    }
}
