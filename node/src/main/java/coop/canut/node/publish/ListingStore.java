package coop.canut.node.publish;

import coop.canut.node.World;
import coop.canut.node.publish.Units.Unit;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Listings, their units and slots. */
final class ListingStore {

    /** Rows of one statement. */
    private static final int BATCH = 2_000;

    private static final String ADD = """
        insert into listing (id, requester, requester_url, title, template, skill, units, answers_per_unit, price, fee,
          fund, currency, estimated_seconds, claim_seconds, reclaim_seconds, auto_accept_seconds, rejection_days,
          audience, deadline, policy_number, policy_sha256, item_set, published_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
          $23)""";
    private static final String ADD_UNITS = """
        insert into unit (id, listing, position, row_number, input)
        select n.id, $1, n.position, n.position, n.input
        from unnest($2::text[], $3::int[], $4::text[]) as n(id, position, input)""";
    private static final String ADD_CONTENT = """
        insert into unit_content (unit, position, sha256) select * from unnest($1::text[], $2::int[], $3::bytea[])""";
    /** The first answer of every unit comes before the second of any: a node that asks gets as many units as it can. */
    private static final String ADD_SLOTS = """
        insert into slot (id, listing, unit, ordinal)
        select n.id, $1, n.unit, n.ordinal from unnest($2::text[], $3::text[], $4::bigint[]) as n(id, unit, ordinal)""";

    private static final String FIND = "select * from listing where id = $1";
    private static final String LOCK = FIND + " for no key update";
    private static final String SET_STATE = "update listing set state = $2, state_number = $3 where id = $1";

    private static final String ENDED = """
        select id from listing l where state in ('open', 'paused') and (deadline < $1 or not exists (
          select from slot s where s.listing = l.id and s.state in ('free', 'leased', 'overdue', 'submitted')))
        order by deadline limit $2""";
    private static final String RELEASABLE = """
        select distinct s.listing from slot s join listing l on l.id = s.listing
        where s.state = 'free' and l.state in ('withdrawn', 'closed') limit $1""";
    private static final String RELEASE = """
        with freed as (update slot set state = 'released' where listing = $1 and state = 'free' returning 1),
        counted as (select count(*) as slots from freed)
        update listing set releases = releases + case when counted.slots > 0 then 1 else 0 end
        from counted where listing.id = $1 returning counted.slots, listing.releases""";

    private static final String STANDING = """
        select l.*, coalesce(e.balance, 0) as escrow, s.*, a.*
        from listing l
        left join account e on e.code = 'escrow:' || l.id and e.currency = l.currency,
        lateral (select count(*) filter (where state = 'free') as free,
            count(*) filter (where state = 'leased') as leased, count(*) filter (where state = 'overdue') as overdue,
            count(*) filter (where state = 'submitted') as submitted, count(*) filter (where state = 'done') as done,
            count(*) filter (where state = 'released') as released
          from slot where listing = l.id) s,
        lateral (select count(*) filter (where state = 'submitted' and basis = 'answer') as waiting,
            count(*) filter (where state = 'accepted' and basis = 'answer') as accepted,
            count(*) filter (where state = 'proposed') as proposed, count(*) filter (where state = 'owed') as owed,
            coalesce(sum(amount) filter (where state = 'accepted'), 0)::bigint as paid
          from submission where listing = l.id) a
        where l.requester = $1
        """;
    private static final String PROGRESS = STANDING + """
        and l.id > $2 and ($3::text is null or l.id = $3) order by l.id limit $4""";
    private static final String RECENT = STANDING + """
        and ($2::text is null or l.id < $2) order by l.id desc limit $3""";

    private static final String PACE = """
        select count(*) as answers, coalesce(percentile_disc(0.5) within group (order by seconds), 0) as median_seconds
        from submission where listing = $1 and basis = 'answer'""";

    private static final String UNITS = """
        select id, position, row_number from unit where listing = $1 and position > $2 order by position limit $3""";

    /** How many slots a release gave back, and its number. */
    record Released(long slots, long number) {
    }

    Future<Void> add(Tx tx, Published listing, Id requester, Draft draft, Money fee, Money fund, long rejectionDays,
                     Instant now) {
        var work = listing.work();
        return tx.run(ADD, Tuple.tuple()
            .addString(listing.listing().id().toString()).addString(requester.toString())
            .addString(listing.requester().toString()).addString(listing.name()).addString(work.template())
            .addString(draft.skills().stream().findFirst().orElse(ReceiptStore.NO_SKILL))
            .addLong(work.units()).addLong(work.answersPerUnit()).addLong(listing.pay().price().amount())
            .addLong(fee.amount()).addLong(fund.amount()).addString(listing.pay().price().currency())
            .addLong(work.estimatedSeconds()).addLong(work.claimSeconds()).addLong(work.reclaimSeconds())
            .addLong(listing.pay().autoAcceptSeconds()).addLong(rejectionDays)
            .addValue(listing.audience().stream().map(Host::toString).toArray(String[]::new))
            .addValue(utc(listing.deadline())).addLong(listing.policy().number())
            .addValue(Buffer.buffer(listing.policy().sha256().bytes()))
            .addString(draft.items().toString()).addValue(utc(now))).mapEmpty();
    }

    /** Adds units in their order, and for each its slots. */
    Future<Void> addUnits(Tx tx, World world, Id listing, List<Unit> units, int answersPerUnit) {
        String[] ids = Units.ids(world, units.size());
        return addUnits(tx, listing, ids, units, 0)
            .compose(added -> addContent(tx, ids, units))
            .compose(added -> addSlots(tx, world, listing, ids, (long) ids.length * answersPerUnit, 0));
    }

    private Future<Void> addUnits(Tx tx, Id listing, String[] ids, List<Unit> units, int from) {
        if (from == ids.length) {
            return Future.succeededFuture();
        }
        int end = Math.min(from + BATCH, ids.length);
        var positions = new Integer[end - from];
        var inputs = new String[end - from];
        for (int i = from; i < end; i++) {
            positions[i - from] = i + 1;
            inputs[i - from] = units.get(i).input();
        }
        return tx.run(ADD_UNITS, Tuple.of(listing.toString(), Arrays.copyOfRange(ids, from, end), positions, inputs))
            .compose(added -> addUnits(tx, listing, ids, units, end));
    }

    private Future<Void> addContent(Tx tx, String[] ids, List<Unit> units) {
        List<String> unit = new ArrayList<>();
        List<Integer> position = new ArrayList<>();
        List<Buffer> sha256 = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            List<Content> content = units.get(i).content();
            for (int file = 0; file < content.size(); file++) {
                unit.add(ids[i]);
                position.add(file);
                sha256.add(Buffer.buffer(content.get(file).sha256().bytes()));
            }
        }
        return unit.isEmpty() ? Future.succeededFuture() : tx.run(ADD_CONTENT, Tuple.of(unit.toArray(String[]::new),
            position.toArray(Integer[]::new), sha256.toArray(Buffer[]::new))).mapEmpty();
    }

    private Future<Void> addSlots(Tx tx, World world, Id listing, String[] units, long slots, long from) {
        if (from == slots) {
            return Future.succeededFuture();
        }
        int size = (int) Math.min(BATCH, slots - from);
        var unit = new String[size];
        var ordinal = new Long[size];
        for (int i = 0; i < size; i++) {
            ordinal[i] = from + i;
            unit[i] = units[(int) ((from + i) % units.length)];
        }
        return tx.run(ADD_SLOTS, Tuple.of(listing.toString(), Units.ids(world, size), unit, ordinal))
            .compose(added -> addSlots(tx, world, listing, units, slots, from + size));
    }

    /** The listing, whoever asks. */
    Future<Optional<Listing>> find(Sql sql, Id listing) {
        return sql.run(FIND, Tuple.of(listing.toString())).map(ListingStore::first);
    }

    /** The listing of this requester; another's is {@code listing-not-found}, as if it did not exist. */
    Future<Listing> find(Sql sql, Id requester, Id listing) {
        return find(sql, listing).map(found -> found.filter(row -> row.requester().equals(requester))
            .orElseThrow(() -> new Refused(Problem.LISTING_NOT_FOUND, "listing " + listing)));
    }

    /** As {@link #find}, and nobody else changes its state before this transaction ends. */
    Future<Optional<Listing>> lock(Tx tx, Id listing) {
        return tx.run(LOCK, Tuple.of(listing.toString())).map(ListingStore::first);
    }

    Future<Void> setState(Tx tx, Id listing, State state, long number) {
        return tx.run(SET_STATE, Tuple.of(listing.toString(), state.code(), number)).mapEmpty();
    }

    /** Running listings that have nothing to wait for any more. */
    Future<List<Id>> ended(Sql sql, Instant now, int limit) {
        return sql.run(ENDED, Tuple.of(utc(now), limit)).map(rows -> ids(rows, "id"));
    }

    /** Ended listings that still hold money for free slots. */
    Future<List<Id>> releasable(Sql sql, int limit) {
        return sql.run(RELEASABLE, Tuple.of(limit)).map(rows -> ids(rows, "listing"));
    }

    Future<Released> release(Tx tx, Id listing) {
        return tx.run(RELEASE, Tuple.of(listing.toString())).map(rows -> {
            Row row = rows.iterator().next();
            return new Released(row.getLong("slots"), row.getLong("releases"));
        });
    }

    /** The requester's listings after one of them, or from the first on; or only one of them. */
    Future<List<Progress>> progress(Sql sql, Host self, Id requester, Id after, Id only, int limit) {
        return sql.run(PROGRESS, Tuple.of(requester.toString(), after == null ? "" : after.toString(),
            only == null ? null : only.toString(), limit)).map(rows -> progress(rows, self));
    }

    /** The requester's listings before one of them, or from the last on; newest first. */
    Future<List<Progress>> recent(Sql sql, Host self, Id requester, Id before, int limit) {
        return sql.run(RECENT, Tuple.of(requester.toString(), before == null ? null : before.toString(), limit))
            .map(rows -> progress(rows, self));
    }

    Future<Pace> pace(Sql sql, Listing listing) {
        return sql.run(PACE, Tuple.of(listing.id().toString())).map(rows -> {
            Row row = rows.iterator().next();
            return Pace.of(listing.price(), row.getLong("answers"), row.getLong("median_seconds"));
        });
    }

    Future<List<Listings.Placed>> units(Sql sql, Id listing, int after, int limit) {
        return sql.run(UNITS, Tuple.of(listing.toString(), after, limit)).map(rows -> {
            List<Listings.Placed> units = new ArrayList<>();
            rows.forEach(row -> units.add(new Listings.Placed(Id.of(row.getString("id")), row.getInteger("position"),
                row.getInteger("row_number"))));
            return units;
        });
    }

    private static List<Progress> progress(RowSet<Row> rows, Host self) {
        List<Progress> found = new ArrayList<>();
        rows.forEach(row -> found.add(progress(row, self)));
        return found;
    }

    private static Progress progress(Row row, Host self) {
        Id id = Id.of(row.getString("id"));
        String currency = row.getString("currency");
        return new Progress(id, new ObjectUrl(Noun.LISTING, self, id), row.getString("title"), state(row),
            row.getLong("units"), row.getLong("answers_per_unit"),
            new Progress.Slots(row.getLong("free"), row.getLong("leased"), row.getLong("overdue"),
                row.getLong("submitted"), row.getLong("done"), row.getLong("released")),
            row.getLong("waiting"), row.getLong("accepted"), row.getLong("proposed"), row.getLong("owed"),
            Money.of(row.getLong("price"), currency), Money.of(row.getLong("escrow"), currency),
            Money.of(row.getLong("paid"), currency), row.getOffsetDateTime("published_at").toInstant(),
            row.getOffsetDateTime("deadline").toInstant());
    }

    private static Optional<Listing> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(listing(rows.iterator().next()));
    }

    static Listing listing(Row row) {
        String currency = row.getString("currency");
        return new Listing(Id.of(row.getString("id")), Id.of(row.getString("requester")),
            ObjectUrl.of(row.getString("requester_url")), row.getLong("revision"), row.getString("template"),
            row.getString("skill"), row.getLong("units"), row.getLong("answers_per_unit"),
            Money.of(row.getLong("price"), currency), Money.of(row.getLong("fee"), currency),
            Money.of(row.getLong("fund"), currency), row.getLong("estimated_seconds"), row.getLong("claim_seconds"),
            row.getLong("reclaim_seconds"), row.getLong("rejection_days"),
            Arrays.stream(row.getArrayOfStrings("audience")).map(Host::of).toList(),
            row.getOffsetDateTime("deadline").toInstant(),
            new PolicyRef(row.getLong("policy_number"), Hash.of(row.getBuffer("policy_sha256").getBytes())),
            state(row), row.getLong("state_number"));
    }

    private static State state(Row row) {
        return State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    }

    private static List<Id> ids(RowSet<Row> rows, String column) {
        List<Id> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(Id.of(row.getString(column))));
        return ids;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
