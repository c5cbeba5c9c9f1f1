package coop.canut.node.decision;

import coop.canut.node.store.Sql;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Counts again what was counted. */
final class AuditStore {

    private static final String FINDINGS = """
        select 'the vote on proposal ' || h.proposal || ' counts ' || h.yes + h.no + h.abstain || ' secret ballots of '
          || (select count(*) from secret_voter s where (s.proposal, s.round) = (h.proposal, h.round)) || ' voters' as finding
        from held_vote h
        where h.yes + h.no + h.abstain
          <> (select count(*) from secret_voter s where (s.proposal, s.round) = (h.proposal, h.round))
        union all
        select 'decision ' || p.number || ' has no minutes' from proposal p
        where p.place is not null and not exists (select from minutes m where (m.place, m.number) = (p.place, p.number))
        union all
        select 'decision ' || number || ' does not follow ' || coalesce(before, 'nothing') from (
          select number, place, kind, lag(number) over (order by place) as before from proposal where place is not null) n
        where kind <> 'restate' and number !~ '-001$'
          and (before is null or before !~ '^[0-9]{4}-[0-9]+$'
            or split_part(number, '-', 1) <> split_part(before, '-', 1)
            or split_part(number, '-', 2)::bigint <> split_part(before, '-', 2)::bigint + 1)
        union all
        select 'a ballot on proposal ' || b.proposal || ' was cast with a vote that nobody gave' from ballot b
          join proposal p on p.id = b.proposal
        where b.cast_by <> b.voter and p.state = 'vote'
          and not exists (select from roll r where (r.proposal, r.round, r.person) = (b.proposal, b.round, b.cast_by))""";

    Future<List<String>> findings(Sql sql) {
        return sql.run(FINDINGS).map(rows -> {
            List<String> findings = new ArrayList<>();
            rows.forEach(row -> findings.add(row.getString("finding")));
            return findings;
        });
    }
}
