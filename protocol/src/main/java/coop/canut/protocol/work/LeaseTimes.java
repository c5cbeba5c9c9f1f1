package coop.canut.protocol.work;

import coop.canut.protocol.Limits;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The three instants that P fixes in a grant. Time alone keeps two people from holding one slot; messages only make it
 * quicker. Source: FEDERATION.md 8.
 *
 * <p>H opens no claim after {@code openUntil} less 30 s, by its own clock. A claim that it opens then ends at the latest
 * {@code claimSeconds} and the 60 s of grace later. {@code until} allows 300 s, so it holds for clocks that differ by up to
 * 270 s. P lends the slot to another, without a word
 * from H, only after {@code reclaimAt}, which is at least an hour later still: two live claims need a skew of more than that.
 *
 * @param openUntil last instant at which H may open a claim
 * @param until     after it no claim of this lease is live
 * @param reclaimAt after it P may lend the slots to another
 */
public record LeaseTimes(Instant openUntil, Instant until, Instant reclaimAt) {

    /**
     * @throws IllegalArgumentException if the instants could not do their work; times of another node are asked with
     *                                  {@link #fit} first
     */
    public LeaseTimes {
        if (!fit(openUntil, until, reclaimAt, Limits.CLAIM_MIN_SECONDS)) {
            throw new IllegalArgumentException("not the times of a lease: " + openUntil + " " + until + " " + reclaimAt);
        }
    }

    /**
     * The times of a lease that P grants now, in whole seconds.
     *
     * @param now            P's clock
     * @param openSeconds    for how long H may open claims
     * @param claimSeconds   of the listing: how long a person may hold one
     * @param reclaimSeconds of the listing: how long an answer may still be on its way, at least an hour
     */
    public static LeaseTimes of(Instant now, long openSeconds, long claimSeconds, long reclaimSeconds) {
        Instant openUntil = now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(openSeconds);
        Instant until = openUntil.plusSeconds(claimSeconds + Limits.LEASE_MARGIN_SECONDS);
        return new LeaseTimes(openUntil, until, until.plusSeconds(reclaimSeconds));
    }

    /**
     * Whether three instants are those of a lease: {@code until} at least a claim and the margin after {@code openUntil},
     * {@code reclaimAt} at least an hour after {@code until}.
     *
     * @param claimSeconds of the listing's revision
     */
    public static boolean fit(Instant openUntil, Instant until, Instant reclaimAt, long claimSeconds) {
        return !openUntil.plusSeconds(claimSeconds + Limits.LEASE_MARGIN_SECONDS).isAfter(until)
            && !until.plusSeconds(Limits.RECLAIM_MIN_SECONDS).isAfter(reclaimAt);
    }

    /** At H: whether a claim may still be opened. 30 s early, because this clock may be behind P's. */
    public boolean mayOpen(Instant now) {
        return !now.isAfter(openUntil.minusSeconds(Limits.OPEN_MARGIN_SECONDS));
    }

    /** At H: when a claim that is opened now must be answered, in whole seconds. */
    public Instant due(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(claimSeconds());
    }

    /** At H: whether an answer that arrives now is in time, the grace included. H's clock at arrival decides (W-04). */
    public static boolean inTime(Instant due, Instant arrived) {
        return !arrived.isAfter(graceEnd(due));
    }

    /** At H: the last instant at which an answer counts; after it the claim expires. */
    public static Instant graceEnd(Instant due) {
        return due.plusSeconds(Limits.CLAIM_GRACE_SECONDS);
    }

    /** At H: whether unopened slots must be given back. */
    public boolean mustReturn(Instant now) {
        return now.isAfter(openUntil);
    }

    /** At P: whether a leased slot is overdue. */
    public boolean isOverdue(Instant now) {
        return now.isAfter(until);
    }

    /** At P: whether an overdue slot may be lent to another. */
    public boolean mayReclaim(Instant now) {
        return now.isAfter(reclaimAt);
    }

    /** How long one claim may last, in seconds, as these times say it. */
    public long claimSeconds() {
        return until.getEpochSecond() - openUntil.getEpochSecond() - Limits.LEASE_MARGIN_SECONDS;
    }
}
