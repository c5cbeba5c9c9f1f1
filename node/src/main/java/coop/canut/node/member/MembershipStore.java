package coop.canut.node.member;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Memberships and terms. Whoever changes either locks the person first. */
final class MembershipStore {

    /** An open term of a steward. */
    record Steward(Id person, Instant until) {
    }

    /** A term whose time is over. */
    record Expired(long number, Id person, Role role, boolean goesOn) {
    }

    private static final String LOCK = "select id, name, roles, member from person where id = $1 for no key update";
    private static final String BEGIN = """
        insert into membership (person, state, since, probation_ends, decision) values ($1, $2, $3, $4, $5)""";
    private static final String STANDING = """
        select state, since, probation_ends, decision, ended_at, ended_by from membership
        where person = $1 order by number desc limit 1""";
    private static final String END = """
        update membership set state = $2, ended_at = $3, ended_by = $4, exclusion = $5 where person = $1 and ended_at is null""";
    private static final String ROLL = """
        select person from membership where state = 'full' and since <= $1 order by since, number""";
    private static final String REGISTER = """
        select p.id, p.name, p.roles, p.member, m.state, m.since, m.probation_ends, m.decision, m.ended_at, m.ended_by
        from membership m join person p on p.id = m.person where m.ended_at is null""";
    private static final String BEGIN_TERM = """
        insert into term (person, role, since, until, decision) values ($1, $2, $3, $4, $5)""";
    private static final String END_TERM = """
        update term set ended_at = $3, ended_by = $4 where person = $1 and role = $2 and ended_at is null""";
    private static final String END_TERMS = """
        update term set ended_at = $2, ended_by = $3 where person = $1 and role <> 'requester' and ended_at is null""";
    private static final String TERMS = """
        select role, since, until, decision, goes_on, ended_at, ended_by from term where person = $1 order by number desc""";
    private static final String STEWARDS = """
        select person, until from term where role = 'steward' and ended_at is null order by number for update""";
    private static final String PROBATION_OVER = """
        update membership set state = 'full' where number in (
          select number from membership where state = 'probation' and probation_ends <= $1 order by probation_ends limit $2
          for update skip locked)
        returning person""";
    private static final String EXPIRED = """
        select number, person, role, goes_on from term t where ended_at is null and until <= $1 and (not goes_on or exists (
          select from term o where o.role = t.role and o.ended_at is null and o.number <> t.number
            and (o.until is null or o.until > $1)))
        order by until, number limit $2""";
    private static final String GO_ON = "update term set goes_on = true where number = $1 and ended_at is null";

    Future<Optional<Person>> lock(Tx tx, Id person) {
        return tx.run(LOCK, Tuple.of(person.toString())).map(rows ->
            rows.size() == 0 ? Optional.empty() : Optional.of(MemberStore.person(rows.iterator().next())));
    }

    /** @param probationEnds null for a full member */
    Future<Void> begin(Tx tx, Id person, Instant since, Instant probationEnds, String decision) {
        return tx.run(BEGIN, Tuple.of(person.toString(), probationEnds == null ? "full" : "probation", time(since),
            time(probationEnds), decision)).mapEmpty();
    }

    /** The present membership, or else the last. */
    Future<Optional<Standing>> standing(Sql sql, Id person) {
        return sql.run(STANDING, Tuple.of(person.toString())).map(rows ->
            rows.size() == 0 ? Optional.empty() : Optional.of(standing(rows.iterator().next())));
    }

    /** @param exclusion that was decided; null of somebody who leaves */
    Future<Void> end(Tx tx, Id person, Standing.State state, Instant at, String by, Id exclusion) {
        return tx.run(END, Tuple.of(person.toString(), state.code(), time(at), by,
            exclusion == null ? null : exclusion.toString())).mapEmpty();
    }

    Future<List<Id>> roll(Sql sql, Instant admittedBefore) {
        return sql.run(ROLL, Tuple.of(time(admittedBefore))).map(rows -> ids(rows, "person"));
    }

    /** All members, in no order. */
    Future<List<Membership.Member>> register(Sql sql) {
        return sql.run(REGISTER).map(rows -> {
            List<Membership.Member> members = new ArrayList<>();
            rows.forEach(row -> members.add(new Membership.Member(MemberStore.person(row), standing(row))));
            return members;
        });
    }

    Future<Void> beginTerm(Tx tx, Id person, Role role, Instant since, Instant until, String decision) {
        return tx.run(BEGIN_TERM, Tuple.of(person.toString(), role.code(), time(since), time(until), decision)).mapEmpty();
    }

    /** Whether there was such a term. */
    Future<Boolean> endTerm(Tx tx, Id person, Role role, Instant at, String by) {
        return tx.run(END_TERM, Tuple.of(person.toString(), role.code(), time(at), by)).map(rows -> rows.rowCount() == 1);
    }

    /** All terms of a member; who also publishes for a requester goes on doing so. */
    Future<Void> endTerms(Tx tx, Id person, Instant at, String by) {
        return tx.run(END_TERMS, Tuple.of(person.toString(), time(at), by)).mapEmpty();
    }

    /** The newest first. */
    Future<List<Term>> terms(Sql sql, Id person) {
        return sql.run(TERMS, Tuple.of(person.toString())).map(rows -> {
            List<Term> terms = new ArrayList<>();
            rows.forEach(row -> terms.add(new Term(Role.of(row.getString("role")), instant(row, "since"),
                instant(row, "until"), row.getString("decision"), row.getBoolean("goes_on"), instant(row, "ended_at"),
                row.getString("ended_by"))));
            return terms;
        });
    }

    /** The stewards in office, whose terms nobody else ends before this transaction does. */
    Future<List<Steward>> stewards(Tx tx) {
        return tx.run(STEWARDS).map(rows -> {
            List<Steward> stewards = new ArrayList<>();
            rows.forEach(row -> stewards.add(new Steward(Id.of(row.getString("person")), instant(row, "until"))));
            return stewards;
        });
    }

    /** Makes full members of those whose probation is over; gives them. */
    Future<List<Id>> probationOver(Tx tx, Instant now, int limit) {
        return tx.run(PROBATION_OVER, Tuple.of(time(now), limit)).map(rows -> ids(rows, "person"));
    }

    Future<List<Expired>> expired(Sql sql, Instant now, int limit) {
        return sql.run(EXPIRED, Tuple.of(time(now), limit)).map(rows -> {
            List<Expired> expired = new ArrayList<>();
            rows.forEach(row -> expired.add(new Expired(row.getLong("number"), Id.of(row.getString("person")),
                Role.of(row.getString("role")), row.getBoolean("goes_on"))));
            return expired;
        });
    }

    Future<Void> goOn(Tx tx, long term) {
        return tx.run(GO_ON, Tuple.of(term)).mapEmpty();
    }

    private static Standing standing(Row row) {
        return new Standing(Standing.State.of(row.getString("state")), instant(row, "since"), instant(row, "probation_ends"),
            row.getString("decision"), instant(row, "ended_at"), row.getString("ended_by"));
    }

    static List<Id> ids(RowSet<Row> rows, String column) {
        List<Id> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(Id.of(row.getString(column))));
        return ids;
    }

    static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
