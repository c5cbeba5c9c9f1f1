package coop.canut.node.decision;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Minutes, what people added to them, and who signed them. */
final class MinutesStore {

    private static final String LAST = "select sha256 from minutes order by place desc limit 1";
    private static final String WRITE = """
        insert into minutes (place, proposal, number, previous, sha256, content) values ($1, $2, $3, $4, $5, $6)""";
    private static final String FIND = "select content from minutes where number = $1";
    private static final String CHAIN = "select place, number, previous, sha256, content from minutes where place > $1 "
        + "order by place limit $2";
    private static final String NOTE = "insert into minutes_note (id, place, author, at, text) values ($1, $2, $3, $4, $5)";
    private static final String NOTES = """
        select n.text, n.at, p.name from minutes_note n left join person p on p.id = n.author
        where n.place = $1 order by n.id""";
    private static final String SIGN = """
        insert into minutes_signature (place, person, at, sha256) values ($1, $2, $3, $4) on conflict do nothing""";
    private static final String SIGNED = """
        select s.person, p.name, s.at from minutes_signature s join person p on p.id = s.person
        where s.place = $1 order by s.at, s.person""";

    /** A row of the chain, as it is checked. */
    record Link(long place, String number, Hash previous, Hash sha256, String content) {
    }

    /** Writes them after the last ones. Called under the lock of the count, so nobody writes between. */
    Future<Void> write(Tx tx, Minutes minutes) {
        return tx.run(LAST).map(rows -> rows.size() == 0 ? Hash.ZERO
            : Hash.of(rows.iterator().next().getBuffer("sha256").getBytes())).compose(previous -> {
                Minutes next = minutes.after(previous);
                return tx.run(WRITE, Tuple.of(next.place(), next.proposal().toString(), next.number(),
                    bytes(previous), bytes(next.hash()), next.json().text()));
            }).mapEmpty();
    }

    Future<Optional<Minutes>> find(Sql sql, String number) {
        return sql.run(FIND, Tuple.of(number)).map(rows -> rows.size() == 0 ? Optional.empty()
            : Optional.of(Minutes.read(rows.iterator().next().getString("content"))));
    }

    Future<List<Link>> chain(Sql sql, long after, int limit) {
        return sql.run(CHAIN, Tuple.of(after, limit)).map(rows -> {
            List<Link> links = new ArrayList<>();
            for (Row row : rows) {
                links.add(new Link(row.getLong("place"), row.getString("number"), hash(row, "previous"), hash(row, "sha256"),
                    row.getString("content")));
            }
            return links;
        });
    }

    /** @param author null for the machine */
    Future<Void> note(Sql sql, Id id, long place, Id author, Instant at, String text) {
        return sql.run(NOTE, Tuple.of(id.toString(), place, author == null ? null : author.toString(),
            ProposalStore.time(at), text)).mapEmpty();
    }

    Future<List<MinutesBook.Note>> notes(Sql sql, long place) {
        return sql.run(NOTES, Tuple.of(place)).map(rows -> {
            List<MinutesBook.Note> notes = new ArrayList<>();
            rows.forEach(row -> notes.add(new MinutesBook.Note(row.getString("name"), ProposalStore.instant(row, "at"),
                row.getString("text"))));
            return notes;
        });
    }

    Future<Void> sign(Sql sql, long place, Id person, Instant at, Hash sha256) {
        return sql.run(SIGN, Tuple.of(place, person.toString(), ProposalStore.time(at), bytes(sha256))).mapEmpty();
    }

    Future<List<MinutesBook.Signature>> signed(Sql sql, long place) {
        return sql.run(SIGNED, Tuple.of(place)).map(rows -> {
            List<MinutesBook.Signature> signed = new ArrayList<>();
            rows.forEach(row -> signed.add(new MinutesBook.Signature(Id.of(row.getString("person")), row.getString("name"),
                ProposalStore.instant(row, "at"))));
            return signed;
        });
    }

    private static Buffer bytes(Hash hash) {
        return Buffer.buffer(hash.bytes());
    }

    private static Hash hash(Row row, String column) {
        return Hash.of(row.getBuffer(column).getBytes());
    }
}
