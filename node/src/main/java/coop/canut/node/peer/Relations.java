package coop.canut.node.peer;

import coop.canut.node.peer.PeerStore.Relation;
import coop.canut.node.peer.PeerStore.Side;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Host;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What we and others have stated of each other, as it stood in the store at one moment. Never changes. */
final class Relations {

    private final Host self;
    private final Map<Host, Relation> all = new TreeMap<>();
    private final Set<Host> suspended;

    Relations(Host self, List<Relation> relations) {
        this.self = self;
        relations.forEach(relation -> all.put(relation.host(), relation));
        suspended = relations.stream().filter(relation -> relation.ours() == Level.SUSPENDED).map(Relation::host)
            .collect(Collectors.toUnmodifiableSet());
    }

    /** Every host that either side has stated anything about, by name. */
    Set<Host> hosts() {
        return all.keySet();
    }

    /** The newest statements of both sides; null for a host that neither stated anything about. */
    Relation of(Host host) {
        return all.get(host);
    }

    /** The suspended host that a host is a sub-domain of. */
    Optional<Host> coveredBy(Host host) {
        return suspended.isEmpty() ? Optional.empty() : PeerRules.coveredBy(host, suspended::contains);
    }

    /** What we stated; at most {@code LIMITED} while a fork is undecided, and {@code SUSPENDED} under a suspended host. */
    Level ours(Host host) {
        Relation relation = all.get(host);
        Level stated = relation == null ? Level.ENDED : relation.held();
        return coveredBy(host).isPresent() ? stated.lower(Level.SUSPENDED) : stated;
    }

    /** The lower of both sides; to ourselves {@code CLAIM}. */
    Level holds(Host host) {
        Relation relation = all.get(host);
        return host.equals(self) ? Level.CLAIM : relation == null ? Level.ENDED : ours(host).lower(relation.theirs());
    }

    /** Hosts with which no new tasks are taken. */
    List<Host> belowClaim() {
        return all.keySet().stream().filter(host -> holds(host) != Level.CLAIM).toList();
    }

    /** Sub-domains of a host. */
    List<Host> under(Host host) {
        return all.keySet().stream().filter(each -> each.toString().endsWith("." + host)).toList();
    }

    /** The statement by which what holds between us and a host is what it is; null if none is. */
    Statement why(Host host) {
        Optional<Host> above = coveredBy(host);
        Relation relation = all.get(above.orElse(host));
        Side side = lower(host);
        boolean ours = side == relation.our();
        return relation.forked() || side.at() == null ? null : new Statement(ours ? self : host,
            ours ? above.orElse(host) : self, side.number(), side.level(), side.decision(), side.reason(), side.at());
    }

    /** What the side that {@link #why} speaks of had stated before its newest change; null if nothing. */
    Level before(Host host) {
        return lower(host).before();
    }

    private Side lower(Host host) {
        Optional<Host> above = coveredBy(host);
        Relation relation = all.get(above.orElse(host));
        return above.isPresent() || relation.ours().compareTo(relation.theirs()) >= 0 ? relation.our() : relation.their();
    }
}
