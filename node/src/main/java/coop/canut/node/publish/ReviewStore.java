package coop.canut.node.publish;

import coop.canut.node.publish.Acceptances.Acceptance;
import coop.canut.node.publish.Reviews.Answer;
import coop.canut.node.publish.Reviews.Proposal;
import coop.canut.node.publish.Reviews.Waiting;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Pseudonym;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The states of answers. Rows that will change are locked in the order of their ids. */
final class ReviewStore {

    private static final String ANSWERED = """
        select s.claim, s.host as home, s.slot, s.basis, s.extra, s.subject, s.seconds, s.answer_sha256, s.amount,
          s.state as answer_state, l.*
        from submission s join listing l on l.id = s.listing
        """;
    private static final String LOCK = ANSWERED + """
        where s.listing = $1 and s.answer_id = any($2) order by s.answer_id for no key update of s""";
    private static final String LOCK_CLAIMS = ANSWERED + """
        where s.host = $1 and s.claim = any($2) order by s.answer_id for no key update of s""";
    private static final String LOCK_WAITING = ANSWERED + """
        where s.listing = $1 and s.state = 'submitted' and s.host <> all($3)
        order by s.answer_id limit $2 for no key update of s""";
    private static final String LOCK_ONE = ANSWERED + """
        where s.answer_id = $1 and l.requester = $2 for no key update of s""";
    private static final String LOCK_OVERDUE = ANSWERED + """
        where s.state = 'submitted' and s.accept_at < $1 and s.host <> all($3)
        order by s.accept_at limit $2 for no key update of s skip locked""";

    /** Only what its account covers: rows that cannot be paid do not stand in the way of those that can. */
    private static final String LOCK_OWED = """
        select s.claim, s.host as home, s.slot, s.basis, s.extra, s.subject, s.seconds, s.answer_sha256, s.amount,
          s.state as answer_state, a.balance as funds, t.time_left, l.*
        from submission s join listing l on l.id = s.listing
        join account a on a.currency = l.currency and a.code = case s.basis
          when 'time' then 'requester:' || l.requester || ':prepaid' else 'fund:federation' end
        cross join lateral (
          select case s.basis when 'time' then l.units * l.answers_per_unit * l.price / 10 - coalesce((
            select sum(p.amount) from submission p
            where p.listing = l.id and p.basis = 'time' and p.state = 'accepted'), 0)
            else 9007199254740991 end::bigint as time_left) t
        where s.state = 'owed' and s.basis = $1 and s.host <> all($3) and a.balance >= s.amount and t.time_left >= s.amount
        order by s.received_at limit $2 for no key update of s skip locked""";

    private static final String SHOWN = """
        select s.answer_id, s.unit, u.row_number, u.input, c.hashes, c.sizes, c.types, s.answer, s.worker, s.seconds,
          s.machine_help, s.submitted_at, s.state, r.reason, r.text, r.by, r.proposed_at, r.lapses_at
        from submission s join unit u on u.id = s.unit left join rejection r on r.claim = s.claim
        cross join lateral (
          select array_agg(c.sha256 order by uc.position) as hashes, array_agg(c.bytes order by uc.position) as sizes,
            array_agg(c.media_type order by uc.position) as types
          from unit_content uc join content c using (sha256) where uc.unit = s.unit) c
        where s.listing = $1 and s.basis = 'answer'
        """;
    private static final String ANSWERS = SHOWN + "and s.answer_id > $2 order by s.answer_id limit $3";
    private static final String ANSWERS_OF_STATE = SHOWN + """
        and s.answer_id > $2 and s.state = $4 order by s.answer_id limit $3""";
    private static final String ANSWER = SHOWN + "and s.answer_id = $2";

    private static final String ADD_ACCEPTANCES = """
        insert into acceptance (id, obligation, host, listing, currency, items, total, due, accepted_at)
        select n.id, n.obligation, n.host, n.listing, n.currency, n.items, n.total, n.due, $9
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::bigint[],
          $8::timestamptz[]) as n(id, obligation, host, listing, currency, items, total, due)""";
    private static final String ACCEPT = """
        with n as (select * from unnest($1::text[], $2::text[]) as n(claim, acceptance)),
        accepted as (
          update submission s set state = 'accepted', acceptance = n.acceptance
          from n where s.claim = n.claim and s.state in ('submitted', 'owed') returning s.slot, s.extra),
        done as (
          update slot set state = 'done' from accepted
          where slot.id = accepted.slot and not accepted.extra and slot.state = 'submitted' returning 1)
        select (select count(*) from accepted) as accepted, (select count(*) from accepted where not extra) as wanted,
          (select count(*) from done) as done""";
    private static final String OWE = """
        update submission set state = 'owed' where claim = any($1) and state = 'submitted' and extra""";

    private static final String PROPOSE = """
        with proposed as (update submission set state = 'proposed' where claim = $1 and state = 'submitted')
        insert into rejection (claim, reason, text, by, proposed_at, lapses_at) values ($1, $2, $3, $4, $5, $6)""";
    private static final String PROPOSAL = """
        select lapses_at from rejection where claim = $1 and reason = $2 and text = $3 and by = $4""";

    /** An answer, or the time of a stopped task, with the terms of its listing. @param state of the submission */
    record Answered(Id claim, Host host, Id slot, String basis, boolean extra, Pseudonym subject, long seconds,
                    Hash answerSha256, Money amount, String state, Listing listing) {
    }

    /** What is owed, what the account that pays it holds, and how much of its kind the listing may still pay unasked. */
    record Owed(Answered row, long funds, long timeLeft) {
    }

    Future<List<Answered>> lock(Tx tx, Id listing, List<Id> answers) {
        return tx.run(LOCK, Tuple.of(listing.toString(),
                (Object) answers.stream().map(Id::toString).toArray(String[]::new)))
            .map(ReviewStore::answered);
    }

    Future<List<Answered>> lockClaims(Tx tx, Host host, List<Id> claims) {
        return tx.run(LOCK_CLAIMS, Tuple.of(host.toString(),
            (Object) claims.stream().map(Id::toString).toArray(String[]::new))).map(ReviewStore::answered);
    }

    private static Object texts(Set<Host> hosts) {
        return hosts.stream().map(Host::toString).sorted().toArray(String[]::new);
    }

    Future<List<Answered>> lockWaiting(Tx tx, Id listing, Set<Host> without, int limit) {
        return tx.run(LOCK_WAITING, Tuple.of(listing.toString(), limit, texts(without))).map(ReviewStore::answered);
    }

    Future<Optional<Answered>> lockOne(Tx tx, Id requester, Id answer) {
        return tx.run(LOCK_ONE, Tuple.of(answer.toString(), requester.toString()))
            .map(rows -> answered(rows).stream().findFirst());
    }

    Future<List<Answered>> lockOverdue(Tx tx, Instant now, Set<Host> without, int limit) {
        return tx.run(LOCK_OVERDUE, Tuple.of(utc(now), limit, texts(without))).map(ReviewStore::answered);
    }

    Future<List<Owed>> lockOwed(Tx tx, String basis, Set<Host> without, int limit) {
        return tx.run(LOCK_OWED, Tuple.of(basis, limit, texts(without))).map(rows -> {
            List<Answered> answered = answered(rows);
            List<Owed> owed = new ArrayList<>();
            for (Row row : rows) {
                owed.add(new Owed(answered.get(owed.size()), row.getLong("funds"), row.getLong("time_left")));
            }
            return owed;
        });
    }

    Future<List<Waiting>> waiting(Sql sql, Id listing, Id after, int limit) {
        return answers(sql, listing, "submitted", after, limit).map(answers -> answers.stream().map(answer ->
            new Waiting(answer.answerId(), answer.unit(), answer.row(), answer.input(), answer.content(), answer.answer(),
                answer.worker(), answer.seconds(), answer.machineHelp(), answer.submittedAt())).toList());
    }

    /** Answers as their requester may see them, of one state or (null) of all. */
    Future<List<Answer>> answers(Sql sql, Id listing, String state, Id after, int limit) {
        Tuple parameters = Tuple.of(listing.toString(), after == null ? "" : after.toString(), limit);
        return sql.run(state == null ? ANSWERS : ANSWERS_OF_STATE, state == null ? parameters : parameters.addString(state))
            .map(rows -> {
                List<Answer> answers = new ArrayList<>();
                rows.forEach(row -> answers.add(answer(row)));
                return answers;
            });
    }

    /** One of them. */
    Future<Optional<Answer>> answer(Sql sql, Id listing, Id answer) {
        return sql.run(ANSWER, Tuple.of(listing.toString(), answer.toString())).map(rows -> rows.size() == 0
            ? Optional.empty() : Optional.of(answer(rows.iterator().next())));
    }

    private static Answer answer(Row row) {
        boolean proposed = row.getString("state").equals("proposed");
        return new Answer(Id.of(row.getString("answer_id")), Id.of(row.getString("unit")), row.getInteger("row_number"),
            row.getString("input"), content(row), proposed ? null : row.getString("answer"),
            Pseudonym.of(row.getString("worker")), row.getLong("seconds"), row.getString("machine_help"),
            row.getOffsetDateTime("submitted_at").toInstant().truncatedTo(ChronoUnit.HOURS), row.getString("state"),
            proposed ? new Proposal(row.getString("reason"), row.getString("text"), row.getString("by"),
                row.getOffsetDateTime("proposed_at").toInstant(), row.getOffsetDateTime("lapses_at").toInstant()) : null);
    }

    private static List<Content> content(Row row) {
        Buffer[] hashes = row.getArrayOfBuffers("hashes");
        List<Content> content = new ArrayList<>();
        for (int i = 0; hashes != null && i < hashes.length; i++) {
            content.add(new Content(Hash.of(hashes[i].getBytes()), row.getArrayOfLongs("sizes")[i],
                row.getArrayOfStrings("types")[i]));
        }
        return content;
    }

    /** Writes acceptances down. The rows were locked before, so all of them change; anything else is a bug. */
    Future<Void> accept(Tx tx, List<Acceptance> all, Instant now) {
        List<String> claims = new ArrayList<>();
        List<String> acceptances = new ArrayList<>();
        all.forEach(acceptance -> acceptance.rows().forEach(row -> {
            claims.add(row.claim().toString());
            acceptances.add(acceptance.id().toString());
        }));
        return tx.run(ADD_ACCEPTANCES, Tuple.tuple()
                .addValue(all.stream().map(next -> next.id().toString()).toArray(String[]::new))
                .addValue(all.stream().map(next -> next.obligation().toString()).toArray(String[]::new))
                .addValue(all.stream().map(next -> next.host().toString()).toArray(String[]::new))
                .addValue(all.stream().map(next -> next.listing().id().toString()).toArray(String[]::new))
                .addValue(all.stream().map(next -> next.listing().currency()).toArray(String[]::new))
                .addValue(all.stream().map(next -> next.rows().size()).toArray(Integer[]::new))
                .addValue(all.stream().map(Acceptance::total).toArray(Long[]::new))
                .addValue(all.stream().map(next -> utc(next.due())).toArray(OffsetDateTime[]::new))
                .addValue(utc(now)))
            .compose(added -> tx.run(ACCEPT, Tuple.of(claims.toArray(String[]::new),
                (Object) acceptances.toArray(String[]::new))))
            .map(rows -> {
                Row row = rows.iterator().next();
                if (row.getLong("accepted") != claims.size() || !row.getLong("wanted").equals(row.getLong("done"))) {
                    throw new IllegalStateException("an answer that was locked is not as it was: " + claims.getFirst());
                }
                return null;
            });
    }

    /** Extra answers are accepted in principle; they wait for their money. */
    Future<Void> owe(Tx tx, List<Answered> extra) {
        return extra.isEmpty() ? Future.succeededFuture() : tx.run(OWE, Tuple.of((Object)
            extra.stream().map(row -> row.claim().toString()).toArray(String[]::new))).mapEmpty();
    }

    Future<Void> propose(Tx tx, Answered row, String reason, String text, String by, Instant now, Instant lapsesAt) {
        return tx.run(PROPOSE, Tuple.of(row.claim().toString(), reason, text, by, utc(now), utc(lapsesAt))).mapEmpty();
    }

    /** When the same proposal lapses; empty if what was proposed is another. */
    Future<Optional<Instant>> proposal(Tx tx, Answered row, String reason, String text, String by) {
        return tx.run(PROPOSAL, Tuple.of(row.claim().toString(), reason, text, by)).map(rows -> rows.size() == 0
            ? Optional.empty() : Optional.of(rows.iterator().next().getOffsetDateTime("lapses_at").toInstant()));
    }

    private static List<Answered> answered(RowSet<Row> rows) {
        Map<String, Listing> listings = new HashMap<>();
        List<Answered> answered = new ArrayList<>();
        for (Row row : rows) {
            Listing listing = listings.computeIfAbsent(row.getString("id"), id -> ListingStore.listing(row));
            answered.add(new Answered(Id.of(row.getString("claim")), Host.of(row.getString("home")),
                Id.of(row.getString("slot")), row.getString("basis"), row.getBoolean("extra"),
                Pseudonym.of(row.getString("subject")), row.getLong("seconds"),
                Hash.of(row.getBuffer("answer_sha256").getBytes()),
                Money.of(row.getLong("amount"), listing.currency()), row.getString("answer_state"), listing));
        }
        return answered;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
