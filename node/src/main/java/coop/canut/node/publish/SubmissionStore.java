package coop.canut.node.publish;

import coop.canut.node.publish.AnswerRules.Found;
import coop.canut.node.store.Tx;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Pseudonym;
import coop.canut.protocol.work.Template;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What came back from the nodes that hold slots. */
final class SubmissionStore {

    private static final String CLAIM_NAMES = """
        insert into pseudonym (name, host) select name, $2 from unnest($1::text[]) as n(name) order by name
        on conflict (name) do nothing""";
    private static final String FOREIGN_NAMES = "select name from pseudonym where name = any($1) and host <> $2";

    private static final String LOCK = "select listing from slot where id = any($1) order by id for no key update";
    private static final String LISTINGS = "select * from listing where id = any($1)";

    private static final String FIND = """
        select n.place, s.id as slot, s.unit, s.listing, s.state as slot_state, s.lease as slot_lease, ls.lease, ls.ended,
          le.host as lease_host, c.host as claim_host, c.basis, c.answer_sha256
        from unnest($1::text[], $2::text[], $3::text[]) with ordinality as n(claim, slot, lease, place)
        join slot s on s.id = n.slot
        join lease_slot ls on ls.slot = n.slot and ls.lease = n.lease
        join lease le on le.id = n.lease and le.host = $4
        left join submission c on c.claim = n.claim""";

    private static final String ADD = """
        insert into submission (claim, host, answer_id, listing, unit, slot, lease, basis, extra, subject, worker,
          seconds, machine_help, answer, answer_sha256, reason, amount, submitted_at, state, received_at, accept_at)
        select n.claim, $1, n.answer_id, l.id, n.unit, n.slot, n.lease, n.basis, n.extra, n.subject, n.worker, n.seconds,
          n.machine_help, n.answer, n.answer_sha256, n.reason, n.amount, n.submitted_at, n.state, $2,
          $2::timestamptz + make_interval(secs => l.auto_accept_seconds)
        from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[],
          $11::text[], $12::text[], $13::bigint[], $14::text[], $15::text[], $16::bytea[], $17::text[], $18::bigint[],
          $19::timestamptz[], $20::text[])
          as n(claim, answer_id, listing, unit, slot, lease, basis, extra, subject, worker, seconds, machine_help, answer,
            answer_sha256, reason, amount, submitted_at, state)
        join listing l on l.id = n.listing""";

    /** The slots of answers: those that are not beside the wanted ones hold the slot from now on. */
    private static final String TAKE = """
        with n as (select * from unnest($1::text[], $2::text[], $3::boolean[]) as n(slot, lease, extra)),
        ended as (
          update lease_slot ls set ended = 'submitted' from n
          where ls.lease = n.lease and ls.slot = n.slot and (ls.ended is null or ls.ended = 'reclaimed')),
        calm as (
          update borrower b set overdue = 0 from lease l
          where l.id in (select lease from n) and b.listing = l.listing and b.host = l.host and b.overdue > 0
            and not l.overdue)
        update slot set state = 'submitted', host = $4, lease = n.lease, acts_at = null
        from n where slot.id = n.slot and not n.extra and slot.state in ('free', 'leased', 'overdue')""";

    private static final String DECLINE = """
        with n as (select * from unnest($1::text[], $2::text[]) as n(slot, lease)),
        ended as (
          update lease_slot ls set ended = 'declined' from n
          where ls.lease = n.lease and ls.slot = n.slot and (ls.ended is null or ls.ended = 'reclaimed'))
        update slot set state = 'free', host = null, lease = null, acts_at = null
        from n where slot.id = n.slot and slot.lease = n.lease and slot.state in ('leased', 'overdue')
        returning slot.id""";

    /** What a message names. */
    record Asked(Id claim, Id slot, Id lease) {
    }

    /** A row to keep. */
    record Kept(Id claim, Host host, Id answerId, Found found, String basis, boolean extra, Pseudonym subject,
                Pseudonym worker, long seconds, String machineHelp, String answer, Hash answerSha256, String reason,
                Money amount, Instant submittedAt, String state) {
    }

    /** Notes that these names are workers of that node, and gives those that are another's. */
    Future<Set<String>> claimNames(Tx tx, Host host, Collection<String> names) {
        Object all = names.toArray(String[]::new);
        return tx.run(CLAIM_NAMES, Tuple.of(all, host.toString()))
            .compose(added -> tx.run(FOREIGN_NAMES, Tuple.of(all, host.toString())))
            .map(rows -> {
                Set<String> foreign = new HashSet<>();
                rows.forEach(row -> foreign.add(row.getString("name")));
                return foreign;
            });
    }

    /** A listing with its template, read once for all answers of a run. */
    private record Terms(Listing listing, Template template) {
    }

    /** What is known of each, in order, null for a slot that this node was never lent; the slots are locked. */
    Future<List<Found>> find(Tx tx, Host host, List<Asked> asked) {
        String[] slots = asked.stream().map(next -> next.slot().toString()).toArray(String[]::new);
        return tx.run(LOCK, Tuple.of((Object) slots)).compose(locked -> terms(tx, locked)).compose(terms ->
            tx.run(FIND, Tuple.of(asked.stream().map(next -> next.claim().toString()).toArray(String[]::new), slots,
                asked.stream().map(next -> next.lease().toString()).toArray(String[]::new),
                host.toString())).map(rows -> {
                    var found = new Found[asked.size()];
                    for (Row row : rows) {
                        found[(int) (row.getLong("place") - 1)] = found(row, terms.get(row.getString("listing")));
                    }
                    return Arrays.asList(found);
                }));
    }

    private static Future<Map<String, Terms>> terms(Tx tx, RowSet<Row> slots) {
        Set<String> listings = new HashSet<>();
        slots.forEach(slot -> listings.add(slot.getString("listing")));
        return tx.run(LISTINGS, Tuple.of((Object) listings.toArray(String[]::new))).map(rows -> {
            Map<String, Terms> terms = new HashMap<>();
            for (Row row : rows) {
                Listing listing = ListingStore.listing(row);
                terms.put(row.getString("id"), new Terms(listing, Template.read(listing.template())));
            }
            return terms;
        });
    }

    private static Found found(Row row, Terms terms) {
        String slotLease = row.getString("slot_lease");
        String claimHost = row.getString("claim_host");
        Buffer claimHash = row.getBuffer("answer_sha256");
        return new Found(Id.of(row.getString("slot")), Id.of(row.getString("unit")), Id.of(row.getString("lease")),
            Host.of(row.getString("lease_host")), terms.listing, terms.template, row.getString("ended"),
            row.getString("slot_state"), slotLease == null ? null : Id.of(slotLease),
            claimHost == null ? null : Host.of(claimHost), row.getString("basis"),
            claimHash == null ? null : Hash.of(claimHash.getBytes()));
    }

    /** Keeps rows; answers also take their slots. */
    Future<Void> add(Tx tx, Host host, List<Kept> kept, Instant now) {
        if (kept.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Kept> answers = kept.stream().filter(row -> row.basis().equals("answer")).toList();
        return tx.run(ADD, columns(host, kept, now)).compose(added -> answers.isEmpty() ? Future.succeededFuture()
            : tx.run(TAKE, Tuple.of(texts(answers, row -> row.found().slot()), texts(answers, row -> row.found().lease()),
                answers.stream().map(Kept::extra).toArray(Boolean[]::new), host.toString())).mapEmpty());
    }

    private static Tuple columns(Host host, List<Kept> kept, Instant now) {
        return Tuple.tuple().addString(host.toString()).addValue(utc(now))
            .addValue(texts(kept, Kept::claim)).addValue(texts(kept, Kept::answerId))
            .addValue(texts(kept, row -> row.found().listing().id())).addValue(texts(kept, row -> row.found().unit()))
            .addValue(texts(kept, row -> row.found().slot())).addValue(texts(kept, row -> row.found().lease()))
            .addValue(texts(kept, Kept::basis)).addValue(kept.stream().map(Kept::extra).toArray(Boolean[]::new))
            .addValue(texts(kept, Kept::subject)).addValue(texts(kept, Kept::worker))
            .addValue(kept.stream().map(Kept::seconds).toArray(Long[]::new)).addValue(texts(kept, Kept::machineHelp))
            .addValue(texts(kept, Kept::answer))
            .addValue(kept.stream().map(row -> Buffer.buffer(row.answerSha256().bytes())).toArray(Buffer[]::new))
            .addValue(texts(kept, Kept::reason))
            .addValue(kept.stream().map(row -> row.amount().amount()).toArray(Long[]::new))
            .addValue(kept.stream().map(row -> utc(row.submittedAt())).toArray(OffsetDateTime[]::new))
            .addValue(texts(kept, Kept::state));
    }

    /** Ends the leases of stopped tasks and gives the slots that are free now. */
    Future<List<Id>> decline(Tx tx, List<Found> ended) {
        return ended.isEmpty() ? Future.succeededFuture(List.of())
            : tx.run(DECLINE, Tuple.of(ended.stream().map(found -> found.slot().toString()).toArray(String[]::new),
                (Object) ended.stream().map(found -> found.lease().toString()).toArray(String[]::new)))
                .map(rows -> LeaseStore.ids(rows, "id"));
    }

    private static String[] texts(List<Kept> kept, Function<Kept, Object> column) {
        return kept.stream().map(column).map(value -> value == null ? null : value.toString()).toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
