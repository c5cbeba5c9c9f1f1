package coop.canut.node.peer;

import coop.canut.node.post.DeliveryState;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import java.time.Instant;
import java.util.List;

/**
 * A peer as its steward sees it.
 *
 * @param ours       how we stand to it, as we stated; at most limited while a fork of its log is undecided
 * @param theirs     how it says it stands to us
 * @param holds      the lower of both; lower still under a suspended host
 * @param coveredBy  the suspended host that it is a sub-domain of, or null
 * @param keys       hash of its newest key statement: what two stewards compare; zeros while we have read none
 * @param keysNumber its number: 1 until the node has stated other keys; 0 if none of its keys were read
 * @param keysSince  when it was signed, or null
 * @param given      what we let it owe us
 * @param received   what it lets us owe it
 * @param deliveries how our streams to it go
 * @param behind     messages of our channel to it and entries of our log that it has not confirmed; they wait also while
 *                   nothing is delivered to it
 * @param lastHeard  when we last kept a message of its channel or an entry of its log, or null
 * @param stored     bytes of its messages that we keep; at {@link coop.canut.protocol.Limits#PEER_STORED_BYTES} no more are taken
 */
public record PeerState(Host host, Level ours, Level theirs, Level holds, Host coveredBy, Hash keys, long keysNumber,
                        Instant keysSince, List<Money> given, List<Money> received, List<DeliveryState> deliveries,
                        long behind, Instant lastHeard, long stored) {
}
