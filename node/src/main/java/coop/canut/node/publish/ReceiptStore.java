package coop.canut.node.publish;

import coop.canut.node.post.Outbox.Outgoing;
import coop.canut.node.publish.ReviewStore.Answered;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.message.StandingMessage.ReceiptIssued;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The running summaries of paid work, one for each worker, requester and skill. */
final class ReceiptStore {

    /** The skill of a listing that names none. */
    static final String NO_SKILL = "general";
    private static final int SECONDS_PER_MINUTE = 60;

    /** In the order of the workers' names, so that two reviews of one requester do not wait in a circle. */
    private static final String ISSUE = """
        insert into receipt_line (host, subject, requester_url, skill, seq, paid_seconds, ok, last_month)
        select n.host, n.subject, n.requester_url, n.skill, 1, n.seconds, n.ok, $7
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
          as n(host, subject, requester_url, skill, seconds, ok)
        on conflict (subject, requester_url, skill) do update set seq = receipt_line.seq + 1,
          paid_seconds = receipt_line.paid_seconds + excluded.paid_seconds, ok = receipt_line.ok + excluded.ok,
          last_month = excluded.last_month
        returning host, subject, requester_url, skill, seq, paid_seconds, ok, bad, contested""";

    /** A proposed rejection is counted now and told with the next summary. */
    private static final String CONTEST = """
        insert into receipt_line (host, subject, requester_url, skill, seq, paid_seconds, ok, contested, last_month)
        values ($1, $2, $3, $4, 0, 0, 0, 1, $5)
        on conflict (subject, requester_url, skill) do update set contested = receipt_line.contested + 1""";

    private static final String REGAIN = """
        insert into receipt_line (host, subject, requester_url, skill, seq, paid_seconds, ok, bad, contested, last_month)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (subject, requester_url, skill) do update set seq = excluded.seq, paid_seconds = excluded.paid_seconds,
          ok = excluded.ok, bad = excluded.bad, contested = excluded.contested, last_month = excluded.last_month
        where receipt_line.seq < excluded.seq""";

    /** A summary says whole minutes and the answers know the seconds, so a summary that came back is counted again. */
    private static final String RECOUNT = """
        update receipt_line r set paid_seconds = known.seconds
        from (
          select s.subject, l.requester_url, l.skill, sum(s.seconds)::bigint as seconds
          from submission s join listing l on l.id = s.listing
          where s.state = 'accepted' and s.subject = any($1) group by s.subject, l.requester_url, l.skill) known
        where r.subject = known.subject and r.requester_url = known.requester_url and r.skill = known.skill
          and r.paid_seconds < known.seconds""";

    private record Line(Answered first, long seconds, long ok) {

        private static Line of(Answered row) {
            return new Line(row, row.seconds(), row.basis().equals("answer") ? 1 : 0);
        }

        private Line plus(Line more) {
            return new Line(first, seconds + more.seconds, ok + more.ok);
        }
    }

    /** Adds what was just accepted, and gives the new summaries for the workers' nodes. */
    Future<List<Outgoing>> issue(Tx tx, List<Answered> rows, Instant now) {
        Map<String, Line> lines = new TreeMap<>();
        rows.forEach(row -> lines.merge(row.subject() + " " + row.listing().requesterUrl() + " " + row.listing().skill(),
            Line.of(row), Line::plus));
        Instant expires = now.plus(Limits.RECEIPT_DAYS, ChronoUnit.DAYS);
        return tx.run(ISSUE, Tuple.tuple()
            .addValue(lines.values().stream().map(line -> line.first().host().toString()).toArray(String[]::new))
            .addValue(lines.values().stream().map(line -> line.first().subject().toString()).toArray(String[]::new))
            .addValue(lines.values().stream().map(line -> line.first().listing().requesterUrl().toString())
                .toArray(String[]::new))
            .addValue(lines.values().stream().map(line -> line.first().listing().skill()).toArray(String[]::new))
            .addValue(lines.values().stream().map(Line::seconds).toArray(Long[]::new))
            .addValue(lines.values().stream().map(Line::ok).toArray(Long[]::new))
            .addString(month(now))).map(issued -> {
                List<Outgoing> messages = new ArrayList<>();
                issued.forEach(row -> messages.add(new Outgoing(Host.of(row.getString("host")), new ReceiptIssued(
                    Pseudonym.of(row.getString("subject")), ObjectUrl.of(row.getString("requester_url")),
                    row.getString("skill"), row.getLong("seq"), row.getLong("paid_seconds") / SECONDS_PER_MINUTE,
                    row.getLong("ok"), row.getLong("bad"), row.getLong("contested"), month(now), expires))));
                return messages;
            });
    }

    /** A summary that was said before. */
    Future<Void> regain(Tx tx, Host home, ReceiptIssued said) {
        return tx.run(REGAIN, Tuple.of(home.toString(), said.subject().toString(), said.requester().toString(), said.skill(),
            said.seq(), said.paidMinutes() * SECONDS_PER_MINUTE).addLong(said.ok()).addLong(said.bad())
            .addLong(said.contested()).addString(said.lastMonth()))
            .compose(kept -> recount(tx, List.of(said.subject())));
    }

    /** After answers or summaries of these workers came back from elsewhere. */
    Future<Void> recount(Tx tx, Collection<Pseudonym> subjects) {
        return tx.run(RECOUNT, Tuple.of((Object) subjects.stream().map(Pseudonym::toString).toArray(String[]::new)))
            .mapEmpty();
    }

    Future<Void> contest(Tx tx, Answered row, Instant now) {
        return tx.run(CONTEST, Tuple.of(row.host().toString(), row.subject().toString(),
            row.listing().requesterUrl().toString(), row.listing().skill(), month(now))).mapEmpty();
    }

    private static String month(Instant now) {
        return now.atOffset(ZoneOffset.UTC).toLocalDate().toString().substring(0, 7);
    }
}
