package coop.canut.node.decision;

import coop.canut.node.member.Role;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What other rooms do when a decision is enacted, and who is a member. Everything that takes a {@code Tx} happens in the
 * enacting transaction or not at all. A {@code Refused} means that the act has become impossible: the transaction is rolled
 * back, and the decision is closed with that reason. Before a vote opens the same methods are called in a transaction that is
 * always rolled back, so what stands in the way is known then. Nothing here looks at the clock.
 */
public interface Enactors {

    /** The full members that were admitted before an instant, by id. */
    Future<List<Id>> roll(Sql sql, Instant admittedBefore);

    /** Applications that wait for a decision, each with the name of who applied. */
    Future<Map<Id, String>> applications(Sql sql);

    /** Somebody who applied becomes a member. */
    Future<Void> admit(Tx tx, Id application, String decision, Instant at);

    /** A member is excluded; nothing that was earned is touched. */
    Future<Void> exclude(Tx tx, Id person, String decision, Instant at);

    /** A member serves in a role until an instant. */
    Future<Void> elect(Tx tx, Id person, Role role, Instant until, String decision);

    /** A member does not serve in a role any more. */
    Future<Void> recall(Tx tx, Id person, Role role, String decision);

    /**
     * Whether this node could state a level of a host now; nothing is kept of asking. {@code not-yet} if it cannot be reached.
     *
     * @param keys of the statement whose mark the members compared, or null
     */
    Future<Void> compare(Host host, Level level, Hash keys);

    /**
     * Makes known, outside of any transaction, what {@link #statePeer} needs of a host. {@code not-yet} while it cannot be
     * reached; then the decision waits.
     */
    Future<Void> meet(Host host, Level level, Hash keys);

    /** This node stands to a host in this way from now on. */
    Future<Void> statePeer(Tx tx, Host host, Level level, String decision, String reason, Instant at);

    /** How this node stands to a host, and by which decision. */
    Future<Standing> standing(Sql sql, Host host);

    /**
     * How this node stands to a host.
     *
     * @param decision by which it does, or null
     */
    record Standing(Level level, String decision) {
    }

    /** A surplus is booked, part by part. */
    Future<Void> allocate(Tx tx, Surplus surplus, String decision, Instant at);
}
