package coop.canut.node.mail;

import coop.canut.node.mail.Addresses.Wishes;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Addresses of people, and the kinds that they do not want. */
final class AddressStore {

    private static final String FIND = "select address, confirmed_at, waiting, ends_at from mail_address where person = $1";
    private static final String OFF = "select kind from letter_off where person = $1";
    private static final String GIVE = """
        insert into mail_address (person, waiting, waiting_language, sha256, ends_at) values ($1, $2, $3, $4, $5)
        on conflict (person) do update set waiting = $2, waiting_language = $3, sha256 = $4, ends_at = $5""";
    private static final String CONFIRM = """
        update mail_address set address = waiting, confirmed_at = $3, waiting = null, waiting_language = null, sha256 = null,
          ends_at = null
        where person = $1 and sha256 = $2 and ends_at > $3""";
    private static final String WAITS = "select 1 from mail_address where person = $1 and sha256 = $2 and ends_at > $3";
    private static final String REMOVE = "delete from mail_address where person = $1";
    private static final String ALL_ON = "delete from letter_off where person = $1";
    private static final String SWITCH_OFF = """
        insert into letter_off (person, kind) select $1, unnest($2::text[]) on conflict do nothing""";
    private static final String SWITCH_ONE_OFF = """
        insert into letter_off (person, kind) select id, $2 from person where id = $1 on conflict do nothing""";
    /** Of several who ask at once the later ones wait, and count what the earlier ones wrote. */
    private static final String AT = """
        select person from mail_address where address = $1 order by person limit $2 for update""";
    private static final String SWEEP_NEW = """
        delete from mail_address where person in (
          select person from mail_address where address is null and ends_at <= $1 limit $2)""";
    private static final String SWEEP_CHANGED = """
        update mail_address set waiting = null, waiting_language = null, sha256 = null, ends_at = null where person in (
          select person from mail_address where address is not null and ends_at <= $1 limit $2)""";

    Future<Wishes> wishes(Sql sql, Id person, Instant now) {
        Tuple who = Tuple.of(person.toString());
        return sql.run(OFF, who).compose(offs -> {
            Set<Kind> off = EnumSet.noneOf(Kind.class);
            offs.forEach(row -> off.add(Kind.of(row.getString("kind"))));
            return sql.run(FIND, who).map(rows -> wishes(rows, off, now));
        });
    }

    private static Wishes wishes(RowSet<Row> rows, Set<Kind> off, Instant now) {
        if (rows.size() == 0) {
            return new Wishes(null, null, null, off);
        }
        Row row = rows.iterator().next();
        OffsetDateTime confirmed = row.getOffsetDateTime("confirmed_at");
        OffsetDateTime ends = row.getOffsetDateTime("ends_at");
        return new Wishes(address(row.getString("address")), confirmed == null ? null : confirmed.toInstant(),
            ends == null || !now.isBefore(ends.toInstant()) ? null : address(row.getString("waiting")), off);
    }

    private static Address address(String text) {
        return text == null ? null : new Address(text);
    }

    Future<Void> give(Tx tx, Id person, Address address, String language, Hash token, Instant ends) {
        return tx.run(GIVE, Tuple.of(person.toString(), address.text(), language, bytes(token), LetterStore.time(ends)))
            .mapEmpty();
    }

    /** Whether there was one to confirm. */
    Future<Boolean> confirm(Sql sql, Id person, Hash token, Instant now) {
        return sql.run(CONFIRM, Tuple.of(person.toString(), bytes(token), LetterStore.time(now)))
            .map(rows -> rows.rowCount() == 1);
    }

    Future<Boolean> waits(Sql sql, Id person, Hash token, Instant now) {
        return sql.run(WAITS, Tuple.of(person.toString(), bytes(token), LetterStore.time(now))).map(rows -> rows.size() == 1);
    }

    Future<Void> remove(Sql sql, Id person) {
        return sql.run(REMOVE, Tuple.of(person.toString())).mapEmpty();
    }

    Future<Void> off(Tx tx, Id person, List<Kind> kinds) {
        return tx.run(ALL_ON, Tuple.of(person.toString())).compose(on -> tx.run(SWITCH_OFF, Tuple.of(person.toString())
            .addArrayOfString(kinds.stream().map(Kind::code).toArray(String[]::new)))).mapEmpty();
    }

    Future<Void> offOne(Sql sql, Id person, Kind kind) {
        return sql.run(SWITCH_ONE_OFF, Tuple.of(person.toString(), kind.code())).mapEmpty();
    }

    Future<List<Id>> at(Tx tx, Address address, int limit) {
        return tx.run(AT, Tuple.of(address.text(), limit)).map(rows -> {
            List<Id> people = new ArrayList<>();
            rows.forEach(row -> people.add(Id.of(row.getString("person"))));
            return people;
        });
    }

    /** Forgets what was not confirmed in time, at most so many of each. */
    Future<Void> sweep(Sql sql, Instant now, int limit) {
        return sql.run(SWEEP_NEW, Tuple.of(LetterStore.time(now), limit))
            .compose(swept -> sql.run(SWEEP_CHANGED, Tuple.of(LetterStore.time(now), limit))).mapEmpty();
    }

    private static Buffer bytes(Hash hash) {
        return Buffer.buffer(hash.bytes());
    }
}
