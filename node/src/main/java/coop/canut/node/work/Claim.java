package coop.canut.node.work;

import coop.canut.node.board.Terms;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.name.Id;
import java.time.Instant;
import java.util.List;

/**
 * A task in the hands of a member, with all that is needed to do it.
 *
 * @param unit    the unit it asks an answer for
 * @param input   of the unit, opaque JSON
 * @param content files that go with it, to be read by {@link Files#read}
 * @param due     when it must be answered; a minute of grace follows
 * @param terms   the revision that this claim pins, with template, price and title
 * @param draft   what the member has kept of an answer with {@link Claims#keep}, or null
 */
public record Claim(Id id, Id unit, String input, List<Content> content, Instant opened, Instant due, Terms terms,
                    String draft) {
}
