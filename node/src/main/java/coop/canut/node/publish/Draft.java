package coop.canut.node.publish;

import coop.canut.protocol.Limits;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A listing as a requester asks for it. Refusals name these members. What was not filled in is null, or 0 where it is a
 * number; a list or map is never null.
 *
 * @param title             one line
 * @param instructions      text
 * @param template          JSON as {@code protocol.work.Template} reads it
 * @param items             an uploaded set
 * @param columns           from the names that the template shows to the columns of the set; a name that is missing here
 *                          stands for the column of the same name
 * @param answersPerUnit    1 to 100
 * @param price             of one answer
 * @param estimatedSeconds  of one answer
 * @param endUse            what the answers are for
 * @param signedBy          the human who says so
 * @param skills            the first is the one that receipts name
 * @param machineHelp       {@code none}, {@code declared} or {@code allowed}
 * @param deadline          whole seconds; the listing closes then
 * @param claimSeconds      how long a worker may hold a task
 * @param reclaimSeconds    how long a late answer is waited for before a task is lent again
 * @param autoAcceptSeconds after how long an answer nobody reviewed is accepted
 * @param audience          nodes that may take it; empty: all peers that may claim, and our own members
 * @param topUp             what is set aside for bonuses beside the escrow; null: nothing
 */
public record Draft(String title, String instructions, String template, Id items, Map<String, String> columns,
                    int answersPerUnit, Money price, long estimatedSeconds, String endUse, String signedBy,
                    List<Category> categories, List<String> languages, List<String> skills, String machineHelp,
                    Instant deadline, long claimSeconds, long reclaimSeconds, long autoAcceptSeconds,
                    List<Host> audience, Money topUp) {

    /** A draft that sets nothing aside for bonuses. */
    public Draft(String title, String instructions, String template, Id items, Map<String, String> columns,
                 int answersPerUnit, Money price, long estimatedSeconds, String endUse, String signedBy,
                 List<Category> categories, List<String> languages, List<String> skills, String machineHelp, Instant deadline,
                 long claimSeconds, long reclaimSeconds, long autoAcceptSeconds, List<Host> audience) {
        this(title, instructions, template, items, columns, answersPerUnit, price, estimatedSeconds, endUse, signedBy, categories,
            languages, skills, machineHelp, deadline, claimSeconds, reclaimSeconds, autoAcceptSeconds, audience, null);
    }

    /** A late answer is waited for so long if nothing else is said: a node that was away for a night is not punished. */
    public static final long RECLAIM_SECONDS = 86_400;
    /** An answer nobody reviewed is accepted after a week if nothing else is said. */
    public static final long AUTO_ACCEPT_SECONDS = 604_800;
    private static final long CLAIM_ESTIMATES = 5;
    /** Time for a phone call in between. */
    private static final long CLAIM_SECONDS = 1_800;

    /** How long a worker may hold a task if nothing else is said: five times its estimate, and at least half an hour. */
    public static long claimSeconds(long estimatedSeconds) {
        return Math.clamp(CLAIM_ESTIMATES * Math.min(estimatedSeconds, Limits.CLAIM_MAX_SECONDS), CLAIM_SECONDS,
            Limits.CLAIM_MAX_SECONDS);
    }
}
