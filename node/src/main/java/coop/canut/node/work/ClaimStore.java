package coop.canut.node.work;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ClaimState;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Claims: opening and ending them. */
final class ClaimStore {

    /** A claim that was opened now. */
    record Opened(Id id, long heldSlot, long listing, long revision, Id unit, String input, int files, Instant opened,
                  Instant due) {
    }

    /**
     * A claim with the slot it is on; {@code answer} is null until it is handed in. {@code begun} is when its member could
     * begin: not before the last one of theirs was ended.
     */
    record Found(Id id, Id member, long listing, long revision, ClaimState state, Instant begun, Instant due, Hash answer,
                 Long seconds, long heldSlot, Id slot, Id lease, Host peer) {
    }

    /** Why a member got nothing: how many live claims there are, and whether the listing (its key; null: none) takes work. */
    record Reason(long live, Long listing, boolean open) {
    }

    /**
     * What a slot must be for this member to open it now; the same wherever a slot is picked. {@code offset 0} keeps the
     * planner from turning the question into a join over the whole stock: it is asked of one slot after another, in order,
     * until one is found.
     */
    private static final String MAY_OPEN = """
        s.listing = l.key and s.state = 'stock' and s.revision = l.revision
          and s.open_until >= $3::timestamptz + interval '%d seconds'
          and not exists (select from claim c where c.member = $2 and c.unit = s.unit and c.listing = s.listing
            and c.state in ('open', 'submitted', 'declined') offset 0)
        """.formatted(Limits.OPEN_MARGIN_SECONDS);

    /** A unit that the member has given back is not brought by itself: the member would only give it back again. */
    private static final String NOT_GIVEN_BACK = """
          and not exists (select from claim c where c.member = $2 and c.unit = s.unit and c.listing = s.listing
            and c.state = 'released' offset 0)
        """;

    private static final String TAKE_LISTING = """
        l.url = $1 and l.state = 'open' and l.offered
          and (select count(*) from claim where member = $2 and state = 'open') < $4
        """;

    private static final String INSERT = """
        taken as (update held_slot s set state = 'claimed' from picked p where s.key = p.key)
        insert into claim (id, held_slot, listing, revision, unit, member, opened_at, due)
        select p.id, p.key, p.listing, p.revision, p.unit, $2, $3,
          date_trunc('second', $3::timestamptz) + p.claim_seconds * interval '1 second'
        from picked p
        returning id, held_slot, listing, revision, unit, opened_at, due,
          (select input from picked p where p.key = held_slot) as input,
          (select files from picked p where p.key = held_slot) as files""";

    /**
     * One statement, one round trip: whoever comes at the same time skips the locked slot and takes the next. If two calls of
     * one member pick two slots of one unit, {@code one_answer_per_unit_and_member} undoes the later. The slot is picked in a
     * lateral query of its own, in the order of {@code slot_in_stock}: what runs out first is done first, and only as much is
     * read as is skipped. Ordered across the join, the whole stock was read and sorted for each claim.
     */
    private static final String OPEN = open(MAY_OPEN);
    private static final String OPEN_NEW = open(MAY_OPEN + NOT_GIVEN_BACK);

    private static String open(String which) {
        return """
            with picked as (
              select $5::text as id, s.key, s.listing, s.revision, s.unit, s.input, s.files, s.claim_seconds
              from board_listing l
                cross join lateral (select * from held_slot s where
            """ + which + """
                  order by s.open_until, s.key limit 1 for update skip locked) s
              where
            """ + TAKE_LISTING + """
              ),
            """ + INSERT;
    }

    private static final String OPEN_UNITS = """
        with picked as (
          select n.id, s.key, s.listing, s.revision, s.unit, s.input, s.files, s.claim_seconds
          from board_listing l
            cross join unnest($5::text[], $6::text[]) as n(id, unit)
            cross join lateral (select * from held_slot s where s.unit = n.unit and
        """ + MAY_OPEN + """
              order by s.key limit 1 for update skip locked) s
          where
        """ + TAKE_LISTING + """
          limit greatest($4 - (select count(*) from claim where member = $2 and state = 'open'), 0)),
        """ + INSERT;

    private static final String REASON = """
        select (select count(*) from claim where member = $2 and state = 'open') as live,
          l.key, coalesce(l.state = 'open' and l.offered, false) as open
        from (values (0)) as one left join board_listing l on l.url = $1""";

    private static final String HAD = """
        select c.unit from claim c join board_listing l on l.key = c.listing
        where l.url = $1 and c.member = $2 and c.unit = any($3) and c.state in ('open', 'submitted', 'declined')""";

    private static final String FIND = """
        select c.id, c.member, c.listing, c.revision, c.state, c.due, c.answer_sha256, c.seconds, c.held_slot,
          s.slot, e.lease, e.peer,
          greatest(c.opened_at, (select max(o.ended_at) from claim o
            where o.member = $2 and o.state in ('submitted', 'released', 'declined'))) as begun_at
        from claim c join held_slot s on s.key = c.held_slot join held_lease e on e.key = s.lease
        where c.id = $1 and c.member = $2""";

    private static final String SUBMIT = """
        with answered as (
          update claim set state = 'submitted', ended_at = $3, seconds = $4, machine_help = $5, answer = $6,
            answer_sha256 = $7, draft = null
          where id = $1 and member = $2 and state = 'open' and due >= $3::timestamptz - interval '%d seconds'
          returning held_slot)
        update held_slot s set state = 'answered' from answered a where s.key = a.held_slot
        """.formatted(Limits.CLAIM_GRACE_SECONDS);

    private static final String KEEP = """
        update claim set draft = $4
        where id = $1 and member = $2 and state = 'open' and due >= $3::timestamptz - interval '%d seconds'
        """.formatted(Limits.CLAIM_GRACE_SECONDS);

    private static final String RELEASE = """
        with released as (
          update claim set state = 'released', ended_at = $3, draft = null
          where id = $1 and member = $2 and state = 'open'
          returning held_slot)
        update held_slot s set state = 'stock' from released r where s.key = r.held_slot""";

    private static final String DECLINE = """
        with declined as (
          update claim set state = 'declined', ended_at = $3, seconds = $4, draft = null
          where id = $1 and member = $2 and state = 'open' and due >= $3::timestamptz - interval '%d seconds'
          returning held_slot)
        update held_slot s set state = 'declined' from declined d where s.key = d.held_slot
        """.formatted(Limits.CLAIM_GRACE_SECONDS);

    /**
     * Takes one slot of the listing for the member; empty if there is none for this member now.
     *
     * @param back whether one that the member has given back will do
     */
    Future<Optional<Opened>> open(Sql sql, ObjectUrl listing, Id member, Instant now, long live, Id claim, boolean back) {
        return sql.run(back ? OPEN : OPEN_NEW, Tuple.of(listing.toString(), member.toString(), time(now), live, claim.toString()))
            .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(opened(rows.iterator().next())));
    }

    /** Takes a slot of each of these units that has one for the member, as far as the member may hold more. */
    Future<List<Opened>> openUnits(Sql sql, ObjectUrl listing, Id member, Instant now, long live, List<Id> claims,
                                   List<Id> units) {
        return sql.run(OPEN_UNITS, Tuple.of(listing.toString(), member.toString(), time(now), live, texts(claims),
            texts(units))).map(rows -> {
                List<Opened> opened = new ArrayList<>();
                rows.forEach(row -> opened.add(opened(row)));
                return opened;
            });
    }

    Future<Reason> reason(Sql sql, ObjectUrl listing, Id member) {
        return sql.run(REASON, Tuple.of(listing.toString(), member.toString())).map(rows -> {
            Row row = rows.iterator().next();
            return new Reason(row.getLong("live"), row.getLong("key"), row.getBoolean("open"));
        });
    }

    /** Those of the units that the member has or had. */
    Future<Set<Id>> had(Sql sql, ObjectUrl listing, Id member, List<Id> units) {
        return sql.run(HAD, Tuple.of(listing.toString(), member.toString(), texts(units))).map(rows -> {
            Set<Id> had = new HashSet<>();
            rows.forEach(row -> had.add(Id.of(row.getString("unit"))));
            return had;
        });
    }

    /** A claim of this member's. */
    Future<Optional<Found>> find(Sql sql, Id claim, Id member) {
        return sql.run(FIND, Tuple.of(claim.toString(), member.toString()))
            .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(found(rows.iterator().next())));
    }

    /** False if the claim is open no more, or the grace is over. */
    Future<Boolean> submit(Tx tx, Found claim, Instant now, long seconds, String machineHelp, String answer, Hash sha256) {
        return tx.run(SUBMIT, Tuple.of(claim.id().toString(), claim.member().toString(), time(now), seconds, machineHelp,
            answer).addValue(Buffer.buffer(sha256.bytes()))).map(ClaimStore::changed);
    }

    /** False if there is no such claim of this member's, it is open no more, or the grace is over. */
    Future<Boolean> keep(Sql sql, Id claim, Id member, Instant now, String draft) {
        return sql.run(KEEP, Tuple.of(claim.toString(), member.toString(), time(now), draft)).map(ClaimStore::changed);
    }

    Future<Boolean> release(Sql sql, Found claim, Instant now) {
        return sql.run(RELEASE, Tuple.of(claim.id().toString(), claim.member().toString(), time(now)))
            .map(ClaimStore::changed);
    }

    Future<Boolean> decline(Tx tx, Found claim, Instant now, long seconds) {
        return tx.run(DECLINE, Tuple.of(claim.id().toString(), claim.member().toString(), time(now), seconds))
            .map(ClaimStore::changed);
    }

    private static boolean changed(RowSet<Row> rows) {
        return rows.rowCount() == 1;
    }

    private static Opened opened(Row row) {
        return new Opened(Id.of(row.getString("id")), row.getLong("held_slot"), row.getLong("listing"),
            row.getLong("revision"), Id.of(row.getString("unit")), row.getString("input"), row.getInteger("files"),
            instant(row, "opened_at"), instant(row, "due"));
    }

    private static Found found(Row row) {
        Buffer answer = row.getBuffer("answer_sha256");
        return new Found(Id.of(row.getString("id")), Id.of(row.getString("member")), row.getLong("listing"),
            row.getLong("revision"), state(row), instant(row, "begun_at"), instant(row, "due"),
            answer == null ? null : Hash.of(answer.getBytes()), row.getLong("seconds"), row.getLong("held_slot"),
            Id.of(row.getString("slot")), Id.of(row.getString("lease")), Host.of(row.getString("peer")));
    }

    static ClaimState state(Row row) {
        return ClaimState.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static String[] texts(List<Id> ids) {
        return ids.stream().map(Id::toString).toArray(String[]::new);
    }
}
