package coop.canut.node;

import coop.canut.node.decision.Enactors;
import coop.canut.node.decision.Surplus;
import coop.canut.node.ledger.Allocation;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.member.People;
import coop.canut.node.member.Role;
import coop.canut.node.peer.Stating;
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
import java.util.stream.Collectors;

/** Which room carries out what the members decide. */
public class Enacting implements Enactors {

    private final People people;
    private final Ledger ledger;
    private final Stating stating;

    /** These rooms do. */
    public Enacting(People people, Ledger ledger, Stating stating) {
        this.people = people;
        this.ledger = ledger;
        this.stating = stating;
    }

    @Override
    public Future<List<Id>> roll(Sql sql, Instant admittedBefore) {
        return people.membership().roll(sql, admittedBefore);
    }

    @Override
    public Future<Map<Id, String>> applications(Sql sql) {
        return people.applications().waiting(sql);
    }

    @Override
    public Future<Void> admit(Tx tx, Id application, String decision, Instant at) {
        return people.membership().admit(tx, application, decision, at);
    }

    @Override
    public Future<Void> exclude(Tx tx, Id person, String decision, Instant at) {
        return people.membership().exclude(tx, person, decision, at);
    }

    @Override
    public Future<Void> elect(Tx tx, Id person, Role role, Instant until, String decision) {
        return people.membership().elect(tx, person, role, until, decision);
    }

    @Override
    public Future<Void> recall(Tx tx, Id person, Role role, String decision) {
        return people.membership().recall(tx, person, role, decision);
    }

    @Override
    public Future<Void> compare(Host host, Level level, Hash keys) {
        return stating.compare(host, level, keys);
    }

    @Override
    public Future<Void> meet(Host host, Level level, Hash keys) {
        return stating.meet(host, level, keys);
    }

    @Override
    public Future<Void> statePeer(Tx tx, Host host, Level level, String decision, String reason, Instant at) {
        return stating.state(tx, host, level, decision, reason, at);
    }

    @Override
    public Future<Standing> standing(Sql sql, Host host) {
        return stating.standing(sql, host).map(standing -> new Standing(standing.level(), standing.decision()));
    }

    @Override
    public Future<Void> allocate(Tx tx, Surplus surplus, String decision, Instant at) {
        return ledger.allocate(tx, new Allocation(surplus.reserve(), surplus.fund(), surplus.shares().stream()
            .collect(Collectors.toMap(Surplus.Share::person, Surplus.Share::part))), decision);
    }
}
