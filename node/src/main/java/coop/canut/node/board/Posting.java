package coop.canut.node.board;

import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Instant;
import java.util.List;

/**
 * One row of the board: a listing as somebody looking for work sees it.
 *
 * @param requester       the requester's legal name
 * @param endUse          what the answers are for, as the requester signed it
 * @param price           of one answer
 * @param hourly          what that comes to in an hour by the estimate, rounded down; {@code pace} has what it came to
 * @param severity        the worst of its content, 0 to 4
 * @param takeable        whether a member of this node could take a task of it now, if one is left
 * @param place           where a next page would go on
 * @param pace            what it really took members of this node; null while fewer than five answers are known
 */
public record Posting(ObjectUrl url, long revision, State state, String requester, String title, String endUse, Money price,
                      Money hourly, long estimatedSeconds, long units, long answersPerUnit, long severity,
                      List<String> languages, List<String> skills, String machineHelp, Instant deadline, Instant published,
                      boolean takeable, Place place, Pace pace) {

    /** The same row under the level that holds towards its host now. */
    Posting under(Level level) {
        return new Posting(url, revision, state, requester, title, endUse, price, hourly, estimatedSeconds, units,
            answersPerUnit, severity, languages, skills, machineHelp, deadline, published,
            takeable && level == Level.CLAIM, place, pace);
    }
}
