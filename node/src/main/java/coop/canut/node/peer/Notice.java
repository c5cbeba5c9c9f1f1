package coop.canut.node.peer;

import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Host;

/**
 * What somebody is told whose work touches a cooperative with which no new tasks are taken.
 *
 * @param holds   the level between us and them
 * @param why     the statement that brought it there, or null: its log told two stories, and nobody has decided
 * @param open    tasks that are in hand
 * @param answers answers that nobody has decided about
 */
public record Notice(Host host, Level holds, Statement why, long open, long answers) {
}
