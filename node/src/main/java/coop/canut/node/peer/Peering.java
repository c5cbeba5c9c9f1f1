package coop.canut.node.peer;

import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Host;

/** How one cooperative says in its public log that it stands to another. */
public record Peering(Host from, Host to, Level level) {
}
