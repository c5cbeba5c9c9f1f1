package coop.canut.node.peer;

import coop.canut.node.decision.PolicyInForce;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import java.util.Optional;

/**
 * A host as it shows itself, before anything is stated about it. That the keys are really that cooperative's is for two
 * stewards to find out.
 *
 * @param keys   hash of its newest key statement, as {@link PeerState#keys} has it of a peer
 * @param policy what it says is in force, signed by these keys; empty if it shows none. Only its log, which is read when a
 *               level is stated, proves that there is no newer one
 */
public record Seen(Host host, Hash keys, Optional<PolicyInForce> policy) {
}
