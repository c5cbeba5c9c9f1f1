package coop.canut.node.work;

import coop.canut.node.store.Sql;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** All that a member ever took, page by page. */
final class KeepsakeStore {

    private static final String PAGE = """
        select c.id, l.url, r.title, c.unit, c.state, c.answer, c.machine_help, r.price, r.currency,
          to_char(c.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as opened,
          to_char(c.ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as ended,
          c.seconds, c.review, c.paid, to_char(c.reviewed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as reviewed,
          j.text as rejection, j.by as rejected_by
        from claim c
          join board_listing l on l.key = c.listing
          join board_revision r on r.listing = c.listing and r.revision = c.revision
          left join rejection_heard j on j.claim = c.id
        where c.member = $1 and c.id > $2 order by c.id limit $3""";

    /** Rows of texts in the order of the columns; the first is the place from which the next page goes on. */
    Future<List<List<String>>> page(Sql sql, Id member, String after, int limit) {
        return sql.run(PAGE, Tuple.of(member.toString(), after, limit)).map(rows -> {
            List<List<String>> page = new ArrayList<>();
            for (Row row : rows) {
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < row.size(); i++) {
                    Object value = row.getValue(i);
                    cells.add(value == null ? "" : value.toString());
                }
                page.add(cells);
            }
            return page;
        });
    }
}
