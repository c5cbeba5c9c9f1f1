package coop.canut.node.decision;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proposals and what is said to them. */
final class ProposalStore {

    private static final String COLUMNS = """
        select id, title, reasons, act, state, proposed_by, proposed_at, next_at, emergency, seconded_by, ended_itself, round,
          statutes, policy_number, replaces, secret, opened_at, number, place, ended_at, why, policy_after
        from proposal\s""";
    private static final String FIND = COLUMNS + "where id = $1";
    private static final String BY_NUMBER = COLUMNS + "where number = $1";
    private static final String LOCK = FIND + " for update";
    private static final String RUNNING = COLUMNS + """
        where state in ('draft', 'discussion', 'vote', 'notice') order by proposed_at desc, id limit $1""";
    private static final String ENDED = COLUMNS + """
        where place is not null and place < $1 order by place desc limit $2""";
    private static final String DUE = "select id from proposal where next_at <= $1 order by next_at, id limit $2";
    private static final String ADD = """
        insert into proposal (id, title, reasons, kind, act, state, proposed_by, proposed_at, emergency, human, contact,
          review_on)
        select $1, $2, $3, $4, $5, 'draft', $6, $7, $8, $9, $10, $11 where $12 > (select count(*) from proposal
          where proposed_by = $6 and state in ('draft', 'discussion', 'vote', 'notice'))""";
    private static final String REVISE = """
        update proposal set title = $2, reasons = $3, kind = $4, act = $5, human = $6, contact = $7, review_on = $8
        where id = $1 and state = 'draft'""";
    private static final String MOVE = "update proposal set state = $2, next_at = $3, due_at = $3, "
        + "extended = false where id = $1";
    private static final String WITHDRAW = """
        update proposal set state = 'withdrawn', next_at = null, ended_at = $2
        where id = $1 and state in ('draft', 'discussion')""";
    private static final String OPEN = """
        update proposal set state = 'vote', round = round + 1, statutes = $2, policy_number = $3, replaces = $4, secret = $5,
          opened_at = $6, next_at = $7, due_at = $7, extended = false where id = $1""";
    private static final String LOOK_AGAIN = "update proposal set next_at = $2 where id = $1";
    private static final String EXTEND = """
        update proposal set next_at = $2, due_at = $2, extended = true where id = $1""";
    private static final String IS_EXTENDED = "select extended, due_at from proposal where id = $1";
    private static final String END = """
        update proposal set state = $2, number = $3, place = $4, ended_at = $5, why = $6, policy_after = $7, next_at = $8
        where id = $1""";
    private static final String SECOND = "update proposal set seconded_by = $2, restores = $3 where id = $1";
    private static final String RESTORES = "select restores from proposal where id = $1";
    private static final String EMERGENCY_ENDS = "update proposal set ended_itself = true, next_at = null where id = $1";
    private static final String RESTATE = """
        insert into proposal (id, title, reasons, kind, act, state, proposed_at, number, place, ended_at, policy_after)
        values ($1, '', '', 'restate', $2, 'enacted', $3, $4, $5, $3, $6)""";
    private static final String COUNT = """
        update decision_count set place = place + 1, year = $1,
          in_year = case when year = $1 then in_year + 1 else 1 end
        returning place, year, in_year""";
    private static final String COUNT_FROM = """
        update decision_count set place = place + 1,
          in_year = case when year > $1 then in_year when year = $1 then greatest(in_year, $2) else $2 end,
          year = greatest(year, $1)
        returning place""";
    private static final String ARGUE = """
        insert into argument (id, proposal, person, at, stance, text) select $1, $2, $3, $4, $5, $6
        where $7 > (select count(*) from argument where proposal = $2)""";
    private static final String ARGUMENTS = """
        select a.id, a.person, p.name, a.at, a.stance, a.text from argument a join person p on p.id = a.person
        where a.proposal = $1 order by a.id limit $2""";
    private static final String SEEN = "select seen_at from decision_watch";
    private static final String WATCH = """
        insert into decision_watch (seen_at) values ($1)
        on conflict (one) do update set seen_at = greatest(decision_watch.seen_at, excluded.seen_at)""";
    private static final String NAMES = "select id, name from person order by name, id";
    private static final String FOUNDED = "select founded_at from node";

    /** The number of a decision and its place among all. */
    record Number(String number, long place) {
    }

    Future<Optional<Proposal>> find(Sql sql, Id id) {
        return sql.run(FIND, Tuple.of(id.toString())).map(ProposalStore::one);
    }

    Future<Optional<Proposal>> byNumber(Sql sql, String number) {
        return sql.run(BY_NUMBER, Tuple.of(number)).map(ProposalStore::one);
    }

    Future<Optional<Proposal>> lock(Tx tx, Id id) {
        return tx.run(LOCK, Tuple.of(id.toString())).map(ProposalStore::one);
    }

    Future<List<Proposal>> running(Sql sql, int limit) {
        return sql.run(RUNNING, Tuple.of(limit)).map(ProposalStore::all);
    }

    /** Those that have ended, the latest first, before a place. */
    Future<List<Proposal>> ended(Sql sql, long before, int limit) {
        return sql.run(ENDED, Tuple.of(before, limit)).map(ProposalStore::all);
    }

    Future<List<Id>> due(Sql sql, Instant now, int limit) {
        return sql.run(DUE, Tuple.of(time(now), limit)).map(rows -> {
            List<Id> due = new ArrayList<>();
            rows.forEach(row -> due.add(Id.of(row.getString("id"))));
            return due;
        });
    }

    /** Whether it was added: whose author has so many running ones is not. */
    Future<Boolean> add(Sql sql, Proposal proposal, int most) {
        Adverse adverse = adverse(proposal.act());
        return sql.run(ADD, Tuple.of(proposal.id().toString(), proposal.title(), proposal.reasons(),
                proposal.act().kind().code(), proposal.act().json())
            .addValue(proposal.proposedBy().toString()).addValue(time(proposal.proposedAt()))
            .addValue(proposal.emergency() != null).addValue(adverse == null ? null : adverse.human().toString())
            .addValue(adverse == null ? null : adverse.contact()).addValue(review(adverse)).addValue((long) most))
            .map(rows -> rows.rowCount() == 1);
    }

    /** Whether it was a draft still. */
    Future<Boolean> revise(Sql sql, Id id, String title, String reasons, Act act) {
        Adverse adverse = adverse(act);
        return sql.run(REVISE, Tuple.of(id.toString(), title, reasons, act.kind().code(), act.json())
            .addValue(adverse == null ? null : adverse.human().toString())
            .addValue(adverse == null ? null : adverse.contact()).addValue(review(adverse)))
            .map(rows -> rows.rowCount() == 1);
    }

    Future<Void> move(Sql sql, Id id, State to, Instant next) {
        return sql.run(MOVE, Tuple.of(id.toString(), to.code(), time(next))).mapEmpty();
    }

    /** Whether it could be. */
    Future<Boolean> withdraw(Sql sql, Id id, Instant at) {
        return sql.run(WITHDRAW, Tuple.of(id.toString(), time(at))).map(rows -> rows.rowCount() == 1);
    }

    Future<Void> open(Tx tx, Id id, Proposal.Vote vote, Instant closes) {
        return tx.run(OPEN, Tuple.of(id.toString(), DecisionJson.write(vote.statutes()).text(), vote.policyNumber(),
            vote.replaces(), vote.isSecret()).addValue(time(vote.openedAt())).addValue(time(closes))).mapEmpty();
    }

    /** It is not looked at again before then; what it waits for was due since before. */
    Future<Void> lookAgain(Sql sql, Id id, Instant at) {
        return sql.run(LOOK_AGAIN, Tuple.of(id.toString(), time(at))).mapEmpty();
    }

    Future<Void> extend(Tx tx, Id id, Instant until) {
        return tx.run(EXTEND, Tuple.of(id.toString(), time(until))).mapEmpty();
    }

    Future<Boolean> isExtended(Tx tx, Id id) {
        return tx.run(IS_EXTENDED, Tuple.of(id.toString())).map(rows -> rows.iterator().next().getBoolean("extended"));
    }

    /** Since when it is due, however often it was looked at. */
    Future<Instant> dueSince(Sql sql, Id id) {
        return sql.run(IS_EXTENDED, Tuple.of(id.toString()))
            .map(rows -> rows.iterator().next().getOffsetDateTime("due_at").toInstant());
    }

    Future<Void> end(Tx tx, Id id, State state, Proposal.End end, Instant next) {
        return tx.run(END, Tuple.of(id.toString(), state.code(), end.number(), end.place(), time(end.at()))
            .addValue(end.why()).addValue(end.policy()).addValue(next == null ? null : time(next))).mapEmpty();
    }

    Future<Void> second(Tx tx, Id id, Id by, String restores) {
        return tx.run(SECOND, Tuple.of(id.toString(), by.toString(), restores)).mapEmpty();
    }

    Future<String> restores(Tx tx, Id id) {
        return tx.run(RESTORES, Tuple.of(id.toString())).map(rows -> rows.iterator().next().getString("restores"));
    }

    Future<Void> emergencyEnds(Tx tx, Id id) {
        return tx.run(EMERGENCY_ENDS, Tuple.of(id.toString())).mapEmpty();
    }

    /** The next number of a year. Who has it holds the counter until its transaction ends, so numbers have no gaps. */
    Future<Number> next(Tx tx, int year) {
        return tx.run(COUNT, Tuple.of(year)).map(rows -> {
            Row row = rows.iterator().next();
            return new Number("%d-%03d".formatted(row.getInteger("year"), row.getLong("in_year")), row.getLong("place"));
        });
    }

    /** Counts on from a number that was given before, and gives its place. */
    Future<Long> countFrom(Tx tx, int year, long inYear) {
        return tx.run(COUNT_FROM, Tuple.of(year, inYear)).map(rows -> rows.iterator().next().getLong("place"));
    }

    Future<Void> restate(Tx tx, Id id, Act act, Instant at, Number number, long policy) {
        return tx.run(RESTATE, Tuple.of(id.toString(), act.json(), time(at), number.number(),
            number.place(), policy)).mapEmpty();
    }

    /** Whether there was room for it. */
    Future<Boolean> argue(Sql sql, Id proposal, Argument argument, int most) {
        return sql.run(ARGUE, Tuple.of(argument.id().toString(), proposal.toString(), argument.person().toString(),
            time(argument.at()), argument.stance().code()).addValue(argument.text()).addValue((long) most))
            .map(rows -> rows.rowCount() == 1);
    }

    Future<List<Argument>> arguments(Sql sql, Id proposal, int limit) {
        return sql.run(ARGUMENTS, Tuple.of(proposal.toString(), limit)).map(rows -> {
            List<Argument> arguments = new ArrayList<>();
            for (Row row : rows) {
                arguments.add(new Argument(Id.of(row.getString("id")), Id.of(row.getString("person")), row.getString("name"),
                    instant(row, "at"), Argument.Stance.of(row.getString("stance")), row.getString("text")));
            }
            return arguments;
        });
    }

    /** Until when somebody watched; null if nobody ever did. */
    Future<Instant> seen(Sql sql) {
        return sql.run(SEEN).map(rows -> rows.size() == 0 ? null : instant(rows.iterator().next(), "seen_at"));
    }

    Future<Void> watch(Sql sql, Instant now) {
        return sql.run(WATCH, Tuple.of(time(now))).mapEmpty();
    }

    Future<Map<Id, String>> names(Sql sql) {
        return sql.run(NAMES).map(rows -> {
            Map<Id, String> names = new LinkedHashMap<>();
            rows.forEach(row -> names.put(Id.of(row.getString("id")), row.getString("name")));
            return names;
        });
    }

    Future<Instant> founded(Sql sql) {
        return sql.run(FOUNDED).map(rows -> instant(rows.iterator().next(), "founded_at"));
    }

    private static Adverse adverse(Act act) {
        return switch (act) {
            case Act.ExcludeMember exclude -> exclude.adverse();
            case Act.Recall recall -> recall.adverse();
            default -> null;
        };
    }

    private static LocalDate review(Adverse adverse) {
        return adverse == null ? null : adverse.review();
    }

    private static Optional<Proposal> one(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(proposal(rows.iterator().next()));
    }

    private static List<Proposal> all(RowSet<Row> rows) {
        List<Proposal> all = new ArrayList<>();
        rows.forEach(row -> all.add(proposal(row)));
        return all;
    }

    private static Proposal proposal(Row row) {
        int round = row.getInteger("round");
        var vote = round == 0 ? null : new Proposal.Vote(round, DecisionJson.statutes(row.getString("statutes")),
            row.getLong("policy_number"), row.getString("replaces"), row.getBoolean("secret"), instant(row, "opened_at"));
        var emergency = row.getBoolean("emergency")
            ? new Proposal.Emergency(id(row, "seconded_by"), row.getBoolean("ended_itself")) : null;
        Instant ended = instant(row, "ended_at");
        var end = ended == null ? null : new Proposal.End(row.getString("number"), row.getLong("place"), ended,
            row.getString("why"), row.getLong("policy_after"));
        return new Proposal(Id.of(row.getString("id")), row.getString("title"), row.getString("reasons"),
            Act.read(row.getString("act")), State.of(row.getString("state")), id(row, "proposed_by"),
            instant(row, "proposed_at"), instant(row, "next_at"), emergency, vote, end);
    }

    private static Id id(Row row, String column) {
        String id = row.getString(column);
        return id == null ? null : Id.of(id);
    }

    static Instant instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
