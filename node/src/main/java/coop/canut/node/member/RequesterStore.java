package coop.canut.node.member;

import static coop.canut.node.member.MembershipStore.instant;
import static coop.canut.node.member.MembershipStore.time;

import coop.canut.node.member.Requesters.Check;
import coop.canut.node.member.Requesters.Known;
import coop.canut.node.member.Requesters.Suspension;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.ListingMessage;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requesters: what was checked of them, whether their contact answered, their people, their suspensions. */
final class RequesterStore {

    /** Whether a requester may publish, and why not. */
    record Gate(boolean isChecked, boolean hasAnswered, boolean isSuspended) {
    }

    private static final String ADD = """
        insert into requester (id, name, country, register, contact, added_by, added_at, answered_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)""";
    private static final String ONE_AT_A_TIME = "lock table requester in share row exclusive mode";
    private static final String UNFINISHED = """
        select count(*) as n from requester r where answered_at is null
          or not exists (select from legal_check c where c.requester = r.id)""";
    private static final String CHECK = """
        insert into legal_check (requester, what, against, checked_by, at) values ($1, $2, $3, $4, $5)""";
    private static final String KNOWN = """
        select r.id, r.name, r.country, r.register, r.contact, r.added_at, r.answered_at, r.code_made_at,
          c.what, c.against, b.name as checker, c.at as checked_at,
          s.id as suspension, h.name as human, s.reasons, s.contact as whom, s.review_on, s.at as suspended_at
        from requester r
          left join lateral (select * from legal_check where requester = r.id order by number desc limit 1) c on true
          left join person b on b.id = c.checked_by
          left join suspension s on s.requester = r.id and s.lifted_at is null
          left join person h on h.id = s.human""";
    private static final String FIND = KNOWN + " where r.id = $1";
    private static final String OF_PERSON = KNOWN + " join person p on p.requester = r.id where p.id = $1";
    private static final String PEOPLE = """
        select id, name, roles, member from person where requester = $1 order by added_at, id""";
    private static final String LOCK = "select id from requester where id = $1 for update";
    private static final String MAKE_CODE = """
        update requester set code_sha256 = $2, code_made_at = $3, code_tries = 0 where id = $1 and answered_at is null""";
    private static final String TRY_CODE = """
        update requester set code_tries = code_tries + 1, answered_at = case when code_sha256 = $2 then $3::timestamptz end
        where id = $1 and answered_at is null and code_tries < $4 and code_made_at > $5
        returning answered_at is not null as answered""";
    private static final String LET_PUBLISH = """
        insert into term (person, role, since, decision)
        select p.id, 'requester', $2, $3 from person p where p.requester = $1
          and not exists (select from term t where t.person = p.id and t.role = 'requester' and t.ended_at is null)
        order by p.id""";
    private static final String GATE = """
        select answered_at is not null as answered,
          exists (select from legal_check c where c.requester = r.id) as checked,
          exists (select from suspension s where s.requester = r.id and s.lifted_at is null) as suspended
        from requester r where r.id = $1""";
    /** Whoever suspends waits for those who are publishing, and they for whoever suspends. */
    private static final String LOCKED_GATE = GATE + " for share of r";
    private static final String SUSPEND = """
        insert into suspension (id, requester, human, reasons, contact, review_on, at) values ($1, $2, $3, $4, $5, $6, $7)""";
    private static final String LIFT = """
        update suspension set lifted_at = $2, lifted_by = $3 where requester = $1 and lifted_at is null""";
    private static final String PART = "update person set requester = null where id = $1 and requester = $2";
    private static final String TO_REVIEW = """
        with due as (
          select id from suspension where lifted_at is null and not review_said and review_on <= $1 order by review_on limit $2
          for update skip locked)
        update suspension s set review_said = true from due where s.id = due.id returning s.requester""";
    /** Sign-ups that came to nothing. Nobody of them could do anything, so nothing but these rows hangs on them. */
    private static final String LAPSED = """
        select id from requester r where added_by is null and added_at <= $1 and answered_at is null
          and not exists (select from suspension s where s.requester = r.id)
        order by added_at limit $2 for update skip locked""";
    private static final List<String> REMOVE = List.of(
        "delete from session where person in (select id from person where requester = $1)",
        "delete from link where person in (select id from person where requester = $1)",
        "delete from token where person in (select id from person where requester = $1)",
        "delete from person where requester = $1 and not member and not exists (select from term t where t.person = person.id)",
        "update person set requester = null where requester = $1",
        "delete from legal_check where requester = $1",
        "delete from requester where id = $1");

    Future<Void> add(Tx tx, Requester requester, String contact, Person by, Instant answeredAt, Instant at) {
        ListingMessage.Identity identity = requester.identity();
        return tx.run(ADD, Tuple.of(requester.id().toString(), identity.name(), identity.country(), identity.register(),
            contact, by == null ? null : by.id().toString()).addValue(time(at)).addValue(time(answeredAt))).mapEmpty();
    }

    /** How many have signed up and may not publish yet; no other signs up before this transaction ends. */
    Future<Long> unfinished(Tx tx) {
        return tx.run(ONE_AT_A_TIME).compose(locked -> tx.run(UNFINISHED)).map(rows -> rows.iterator().next().getLong("n"));
    }

    /** @param by null for somebody at the machine */
    Future<Void> check(Tx tx, Id requester, String what, String against, Person by, Instant at) {
        return tx.run(CHECK, Tuple.of(requester.toString(), what, against, by == null ? null : by.id().toString(), time(at)))
            .mapEmpty();
    }

    /** All of them, in no order. */
    Future<List<Known>> all(Sql sql, Host self) {
        return sql.run(KNOWN).map(rows -> known(self, rows));
    }

    Future<Optional<Known>> find(Sql sql, Host self, Id id) {
        return sql.run(FIND, Tuple.of(id.toString())).map(rows -> known(self, rows).stream().findFirst());
    }

    /** For which a person acts, whether it may publish already or not. */
    Future<Optional<Known>> ofPerson(Sql sql, Host self, Id person) {
        return sql.run(OF_PERSON, Tuple.of(person.toString())).map(rows -> known(self, rows).stream().findFirst());
    }

    /** In the order in which they came. */
    Future<List<Person>> people(Sql sql, Id requester) {
        return sql.run(PEOPLE, Tuple.of(requester.toString())).map(rows -> {
            List<Person> people = new ArrayList<>();
            rows.forEach(row -> people.add(MemberStore.person(row)));
            return people;
        });
    }

    /** Whether there is such a requester, which nobody else changes before this transaction ends. */
    Future<Boolean> lock(Tx tx, Id requester) {
        return tx.run(LOCK, Tuple.of(requester.toString())).map(rows -> rows.size() == 1);
    }

    /** Whether there is one whose contact has not answered. */
    Future<Boolean> makeCode(Tx tx, Id requester, Hash code, Instant at) {
        return tx.run(MAKE_CODE, Tuple.of(requester.toString(), Buffer.buffer(code.bytes()), time(at)))
            .map(rows -> rows.rowCount() == 1);
    }

    /** Whether this was the code; a wrong one counts, so the transaction is to be committed. */
    Future<Boolean> tryCode(Tx tx, Id requester, Hash code, Instant at, Instant madeAfter, int tries) {
        return tx.run(TRY_CODE, Tuple.of(requester.toString(), Buffer.buffer(code.bytes()), time(at), tries, time(madeAfter)))
            .map(rows -> rows.size() == 1 && rows.iterator().next().getBoolean("answered"));
    }

    /** Gives the role to all people of a requester who do not have it. */
    Future<Void> letPublish(Tx tx, Id requester, String decision, Instant at) {
        return tx.run(LET_PUBLISH, Tuple.of(requester.toString(), time(at), decision)).mapEmpty();
    }

    Future<Optional<Gate>> gate(Sql sql, Id requester) {
        return sql.run(sql instanceof Tx ? LOCKED_GATE : GATE, Tuple.of(requester.toString())).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Gate(row.getBoolean("checked"), row.getBoolean("answered"), row.getBoolean("suspended")));
        });
    }

    Future<Void> suspend(Tx tx, Id id, Id requester, Person human, Grounds grounds, Instant at) {
        return tx.run(SUSPEND, Tuple.of(id.toString(), requester.toString(), human.id().toString(), grounds.reasons(),
            grounds.contact(), grounds.reviewOn()).addValue(time(at))).mapEmpty();
    }

    /** Whether it was suspended. */
    Future<Boolean> lift(Tx tx, Id requester, Person by, Instant at) {
        return tx.run(LIFT, Tuple.of(requester.toString(), time(at), by.id().toString())).map(rows -> rows.rowCount() == 1);
    }

    /** Whether this person acted for it and does not any more. */
    Future<Boolean> part(Tx tx, Id person, Id requester) {
        return tx.run(PART, Tuple.of(person.toString(), requester.toString())).map(rows -> rows.rowCount() == 1);
    }

    /** Requesters whose suspension is to be looked at again today; each once. */
    Future<List<Id>> toReview(Tx tx, LocalDate today, int limit) {
        return tx.run(TO_REVIEW, Tuple.of(today, limit)).map(rows -> MembershipStore.ids(rows, "requester"));
    }

    /** Removes those that signed up before an instant and whose contact never answered; gives them. */
    Future<List<Id>> removeUnfinished(Tx tx, Instant before, int limit) {
        return tx.run(LAPSED, Tuple.of(time(before), limit)).compose(rows -> {
            List<Id> lapsed = MembershipStore.ids(rows, "id");
            Future<Void> done = Future.succeededFuture();
            for (Id each : lapsed) {
                for (String statement : REMOVE) {
                    done = done.compose(gone -> tx.run(statement, Tuple.of(each.toString())).mapEmpty());
                }
            }
            return done.map(lapsed);
        });
    }

    private static List<Known> known(Host self, RowSet<Row> rows) {
        List<Known> all = new ArrayList<>();
        for (Row row : rows) {
            Id id = Id.of(row.getString("id"));
            var requester = new Requester(id, new ObjectUrl(Noun.REQUESTER, self, id),
                new ListingMessage.Identity(row.getString("name"), row.getString("country"), row.getString("register")));
            Check check = row.getString("what") == null ? null : new Check(row.getString("what"), row.getString("against"),
                row.getString("checker"), instant(row, "checked_at"));
            Suspension suspension = row.getString("suspension") == null ? null : new Suspension(row.getString("human"),
                new Grounds(row.getString("reasons"), row.getString("whom"), row.getLocalDate("review_on")),
                instant(row, "suspended_at"));
            all.add(new Known(requester, row.getString("contact"), instant(row, "added_at"), instant(row, "answered_at"),
                instant(row, "code_made_at"), check, suspension));
        }
        return all;
    }
}
