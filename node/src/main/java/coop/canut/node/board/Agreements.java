package coop.canut.node.board;

import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the members of this and of other cooperatives have agreed, as far as the board must know it; from memory. */
public interface Agreements {

    /** How far work goes between us and a host: the lower of both sides' levels, {@code CLAIM} for our own host. */
    Level level(Host host);

    /** Whether that host's clock is near enough to ours for claims on what it lends; {@code true} for our own host. */
    boolean clocksAgree(Host host);

    /** Whether that host's log was ever compared with what others saw of it; {@code true} for our own host. */
    boolean isWitnessed(Host host);

    /** Every host that may be at level {@code CLAIM} or {@code SEE}, our own included. */
    Set<Host> hosts();

    /** The least pay per hour in the newest policy of a host, one amount for each currency; empty if we have read none. */
    Optional<List<Money>> floors(Host host);
}
