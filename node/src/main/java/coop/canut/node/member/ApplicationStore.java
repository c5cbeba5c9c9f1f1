package coop.canut.node.member;

import static coop.canut.node.member.MembershipStore.instant;
import static coop.canut.node.member.MembershipStore.time;

import coop.canut.node.member.Applications.Application;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applications, and the links with which somebody is invited to apply. */
final class ApplicationStore {

    private static final String ONE_AT_A_TIME = "lock table application in share row exclusive mode";
    private static final String ADD = """
        insert into application (id, sha256, name, contact, why, person, invited_by, made_at, language)
        select $1, $2, $3, $4, $5, $6, $7, $8, $10
        where $7::text is not null or (select count(*) from application where state = 'open' and invited_by is null) < $9""";
    private static final String APPLICATION = """
        select a.id, a.name, a.contact, a.why, a.person, a.invited_by, i.name as inviter, a.made_at, a.state, a.decided_at,
          a.decision, h.name as human, a.reasons, a.answer_contact, a.review_on
        from application a left join person i on i.id = a.invited_by left join person h on h.id = a.human""";
    private static final String OPEN = APPLICATION + " where a.state = 'open' order by a.made_at, a.id";
    private static final String FIND = APPLICATION + " where a.id = $1";
    private static final String BY_LINK = APPLICATION + " where a.sha256 = $1";
    private static final String LOCK = "select id from application where id = $1 for update";
    private static final String ADMITTED = """
        update application set state = 'admitted', person = $2, decided_at = $3, decision = $4 where id = $1""";
    private static final String DECLINED = """
        update application set state = 'declined', human = $2, decided_at = $3, decision = $4, reasons = $5,
          answer_contact = $6, review_on = $7
        where id = $1""";
    private static final String WITHDRAWN = """
        update application set state = 'withdrawn', decided_at = $2 where sha256 = $1 and state = 'open' returning id""";
    /** Of whoever was excluded and gave the same contact when she applied, the day from which she may come back. */
    private static final String SHUT_OUT = """
        select max(e.review_on) as until from exclusion e join membership m on m.exclusion = e.id
        where e.review_on > $3 and (e.person = $1 or exists (
          select from application a where a.person = e.person and lower(a.contact) = lower($2)))""";
    private static final String LAPSE = """
        update application set state = 'lapsed', decided_at = $1 where id in (
          select id from application where state = 'open' and made_at <= $2 order by made_at limit $3 for update skip locked)
        returning id""";
    private static final String FORGET = """
        update application set contact = '', why = '' where id in (
          select id from application where state in ('declined', 'withdrawn', 'lapsed') and contact <> '' and decided_at <= $1
            and coalesce(review_on <= $2, true)
          order by decided_at limit $3 for update skip locked)""";
    private static final String INVITE = "insert into invitation (sha256, made_by, made_at, ends_at) values ($1, $2, $3, $4)";
    private static final String INVITED = """
        select p.id, p.name, p.roles, p.member from invitation i join person p on p.id = i.made_by
        where i.sha256 = $1 and i.used_at is null and i.ends_at > $2""";
    private static final String USE = """
        update invitation set used_at = $2 where sha256 = $1 and used_at is null and ends_at > $2 returning made_by""";
    private static final String SWEEP = """
        delete from invitation where sha256 in (select sha256 from invitation where ends_at <= $1 order by ends_at limit $2)""";
    private static final String OF_PERSON = APPLICATION + " where a.person = $1 order by a.made_at desc limit 1";

    /** Whether there was room: of those who come uninvited only so many are kept open. */
    Future<Boolean> add(Tx tx, Id id, Hash link, Applications.Asked asked, Id person, Id invitedBy, String language,
                        Instant at, int most) {
        return tx.run(ONE_AT_A_TIME).compose(locked -> tx.run(ADD, Tuple.of(id.toString(), bytes(link), asked.name(),
                asked.contact(), asked.why(), text(person)).addValue(text(invitedBy)).addValue(time(at)).addValue(most)
                .addValue(language))).map(rows -> rows.rowCount() == 1);
    }

    Future<List<Application>> open(Sql sql) {
        return sql.run(OPEN).map(ApplicationStore::applications);
    }

    Future<Optional<Application>> find(Sql sql, Id id) {
        return sql.run(FIND, Tuple.of(id.toString())).map(rows -> applications(rows).stream().findFirst());
    }

    Future<Optional<Application>> byLink(Sql sql, Hash link) {
        return sql.run(BY_LINK, Tuple.of(bytes(link))).map(rows -> applications(rows).stream().findFirst());
    }

    /** The newest application of a person. */
    Future<Optional<Application>> ofPerson(Sql sql, Id person) {
        return sql.run(OF_PERSON, Tuple.of(person.toString())).map(rows -> applications(rows).stream().findFirst());
    }

    /** As {@link #find}, and nobody else decides about it before this transaction ends. */
    Future<Optional<Application>> lock(Tx tx, Id id) {
        return tx.run(LOCK, Tuple.of(id.toString())).compose(locked -> find(tx, id));
    }

    Future<Void> admitted(Tx tx, Id id, Id person, String decision, Instant at) {
        return tx.run(ADMITTED, Tuple.of(id.toString(), person.toString(), time(at), decision)).mapEmpty();
    }

    Future<Void> declined(Tx tx, Id id, Person human, Grounds grounds, String decision, Instant at) {
        return tx.run(DECLINED, Tuple.of(id.toString(), human.id().toString(), time(at), decision, grounds.reasons(),
            grounds.contact()).addValue(grounds.reviewOn())).mapEmpty();
    }

    /** The application that was withdrawn; empty if there was none open. */
    Future<Optional<Id>> withdraw(Tx tx, Hash link, Instant at) {
        return tx.run(WITHDRAWN, Tuple.of(bytes(link), time(at)))
            .map(rows -> MembershipStore.ids(rows, "id").stream().findFirst());
    }

    /** Until when a person, or whoever has this contact, was excluded; null if neither is. */
    Future<LocalDate> shutOutUntil(Tx tx, Id person, String contact, LocalDate today) {
        return tx.run(SHUT_OUT, Tuple.of(text(person), contact, today)).map(rows ->
            rows.iterator().next().getLocalDate("until"));
    }

    Future<List<Id>> lapse(Tx tx, Instant now, Instant madeBefore, int limit) {
        return tx.run(LAPSE, Tuple.of(time(now), time(madeBefore), limit)).map(rows -> MembershipStore.ids(rows, "id"));
    }

    Future<Void> forget(Sql sql, Instant decidedBefore, LocalDate today, int limit) {
        return sql.run(FORGET, Tuple.of(time(decidedBefore), today, limit)).mapEmpty();
    }

    Future<Void> invite(Tx tx, Hash link, Person by, Instant at, Instant ends) {
        return tx.run(INVITE, Tuple.of(bytes(link), by.id().toString(), time(at), time(ends))).mapEmpty();
    }

    /** Who made an invitation that still opens. */
    Future<Optional<Person>> invited(Sql sql, Hash link, Instant now) {
        return sql.run(INVITED, Tuple.of(bytes(link), time(now))).map(rows ->
            rows.size() == 0 ? Optional.empty() : Optional.of(MemberStore.person(rows.iterator().next())));
    }

    /** Uses an invitation up; who made it, or empty. */
    Future<Optional<Id>> use(Tx tx, Hash link, Instant now) {
        return tx.run(USE, Tuple.of(bytes(link), time(now))).map(rows ->
            MembershipStore.ids(rows, "made_by").stream().findFirst());
    }

    Future<Void> sweep(Sql sql, Instant now, int limit) {
        return sql.run(SWEEP, Tuple.of(time(now), limit)).mapEmpty();
    }

    private static List<Application> applications(RowSet<Row> rows) {
        List<Application> applications = new ArrayList<>();
        for (Row row : rows) {
            String person = row.getString("person");
            Grounds grounds = row.getString("reasons") == null ? null : new Grounds(row.getString("reasons"),
                row.getString("answer_contact"), row.getLocalDate("review_on"));
            applications.add(new Application(Id.of(row.getString("id")),
                new Applications.Asked(row.getString("name"), row.getString("contact"), row.getString("why")),
                person == null ? null : Id.of(person), row.getString("inviter"), instant(row, "made_at"),
                Applications.State.of(row.getString("state")), instant(row, "decided_at"), row.getString("decision"),
                row.getString("human"), grounds));
        }
        return applications;
    }

    private static String text(Id id) {
        return id == null ? null : id.toString();
    }

    private static Buffer bytes(Hash hash) {
        return Buffer.buffer(hash.bytes());
    }
}
