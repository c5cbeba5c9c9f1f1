package coop.canut.protocol.work;

import coop.canut.protocol.Limits;

/**
 * How many slots a home node asks for and how many it is given, so that clicks are local and nobody hoards (W-02, W-03).
 * Source: FEDERATION.md 8 (stock rule).
 */
public final class StockRule {

    private StockRule() {
    }

    /**
     * At H: how many slots of a listing to ask for, 5 to 500.
     *
     * @param recentClaims claims that members opened on that listing in the last 10 minutes
     */
    public static int ask(long recentClaims) {
        if (recentClaims < 0) {
            throw new IllegalArgumentException("claims cannot be " + recentClaims);
        }
        return (int) Math.min(Limits.SLOTS_PER_REQUEST, Math.min(recentClaims, Limits.SLOTS_PER_REQUEST) + Limits.STOCK_SURPLUS);
    }

    /**
     * At P: how many slots to lend, 0 to 500: what was asked, but at most half of this node's even share of the open
     * slots, though that is never less than 5. Each time beyond the first that a lease of that node ended overdue halves
     * it, down to one: a node that has stopped keeping its leases may show, slot by slot, that it works again.
     *
     * @param asked   of this request
     * @param open    slots of the listing that are free
     * @param asking  nodes that asked for this listing within the last hour, this one included, at least 1
     * @param overdue leases of this node, on this listing, that ended overdue since one last ended well
     */
    public static int grant(long asked, long open, long asking, int overdue) {
        if (asked < 0 || open < 0 || asking < 1 || overdue < 0) {
            throw new IllegalArgumentException("not a request: " + asked + " of " + open + " among " + asking);
        }
        long share = Math.max(Limits.STOCK_SURPLUS, open / (2 * asking)) >> Math.clamp(overdue - 1L, 0, 62);
        return (int) Math.min(Math.min(asked, Limits.SLOTS_PER_REQUEST), Math.min(open, Math.max(1, share)));
    }
}
