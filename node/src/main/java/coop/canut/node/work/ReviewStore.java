package coop.canut.node.work;

import coop.canut.node.store.Tx;
import coop.canut.protocol.message.WorkMessage.RejectionProposed;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Pseudonym;
import coop.canut.protocol.work.ClaimState;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reviews of claims, and what was paid for by whom. */
final class ReviewStore {

    /** A claim on a slot of one publishing node, with the price that it froze; {@code answer} is null if it was declined. */
    record Handed(Id slot, Id member, ClaimState state, Hash answer, Money price, String review, String acceptance,
                  String requester, String skill, long seconds) {
    }

    /** An item of an acceptance: a whole answer, or the time of a stopped task. */
    record Paid(Id claim, long amount, Pseudonym subject, Handed work, boolean answer) {
    }

    private static final String HANDED = """
        select c.id, s.slot, c.member, c.state, c.answer_sha256, r.price, r.currency, c.review, c.acceptance, r.requester_url,
          r.skill, coalesce(c.seconds, 0) as seconds
        from claim c
          join held_slot s on s.key = c.held_slot
          join held_lease e on e.key = s.lease
          join board_revision r on r.listing = c.listing and r.revision = c.revision
        where c.id = any($2) and e.peer = $1 for update of c""";

    private static final String ACCEPT = """
        update claim c set review = 'accepted', acceptance = $1, paid = n.amount, reviewed_at = $2
        from unnest($3::text[], $4::bigint[]) as n(claim, amount) where c.id = n.claim""";

    private static final String REMEMBER = """
        insert into paid_work (peer, subject, requester_url, skill, member, ok, seconds)
        select $1, n.subject, n.requester, n.skill, n.member, sum(n.ok)::bigint, sum(n.seconds)::bigint
        from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[])
          as n(subject, requester, skill, member, ok, seconds)
        group by n.subject, n.requester, n.skill, n.member
        order by n.subject, n.requester, n.skill
        on conflict (peer, subject, requester_url, skill) do update set
          ok = paid_work.ok + excluded.ok, seconds = paid_work.seconds + excluded.seconds""";

    private static final String PROPOSE = """
        with proposed as (update claim set review = 'proposed', reviewed_at = $7 where id = $1)
        insert into rejection_heard (claim, reason, text, by, proposed_at, lapses_at) values ($1, $2, $3, $4, $5, $6)""";

    Future<Map<Id, Handed>> handed(Tx tx, Host peer, List<Id> claims) {
        return tx.run(HANDED, Tuple.of(peer.toString(), (Object) claims.stream().map(Id::toString).toArray(String[]::new)))
            .map(rows -> {
                Map<Id, Handed> handed = new HashMap<>();
                for (Row row : rows) {
                    Buffer answer = row.getBuffer("answer_sha256");
                    handed.put(Id.of(row.getString("id")), new Handed(Id.of(row.getString("slot")),
                        Id.of(row.getString("member")), ClaimStore.state(row),
                        answer == null ? null : Hash.of(answer.getBytes()),
                        new Money(row.getLong("price"), row.getString("currency")), row.getString("review"),
                        row.getString("acceptance"), row.getString("requester_url"), row.getString("skill"),
                        row.getLong("seconds")));
                }
                return handed;
            });
    }

    Future<Void> accept(Tx tx, Id acceptance, List<Paid> paid, Instant now) {
        return tx.run(ACCEPT, Tuple.of(acceptance.toString(), now.atOffset(ZoneOffset.UTC),
            paid.stream().map(item -> item.claim().toString()).toArray(String[]::new),
            paid.stream().map(Paid::amount).toArray(Long[]::new))).mapEmpty();
    }

    /** Adds to what this node has paid for, per worker, requester and skill. */
    Future<Void> remember(Tx tx, Host peer, List<Paid> paid) {
        return tx.run(REMEMBER, Tuple.of(peer.toString(),
                paid.stream().map(item -> item.subject().toString()).toArray(String[]::new),
                paid.stream().map(item -> item.work().requester()).toArray(String[]::new),
                paid.stream().map(item -> item.work().skill()).toArray(String[]::new),
                paid.stream().map(item -> item.work().member().toString()).toArray(String[]::new),
                paid.stream().map(item -> item.answer() ? 1L : 0L).toArray(Long[]::new))
            .addValue(paid.stream().map(item -> item.work().seconds()).toArray(Long[]::new))).mapEmpty();
    }

    Future<Void> propose(Tx tx, RejectionProposed proposal, Instant published, Instant now) {
        return tx.run(PROPOSE, Tuple.of(proposal.claim().toString(), proposal.reason(), proposal.text(), proposal.by(),
                published.atOffset(ZoneOffset.UTC), proposal.lapsesAt().atOffset(ZoneOffset.UTC))
            .addValue(now.atOffset(ZoneOffset.UTC))).mapEmpty();
    }
}
