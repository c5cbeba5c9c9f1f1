package coop.canut.node.post;

import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.message.KeyHistory;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/** What the post must know about other nodes; answered from memory, as every request asks. */
public interface Correspondents {

    /** The newest keys of a host whose log we have read, ourselves included; empty for a stranger. */
    Optional<KeyHistory> keys(Host host);

    /**
     * The keys of a host as its log, as far as we hold it, stated them before an entry: an entry is judged by its place, since
     * whoever signs the tree vouches for the order in it. What stands before the first statement is judged by that; empty if
     * we hold none.
     */
    Optional<KeyHistory> keysAt(Host host, long epoch, long index);

    /** How we ourselves stand to a host: whether it is heard at all depends on this alone. {@code ENDED} for a stranger. */
    Level ourLevel(Host host);

    /** All peers that we deliver to, without ourselves. */
    Set<Host> readers();

    /** Reads levels and keys anew from the store: something was found that changes how we stand to a host. */
    Future<Void> load();
}
