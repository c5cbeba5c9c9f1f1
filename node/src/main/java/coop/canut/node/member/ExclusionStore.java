package coop.canut.node.member;

import static coop.canut.node.member.MembershipStore.instant;
import static coop.canut.node.member.MembershipStore.time;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Exclusions: proposed, answered, decided. */
final class ExclusionStore {

    private static final String ADD = """
        insert into exclusion (id, person, human, reasons, contact, review_on, proposed_at, heard_until)
        values ($1, $2, $3, $4, $5, $6, $7, $8)""";
    private static final String EXCLUSION = """
        select e.id, e.person, p.name, e.human, h.name as human_name, e.reasons, e.contact, e.review_on, e.proposed_at,
          e.heard_until, e.reply, e.replied_at, e.state, e.decided_at, e.decision
        from exclusion e join person p on p.id = e.person join person h on h.id = e.human""";
    private static final String FIND = EXCLUSION + " where e.id = $1";
    private static final String PROPOSED = EXCLUSION + " where e.state = 'proposed' order by e.proposed_at, e.id";
    private static final String OF_PERSON = EXCLUSION + " where e.person = $1 order by e.proposed_at desc, e.id desc";
    /** Whoever decides about a person holds that person's row, so no other transaction changes what this reads. */
    private static final String PROPOSED_OF = EXCLUSION + " where e.person = $1 and e.state = 'proposed'";
    private static final String REPLY = """
        update exclusion set reply = $2, replied_at = $3 where id = $1 and state = 'proposed'""";
    private static final String DECIDE = """
        update exclusion set state = $2, decided_at = $3, decided_by = $4, decision = $5 where id = $1 and state = 'proposed'""";
    private static final String TO_REVIEW = """
        with due as (
          select id from exclusion where state = 'excluded' and not review_said and review_on <= $1 order by review_on limit $2
          for update skip locked)
        update exclusion e set review_said = true from due where e.id = due.id returning e.person""";

    Future<Void> add(Tx tx, Id id, Id person, Person human, Grounds grounds, Instant at, Instant heardUntil) {
        return tx.run(ADD, Tuple.of(id.toString(), person.toString(), human.id().toString(), grounds.reasons(),
            grounds.contact(), grounds.reviewOn()).addValue(time(at)).addValue(time(heardUntil))).mapEmpty();
    }

    Future<Optional<Exclusion>> find(Sql sql, Id id) {
        return sql.run(FIND, Tuple.of(id.toString())).map(rows -> exclusions(rows).stream().findFirst());
    }

    Future<List<Exclusion>> proposed(Sql sql) {
        return sql.run(PROPOSED).map(ExclusionStore::exclusions);
    }

    Future<Optional<Exclusion>> proposedOf(Sql sql, Id person) {
        return sql.run(PROPOSED_OF, Tuple.of(person.toString())).map(rows -> exclusions(rows).stream().findFirst());
    }

    /** The newest first. */
    Future<List<Exclusion>> ofPerson(Sql sql, Id person) {
        return sql.run(OF_PERSON, Tuple.of(person.toString())).map(ExclusionStore::exclusions);
    }

    Future<Void> reply(Tx tx, Id id, String text, Instant at) {
        return tx.run(REPLY, Tuple.of(id.toString(), text, time(at))).mapEmpty();
    }

    /** @param state {@code excluded} or {@code dropped}; {@code by} null if the members did */
    Future<Void> decide(Tx tx, Id id, String state, Person by, String decision, Instant at) {
        return tx.run(DECIDE, Tuple.of(id.toString(), state, time(at), by == null ? null : by.id().toString(), decision))
            .mapEmpty();
    }

    /** People whose exclusion is to be looked at again today; each once. */
    Future<List<Id>> toReview(Tx tx, LocalDate today, int limit) {
        return tx.run(TO_REVIEW, Tuple.of(today, limit)).map(rows -> MembershipStore.ids(rows, "person"));
    }

    private static List<Exclusion> exclusions(RowSet<Row> rows) {
        List<Exclusion> exclusions = new ArrayList<>();
        for (Row row : rows) {
            exclusions.add(new Exclusion(Id.of(row.getString("id")), Id.of(row.getString("person")), row.getString("name"),
                Id.of(row.getString("human")), row.getString("human_name"),
                new Grounds(row.getString("reasons"), row.getString("contact"), row.getLocalDate("review_on")),
                instant(row, "proposed_at"), instant(row, "heard_until"), row.getString("reply"), instant(row, "replied_at"),
                row.getString("state"), instant(row, "decided_at"), row.getString("decision")));
        }
        return exclusions;
    }
}
