package coop.canut.node.peer;

import coop.canut.protocol.name.Host;
import java.util.List;

/**
 * What hangs between us and another cooperative at this moment.
 *
 * @param openListings listings of theirs that stand open on our board
 * @param stock        slots of theirs that lie in our stock, and nobody works on
 * @param claims       tasks of theirs that our members have in hand
 * @param members      how many members that are
 * @param answers      answers of our members that they have not decided about
 * @param lent         slots of ours that they hold, and have not answered
 * @param lentListings of how many of our listings
 * @param theirAnswers answers of theirs that our requesters have not decided about
 * @param owed         by currency
 * @param under        hosts that are sub-domains of theirs, and that either side has stated anything about
 */
public record Tie(long openListings, long stock, long claims, long members, long answers, long lent, long lentListings,
                  long theirAnswers, List<Owed> owed, List<Host> under) {

    /**
     * What is owed in one currency, in minor units.
     *
     * @param toUs     by them
     * @param toThem   by us
     * @param coming   what our members' tasks in hand, and their answers that nobody decided about, will add to {@code toUs}
     */
    public record Owed(String currency, long toUs, long toThem, long coming) {
    }
}
