package coop.canut.node.check;

import coop.canut.node.store.Sql;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.Map;
import java.util.function.Function;

/** What one node keeps that another keeps as well. */
final class MirrorStore {

    /**
     * Where one end of a channel stands; {@code refused} lists the numbers that were refused and why. A node that was restored
     * may have decided otherwise when it read them again.
     */
    record End(long epoch, long seq, String head, long acknowledged, String refused, boolean restored) {
        static final End NEW = new End(1, 0, "00".repeat(32), 0, "", false);
    }

    /** A log as far as it is known. */
    record LogHead(long epoch, long size, String root) {
    }

    /** An entry of a log; {@code bytes} is the hash of what is kept of it, or null, {@code gone} why it is not. */
    record Entry(long index, String id, String kind, String hash, String bytes, String refused, String gone) {
        /** Whether a reader may have this entry so. It may drop what is over, and has nothing of what was taken back. */
        boolean isReadAs(Entry copy) {
            return copy != null && (equals(copy) || "expired".equals(copy.gone) && id.equals(copy.id) && hash.equals(copy.hash));
        }
    }

    /** Somebody works on a slot. */
    record Open(String claim, Host publisher, String listing, String lease, String slot) {
        String of() {
            return listing + " " + slot;
        }
    }

    /** A slot under a lease, and what became of it. */
    record Lent(String lease, String slot, String state) {
        String of() {
            return lease + " " + slot;
        }
    }

    /** An answer or the time of a stopped task; {@code acceptance} is null until it is accepted. */
    record Work(String claim, String state, String acceptance, Long amount, String slot) {
    }

    private static final String END = """
        select c.epoch, c.seq, encode(c.head, 'hex') as head, c.acknowledged, coalesce((
          select string_agg(m.seq || ' ' || m.refused, ', ' order by m.seq) from (
            select seq, refused from channel_message
            where peer = $1 and direction = $2 and epoch = c.epoch and refused is not null order by seq limit 1000) m), '')
          as refused, (select restored_at is not null from node) as restored
        from channel c where c.peer = $1 and c.direction = $2""";
    private static final String WAITING = """
        select coalesce(peer, 'everyone') || ': ' || count(*) as waiting from outbox
        where peer is null or peer = any($1) group by peer order by 1""";
    private static final String LOG = "select epoch, size, encode(root, 'hex') as root from log where host = $1";
    private static final String READS = """
        select our_level in ('claim', 'see', 'limited') as reads from peer where host = $1""";
    private static final String ENTRIES = """
        select index, id, kind, encode(hash, 'hex') as hash, encode(sha256(message), 'hex') as bytes, refused, gone
        from log_entry
        where host = $1 and epoch = $2 and index > $3 order by index limit $4""";
    private static final String DUE = """
        select code || ' ' || currency as name, balance from account
        where code = 'own:due' or code like 'peer:%:due-to' or code like 'peer:%:due-from'""";
    private static final String CREDIT = """
        select currency || ' ' || amount || ' (' || number || ')' as line from credit
        where peer = $1 and direction = $2 order by currency""";
    private static final String OPEN = """
        select c.id, e.peer, l.url, e.lease, s.slot
        from claim c join held_slot s on s.key = c.held_slot join held_lease e on e.key = s.lease
          join board_listing l on l.key = s.listing
        where c.state = 'open' and c.id > $1 order by c.id limit $2""";
    private static final String LENT = """
        select ls.lease, ls.slot, coalesce(ls.ended, 'live') as state from lease_slot ls join lease l on l.id = ls.lease
        where l.host = $1 and ls.ended is null and (ls.lease, ls.slot) > ($2, $3) order by ls.lease, ls.slot limit $4""";
    private static final String LENT_AMONG = """
        select ls.lease, ls.slot, coalesce(ls.ended, 'live') as state
        from unnest($2::text[], $3::text[]) as n(lease, slot) join lease l on l.id = n.lease and l.host = $1
          join lease_slot ls on ls.lease = n.lease and ls.slot = n.slot""";
    private static final String HELD_AMONG = """
        select e.lease, s.slot, s.state
        from unnest($2::text[], $3::text[]) as n(lease, slot) join held_lease e on e.peer = $1 and e.lease = n.lease
          join held_slot s on s.lease = e.key and s.slot = n.slot""";
    private static final String ACCEPTED = """
        select claim, state, acceptance, amount, slot from submission
        where host = $1 and state = 'accepted' and claim > $2 order by claim limit $3""";
    private static final String ANSWERS_AMONG = """
        select claim, state, acceptance, amount, slot from submission where host = $1 and claim = any($2)""";
    private static final String HANDED_IN = """
        select c.id as claim, c.state, c.acceptance, c.paid as amount, s.slot
        from claim c join held_slot s on s.key = c.held_slot join held_lease e on e.key = s.lease
        where e.peer = $1 and (c.state = 'submitted' or c.acceptance is not null) and c.id > $2 order by c.id limit $3""";
    private static final String LOST = """
        select n.slot from unnest($1::text[]) as n(slot)
        where (select restored_at is not null from node) and not exists (select from slot s where s.id = n.slot)""";
    private static final String CLAIMS_AMONG = """
        select c.id as claim, c.state, c.acceptance, c.paid as amount, s.slot
        from claim c join held_slot s on s.key = c.held_slot join held_lease e on e.key = s.lease
        where e.peer = $1 and c.id = any($2)""";

    /** Slots that a node would have to know and does not, because they were made after the backup that it was restored from. */
    Future<Set<String>> lost(Sql sql, List<String> slots) {
        return sql.run(LOST, Tuple.of((Object) slots.toArray(String[]::new)))
            .map(rows -> new HashSet<>(all(rows, row -> row.getString("slot"))));
    }

    /** How our channel to the peer, or the peer's to us, stands here. */
    Future<End> end(Sql sql, Host peer, boolean out) {
        return sql.run(END, Tuple.of(peer.toString(), out ? "out" : "in")).map(rows -> all(rows, row -> new End(
            row.getLong("epoch"), row.getLong("seq"), row.getString("head"), row.getLong("acknowledged"),
            row.getString("refused"), row.getBoolean("restored"))).stream().findFirst().orElse(End.NEW));
    }

    /** What waits to be numbered for everyone or for one of these nodes, by receiver. */
    Future<List<String>> waiting(Sql sql, Set<Host> nodes) {
        return sql.run(WAITING, Tuple.of((Object) nodes.stream().map(Host::toString).toArray(String[]::new)))
            .map(rows -> all(rows, row -> row.getString("waiting")));
    }

    /** Null if we know nothing of it. */
    Future<LogHead> log(Sql sql, Host host) {
        return sql.run(LOG, Tuple.of(host.toString())).map(rows -> all(rows, row -> new LogHead(row.getLong("epoch"),
            row.getLong("size"), row.getString("root"))).stream().findFirst().orElse(null));
    }

    /** Whether this node stated that it hears the host. */
    Future<Boolean> reads(Sql sql, Host host) {
        return sql.run(READS, Tuple.of(host.toString()))
            .map(rows -> all(rows, row -> row.getBoolean("reads")).contains(true));
    }

    Future<List<Entry>> entries(Sql sql, Host host, long epoch, long after) {
        return sql.run(ENTRIES, Tuple.of(host.toString(), epoch, after, Pages.ROWS)).map(rows -> all(rows, row -> new Entry(
            row.getLong("index"), row.getString("id"), row.getString("kind"), row.getString("hash"),
            row.getString("bytes"), row.getString("refused"), row.getString("gone"))));
    }

    /** What is due, by account and currency, in minor units. */
    Future<Map<String, Long>> due(Sql sql) {
        return sql.run(DUE).map(rows -> {
            Map<String, Long> due = new HashMap<>();
            rows.forEach(row -> due.put(row.getString("name"), row.getLong("balance")));
            return due;
        });
    }

    Future<List<String>> credit(Sql sql, Host peer, boolean given) {
        return sql.run(CREDIT, Tuple.of(peer.toString(), given ? "given" : "received"))
            .map(rows -> all(rows, row -> row.getString("line")));
    }

    Future<List<Open>> open(Sql sql, String after) {
        return sql.run(OPEN, Tuple.of(after, Pages.ROWS)).map(rows -> all(rows, row -> new Open(row.getString("id"),
            Host.of(row.getString("peer")), row.getString("url"), row.getString("lease"), row.getString("slot"))));
    }

    /** Slots that are lent to the host now, after that one. */
    Future<List<Lent>> lent(Sql sql, Host host, Lent after) {
        return sql.run(LENT, Tuple.of(host.toString(), after.lease(), after.slot(), Pages.ROWS)).map(MirrorStore::lent);
    }

    /** What became of these slots, which the host says it was lent. */
    Future<List<Lent>> lentAmong(Sql sql, Host host, List<Lent> asked) {
        return sql.run(LENT_AMONG, pairs(host, asked)).map(MirrorStore::lent);
    }

    /** What became of these slots, which the publisher says it lent us. */
    Future<List<Lent>> heldAmong(Sql sql, Host publisher, List<Lent> asked) {
        return sql.run(HELD_AMONG, pairs(publisher, asked)).map(MirrorStore::lent);
    }

    Future<List<Work>> accepted(Sql sql, Host home, String after) {
        return sql.run(ACCEPTED, Tuple.of(home.toString(), after, Pages.ROWS)).map(MirrorStore::work);
    }

    Future<List<Work>> answersAmong(Sql sql, Host home, List<Work> asked) {
        return sql.run(ANSWERS_AMONG, claims(home, asked)).map(MirrorStore::work);
    }

    Future<List<Work>> handedIn(Sql sql, Host publisher, String after) {
        return sql.run(HANDED_IN, Tuple.of(publisher.toString(), after, Pages.ROWS)).map(MirrorStore::work);
    }

    Future<List<Work>> claimsAmong(Sql sql, Host publisher, List<Work> asked) {
        return sql.run(CLAIMS_AMONG, claims(publisher, asked)).map(MirrorStore::work);
    }

    private static Tuple claims(Host host, List<Work> asked) {
        return Tuple.of(host.toString(), (Object) asked.stream().map(Work::claim).toArray(String[]::new));
    }

    private static Tuple pairs(Host host, List<Lent> asked) {
        return Tuple.of(host.toString(), asked.stream().map(Lent::lease).toArray(String[]::new),
            asked.stream().map(Lent::slot).toArray(String[]::new));
    }

    private static List<Lent> lent(RowSet<Row> rows) {
        return all(rows, row -> new Lent(row.getString("lease"), row.getString("slot"), row.getString("state")));
    }

    private static List<Work> work(RowSet<Row> rows) {
        return all(rows, row -> new Work(row.getString("claim"), row.getString("state"), row.getString("acceptance"),
            row.getLong("amount"), row.getString("slot")));
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        List<T> all = new ArrayList<>();
        rows.forEach(row -> all.add(read.apply(row)));
        return all;
    }
}
