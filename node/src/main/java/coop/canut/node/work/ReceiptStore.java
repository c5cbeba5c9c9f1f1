package coop.canut.node.work;

import coop.canut.node.post.Received;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.StandingMessage.ReceiptIssued;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Receipts, and what our own books say of the same work. */
final class ReceiptStore {

    /** What a receipt is about, within one issuer. */
    record Line(String subject, String requester, String skill) {
        static Line of(ReceiptIssued receipt) {
            return new Line(receipt.subject().toString(), receipt.requester().toString(), receipt.skill());
        }
    }

    /** What we booked for it, how many rejections of the member we heard of, and the newest receipt that we hold (or 0). */
    record Booked(String member, long ok, long seconds, long rejections, long seq) {
    }

    /** A receipt's bytes and who signed them. */
    record Kept(Host issuer, byte[] message) {
    }

    private static final String BOOKED = """
        select p.subject, p.requester_url, p.skill, p.member, p.ok, p.seconds, coalesce(r.seq, 0) as seq,
          (select count(*) from rejection_heard j join claim c on c.id = j.claim
             join board_revision b on b.listing = c.listing and b.revision = c.revision
           where c.member = p.member and b.requester_url = p.requester_url) as rejections
        from unnest($2::text[], $3::text[], $4::text[]) as n(subject, requester_url, skill)
          join paid_work p on p.peer = $1 and p.subject = n.subject and p.requester_url = n.requester_url
            and p.skill = n.skill
          left join receipt r on r.peer = p.peer and r.subject = p.subject and r.requester_url = p.requester_url
            and r.skill = p.skill""";

    private static final String PUT = """
        insert into receipt (peer, id, subject, requester_url, skill, member, seq, paid_minutes, ok, bad, contested,
          last_month, expires, message)
        select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[],
          $9::bigint[], $10::bigint[], $11::bigint[], $12::text[], $13::timestamptz[], $14::bytea[])
        on conflict (peer, subject, requester_url, skill) do update set id = excluded.id, seq = excluded.seq,
          paid_minutes = excluded.paid_minutes, ok = excluded.ok, bad = excluded.bad, contested = excluded.contested,
          last_month = excluded.last_month, expires = excluded.expires, message = excluded.message
        where receipt.seq < excluded.seq""";

    /** The name is that of the newest task of theirs: a receipt names its requester by address only. */
    private static final String MINE = """
        select id, peer, requester_url, skill, paid_minutes, ok, bad, contested, last_month, expires,
          (select l.requester_name
            from claim c
              join board_revision b on b.listing = c.listing and b.revision = c.revision
              join board_listing l on l.key = c.listing
            where c.member = r.member and b.requester_url = r.requester_url order by c.id desc limit 1) as requester_name
        from receipt r where member = $1 order by peer, requester_url, skill""";

    private static final String FIND = "select peer, message from receipt where member = $1 and id = $2";

    private static final String KEYS = """
        select message from log_entry where host = $1 and kind = $2 and message is not null order by epoch, index""";

    Future<Map<Line, Booked>> booked(Tx tx, Host peer, List<Line> lines) {
        return tx.run(BOOKED, Tuple.of(peer.toString(), lines.stream().map(Line::subject).toArray(String[]::new),
            lines.stream().map(Line::requester).toArray(String[]::new),
            lines.stream().map(Line::skill).toArray(String[]::new))).map(rows -> {
                Map<Line, Booked> booked = new HashMap<>();
                for (Row row : rows) {
                    booked.put(new Line(row.getString("subject"), row.getString("requester_url"), row.getString("skill")),
                        new Booked(row.getString("member"), row.getLong("ok"), row.getLong("seconds"),
                            row.getLong("rejections"), row.getLong("seq")));
                }
                return booked;
            });
    }

    Future<Void> put(Tx tx, Host peer, List<Received<ReceiptIssued>> newest, Map<Line, Booked> booked) {
        if (newest.isEmpty()) {
            return Future.succeededFuture();
        }
        List<ReceiptIssued> receipts = newest.stream().map(Received::message).toList();
        return tx.run(PUT, Tuple.of(peer.toString())
            .addValue(newest.stream().map(next -> next.id().toString()).toArray(String[]::new))
            .addValue(texts(receipts, ReceiptIssued::subject))
            .addValue(texts(receipts, ReceiptIssued::requester))
            .addValue(texts(receipts, ReceiptIssued::skill))
            .addValue(texts(receipts, receipt -> booked.get(Line.of(receipt)).member()))
            .addValue(numbers(receipts, ReceiptIssued::seq))
            .addValue(numbers(receipts, ReceiptIssued::paidMinutes))
            .addValue(numbers(receipts, ReceiptIssued::ok))
            .addValue(numbers(receipts, ReceiptIssued::bad))
            .addValue(numbers(receipts, ReceiptIssued::contested))
            .addValue(texts(receipts, ReceiptIssued::lastMonth))
            .addValue(receipts.stream().map(receipt -> receipt.expires().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new))
            .addValue(newest.stream().map(next -> Buffer.buffer(next.wire())).toArray(Buffer[]::new))).mapEmpty();
    }

    Future<List<Receipt>> mine(Sql sql, Id member) {
        return sql.run(MINE, Tuple.of(member.toString())).map(rows -> {
            List<Receipt> receipts = new ArrayList<>();
            for (Row row : rows) {
                receipts.add(new Receipt(Id.of(row.getString("id")), Host.of(row.getString("peer")),
                    ObjectUrl.of(Noun.REQUESTER, row.getString("requester_url")), row.getString("requester_name"),
                    row.getString("skill"),
                    row.getLong("paid_minutes"), row.getLong("ok"), row.getLong("bad"), row.getLong("contested"),
                    row.getString("last_month"), row.getOffsetDateTime("expires").toInstant()));
            }
            return receipts;
        });
    }

    Future<Optional<Kept>> find(Sql sql, Id member, Id receipt) {
        return sql.run(FIND, Tuple.of(member.toString(), receipt.toString())).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Kept(Host.of(row.getString("peer")), row.getBuffer("message").getBytes()));
        });
    }

    /** Every statement of keys of a host whose log we hold, oldest first. */
    Future<List<byte[]>> keys(Sql sql, Host host) {
        return sql.run(KEYS, Tuple.of(host.toString(), Kind.KEYS_STATED.code())).map(rows -> {
            List<byte[]> statements = new ArrayList<>();
            rows.forEach(row -> statements.add(row.getBuffer("message").getBytes()));
            return statements;
        });
    }

    private static String[] texts(List<ReceiptIssued> receipts, Function<ReceiptIssued, Object> column) {
        return receipts.stream().map(receipt -> column.apply(receipt).toString()).toArray(String[]::new);
    }

    private static Long[] numbers(List<ReceiptIssued> receipts, Function<ReceiptIssued, Long> column) {
        return receipts.stream().map(column).toArray(Long[]::new);
    }
}
