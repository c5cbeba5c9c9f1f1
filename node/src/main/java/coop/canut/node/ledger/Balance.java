package coop.canut.node.ledger;

import coop.canut.protocol.name.Host;

/**
 * One account as it stands.
 *
 * @param amount credits less debits, in minor units: negative for what we have or are owed
 */
public record Balance(String code, String currency, long amount) {

    /** Whether this is what we owe that peer, or it us. */
    public boolean isOf(Host peer) {
        return code.startsWith("peer:" + peer + ":");
    }
}
