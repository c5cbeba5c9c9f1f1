package coop.canut.node.decision;

import coop.canut.node.store.Sql;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** How one person took part in decisions, page by page; rows of texts in the order of their columns. */
final class ParticipationStore {

    private static final String VOTES = """
        select r.proposal, r.round::text, p.title, p.state, p.number,
          coalesce(b.choice, case when s.voter is not null then 'secret' end) as vote
        from roll r join proposal p on p.id = r.proposal
          left join ballot b on b.proposal = r.proposal and b.round = r.round and b.voter = r.person
          left join secret_voter s on s.proposal = r.proposal and s.round = r.round and s.voter = r.person
        where r.person = $1 and (r.proposal, r.round) > ($2, $3::integer) order by r.proposal, r.round limit $4""";
    private static final String ARGUMENTS = """
        select a.id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as said, a.proposal, p.title, a.stance, a.text
        from argument a join proposal p on p.id = a.proposal
        where a.person = $1 and a.id > $2 order by a.id limit $3""";

    Future<List<List<String>>> votes(Sql sql, Id person, String proposal, int round, int limit) {
        return sql.run(VOTES, Tuple.of(person.toString(), proposal, round, limit)).map(ParticipationStore::texts);
    }

    Future<List<List<String>>> arguments(Sql sql, Id person, String after, int limit) {
        return sql.run(ARGUMENTS, Tuple.of(person.toString(), after, limit)).map(ParticipationStore::texts);
    }

    private static List<List<String>> texts(RowSet<Row> rows) {
        List<List<String>> texts = new ArrayList<>();
        for (Row row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                String cell = row.getString(i);
                cells.add(cell == null ? "" : cell);
            }
            texts.add(cells);
        }
        return texts;
    }
}
