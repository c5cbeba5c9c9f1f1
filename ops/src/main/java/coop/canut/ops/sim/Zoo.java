package coop.canut.ops.sim;

import coop.canut.ops.sim.Bug.Change;
import coop.canut.ops.sim.Bug.Species;
import java.util.List;
import java.util.Optional;

/**
 * Nodes that are wrong on purpose, each in one way that somebody might one day make by mistake. A simulation that does not
 * find them proves nothing about nodes that are not in here.
 */
final class Zoo {

    /** Within so many seeds, from the first on, each of them is found. */
    static final int SEEDS = 6;

    private static final int ALWAYS_PERMILLE = 1_000;

    /** All of them. */
    static final List<Species> ALL = List.of(
        Species.of("lends a slot that is lent", "update slot set state = 'leased'", "state = 'free'",
            "state in ('free', 'leased')", "drop index one_live_lease_per_slot"),
        new Species("lends a slot again before its lease is over", List.of(
            new Change("update slot set state = 'leased'", "acts_at = $3", "acts_at = $3::timestamptz - interval '1 day'"),
            new Change("update slot set state = 'overdue'", "acts_at = l.reclaim_at", "acts_at = l.granted_at")), List.of(),
            false, null, false),
        new Species("opens tasks when their lease is over", List.of(
            new Change("insert into claim ", "s.open_until >= $3::timestamptz + interval '30 seconds'", "true"),
            new Change("open_until < $1", "open_until < $1", "open_until < $1 and false")), List.of(), false, null, false),
        Species.of("gives a task to two members", "insert into claim ", "s.state = 'stock'", "s.state in ('stock', 'claimed')",
            "drop index one_live_claim_per_slot"),
        Species.of("keeps the slots of tasks that ran out", "set state = 'expired'", "set state = 'stock'",
            "set state = 'claimed'"),
        Species.of("does not move over what it has heard", "update channel set seq = $3", "set seq = $3, head = $4",
            "set seq = case direction when 'in' then seq else $3 end, head = case direction when 'in' then head else $4 end",
            "alter table channel_message drop constraint channel_message_pkey", "drop index one_channel_message_per_id"),
        Species.of("uses a number twice", "update channel set seq = $3", "set seq = $3",
            "set seq = case when direction = 'out' and $3 % 5 = 0 then $3 - 1 else $3 end",
            "alter table channel_message drop constraint channel_message_pkey"),
        Species.of("loses something that waits to be said", "delete from outbox where row_number", "= any($1)",
            "= any($1) or row_number % 7 = 0"),
        Species.of("counts a refusal for now as heard", "update delivery set position = $3, failures = failures + 1",
            "update delivery", "with heard as (update channel set acknowledged = seq where peer = $1 and direction = 'out') "
                + "update delivery"),
        Species.of("pays twice", "insert into transfer", "as n(id, kind, cause, currency, debit, credit, amount, follows)",
            "as n0(id, kind, cause, currency, debit, credit, amount, follows) cross join lateral (values (n0.id, n0.kind, "
                + "n0.cause, n0.currency, n0.debit, n0.credit, n0.amount, n0.follows), (sha256(n0.id), n0.kind, "
                + "n0.cause || ' ', n0.currency, n0.debit, n0.credit, n0.amount, n0.follows)) "
                + "as n(id, kind, cause, currency, debit, credit, amount, follows)"),
        Species.of("leaves a place open in its log", "update log set size = $2", "frontier = $3",
            "frontier = coalesce(log.frontier, $3)"),
        Species.fooled("books what anybody says was accepted", "from claim c", "c.id = any($2) and e.peer = $1 for update",
            "c.id = any($2) and $1::text is not null for update"),
        Species.fooled("books an answer as often as it is accepted", "from claim c", "c.review, c.acceptance",
            "null::text as review, null::text as acceptance"),
        new Species("takes an answer to what was lent to another", List.of(
            new Change("left join submission c on c.claim", "l.host = $4", "$4::text is not null"),
            new Change("left join submission c on c.claim", "le.host as lease_host", "$4::text as lease_host")), List.of(), false,
            null, true),
        new Species("answers before it has committed", List.of(), List.of(), true, null, false),
        Species.restored("goes on counting after it was restored", "I-18", "update channel set epoch = $2, seq = 0",
            "epoch = $2, seq = 0, head = $3", "epoch = greatest(epoch, $2 * 0), seq = (select coalesce(max(m.seq), 0) from "
                + "channel_message m where m.peer = $1 and m.direction = 'out' and m.epoch = channel.epoch), head = $3"),
        Species.restored("does not ask what it had said", "I-18", "select recovery, restored_at from node", "select recovery,",
            "select 'none' as recovery,"));

    private Zoo() {
    }

    /**
     * How it was found, or not.
     *
     * @param seed    in which it was found; the last one that was tried if it was not
     * @param finding by which; null if it was not found
     * @param used    whether any node did the wrong thing at all
     */
    record Hunt(long seed, String finding, boolean used) {

        boolean isFound() {
            return finding != null;
        }

        @Override
        public String toString() {
            return isFound() ? "found in seed " + seed + ": " + finding
                : "NOT FOUND in " + seed + " seeds" + (used ? "" : "; no node did it, so its statements have changed");
        }
    }

    /** Looks for it seed after seed. */
    static Hunt hunt(Grounds grounds, Species species) {
        var bug = new Bug(species);
        var simulation = new Simulation(grounds, Simulation.Span.SHORT.restoring(species.shows() != null)
            .lying(species.lied() ? ALWAYS_PERMILLE : 0));
        for (long seed = 1; seed <= SEEDS; seed++) {
            Optional<String> shown = simulation.run(seed, bug).findings().stream()
                .filter(finding -> species.shows() == null || finding.startsWith(species.shows()))
                // What the server cannot read is no fault of a node.
                .filter(finding -> !finding.contains("PgException")).findFirst();
            if (shown.isPresent() && bug.isUsed()) {
                return new Hunt(seed, shown.get(), true);
            }
        }
        return new Hunt(SEEDS, null, bug.isUsed());
    }
}
