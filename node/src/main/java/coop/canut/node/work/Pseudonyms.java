package coop.canut.node.work;

import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;

/** The names of our members outside this node, made with a secret that never leaves it (W-30). */
public final class Pseudonyms {

    private final byte[] key;

    /** Names made with this secret of at least 32 bytes; the same secret makes the same names. */
    public Pseudonyms(byte[] key) {
        this.key = key.clone();
    }

    /** A member's name towards a publishing node. */
    Pseudonym subject(Id member, Host publisher) {
        return Pseudonym.subject(key, member, publisher);
    }

    /** A member's name towards one requester. */
    Pseudonym worker(Id member, ObjectUrl requester) {
        return Pseudonym.worker(key, member, requester);
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
