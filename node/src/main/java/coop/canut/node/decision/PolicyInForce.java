package coop.canut.node.decision;

import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import java.util.Optional;

/** A policy and the hash of the bytes of the message that enacted it. */
public record PolicyInForce(PolicyEnacted policy, Hash sha256) {

    /** How a listing names it. */
    public PolicyRef reference() {
        return new PolicyRef(policy.number(), sha256);
    }

    /** The least pay per hour in a currency; empty where the cooperative has agreed on none in it. */
    public Optional<Money> payFloor(String currency) {
        return policy.payFloor().stream().filter(floor -> floor.currency().equals(currency)).findFirst();
    }
}
