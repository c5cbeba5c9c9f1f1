package coop.canut.node.work;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.node.work.Regained.Ended;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.message.WorkMessage.SlotsReturned;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Requests, claims and slots that a backup did not know. */
final class RegainedStore {

    private static final String KNOWN_REQUEST = "select from slot_request where id = $1";

    /** Beside a request that is open already it is one whose answer will come; two would not be told apart. */
    private static final String REQUEST = """
        insert into slot_request (id, listing, revision, slots, units, state, asked_at)
        select $1, l.key, r.revision, $4, $5, case when $5::text[] = '{}' and exists (
            select from slot_request o where o.listing = l.key and o.state = 'open' and o.units = '{}')
          then 'granted' else 'open' end, $6
        from board_listing l join board_revision r on r.listing = l.key and r.revision = $3 where l.url = $2
        on conflict do nothing""";

    private static final String HELD = """
        select count(*) from held_slot s join held_lease e on e.key = s.lease
        where e.peer = $1 and e.lease = $2 and s.slot = any($3)""";
    private static final String GIVE_BACK = """
        with back as (
          update held_slot s set state = 'returned' from held_lease e
          where e.key = s.lease and e.peer = $1 and e.lease = $2 and s.slot = any($3)
            and s.state in ('fetching', 'stock', 'claimed') returning s.key),
        ended as (
          update claim c set state = 'expired', ended_at = $4 from back where c.held_slot = back.key and c.state = 'open')
        update held_lease set returns = greatest(returns, $5) where peer = $1 and lease = $2""";

    private static final String IS_ENDED = "select from claim where id = $1 and state <> 'open'";
    private static final String SLOT = """
        select s.key from held_slot s join held_lease e on e.key = s.lease
        where e.peer = $1 and s.slot = $3 and e.lease = $2""";
    private static final String MEMBERS = "select id from person";
    private static final String EXPIRE_OTHER = """
        update claim set state = 'expired', ended_at = $3 where held_slot = $1 and state = 'open' and id <> $2""";
    private static final String END = """
        insert into claim (id, held_slot, listing, revision, unit, member, state, opened_at, due, ended_at, seconds,
          machine_help, answer, answer_sha256)
        select $2, s.key, s.listing, s.revision, s.unit, $3, $4, $6::timestamptz - make_interval(secs => $5), $6, $6, $5, $7,
          $8, $9
        from held_slot s where s.key = $1
        on conflict (id) do update set state = excluded.state, ended_at = excluded.ended_at, seconds = excluded.seconds,
          machine_help = excluded.machine_help, answer = excluded.answer, answer_sha256 = excluded.answer_sha256
        where claim.state = 'open'""";
    private static final String CLOSE = "update held_slot set state = $2 where key = $1";

    /** Whether it is known now; not if its listing is not on the board. */
    Future<Boolean> request(Tx tx, SlotsRequested said, Instant at) {
        return tx.run(REQUEST, Tuple.of(said.request().toString(), said.listing().toString(), said.revision(), said.count(),
                said.units().stream().map(Id::toString).toArray(String[]::new), at.atOffset(ZoneOffset.UTC)))
            .compose(added -> tx.run(KNOWN_REQUEST, Tuple.of(said.request().toString()))).map(rows -> rows.size() == 1);
    }

    /** How many of these slots we hold, or held, under the lease. */
    Future<Long> held(Sql sql, Host peer, Id lease, List<Id> slots) {
        return sql.run(HELD, Tuple.of(peer.toString(), lease.toString(), texts(slots)))
            .map(rows -> rows.iterator().next().getLong(0));
    }

    Future<Void> giveBack(Tx tx, Host peer, SlotsReturned said, Instant at) {
        return tx.run(GIVE_BACK, Tuple.of(peer.toString(), said.lease().toString(), texts(said.slots()),
            at.atOffset(ZoneOffset.UTC), said.number())).mapEmpty();
    }

    Future<Boolean> isEnded(Tx tx, Id claim) {
        return tx.run(IS_ENDED, Tuple.of(claim.toString())).map(rows -> rows.size() == 1);
    }

    /** The slot as we hold, or held, it under this lease; its key. */
    Future<Optional<Long>> slot(Tx tx, Host peer, Id lease, Id slot) {
        return tx.run(SLOT, Tuple.of(peer.toString(), lease.toString(), slot.toString()))
            .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getLong("key")));
    }

    Future<List<Id>> members(Sql sql) {
        return sql.run(MEMBERS).map(rows -> {
            List<Id> members = new ArrayList<>();
            rows.forEach(row -> members.add(Id.of(row.getString("id"))));
            return members;
        });
    }

    /** The claim as it ended; any other on the slot had expired before. */
    Future<Void> end(Tx tx, long heldSlot, Id member, Ended ended) {
        var at = ended.at().atOffset(ZoneOffset.UTC);
        return tx.run(EXPIRE_OTHER, Tuple.of(heldSlot, ended.claim().toString(), at))
            .compose(expired -> tx.run(END, Tuple.tuple().addLong(heldSlot).addString(ended.claim().toString())
                .addString(member.toString()).addString(ended.state().name().toLowerCase(Locale.ROOT))
                .addLong(ended.seconds()).addValue(at).addString(ended.machineHelp()).addString(ended.answer())
                .addValue(ended.answerSha256() == null ? null : Buffer.buffer(ended.answerSha256().bytes()))))
            .compose(added -> tx.run(CLOSE, Tuple.of(heldSlot,
                ended.answer() == null ? "declined" : "answered"))).mapEmpty();
    }

    private static String[] texts(List<Id> ids) {
        return ids.stream().map(Id::toString).toArray(String[]::new);
    }
}
