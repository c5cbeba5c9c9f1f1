package coop.canut.node.publish;

import coop.canut.node.store.Sql;
import coop.canut.protocol.json.Times;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Pseudonym;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Answers in the order of their names, page by page. */
final class ExportStore {

    private static final long ROUND_SECONDS = 5;

    private static final String COLUMNS = """
        select s.columns from listing l join item_set s on s.id = l.item_set where l.id = $1""";
    private static final String PAGE = """
        select s.answer_id, s.unit, s.worker, s.answer, s.seconds, s.submitted_at, s.machine_help, s.state, s.amount,
          u.row_number, i.cells
        from submission s join listing l on l.id = s.listing join unit u on u.id = s.unit
        join item i on i.item_set = l.item_set and i.row_number = u.row_number
        where s.listing = $1 and s.answer_id > $2 and s.basis = 'answer' order by s.answer_id limit $3""";

    /** One answer with the whole row that it is about. */
    record Answer(Id answerId, Id unit, int item, Pseudonym worker, String answer, long seconds, Instant submittedAt,
                  String machineHelp, String state, long amount, List<String> cells) {

        boolean isSealed() {
            return state.equals("proposed");
        }

        String shownState() {
            return isSealed() ? "rejection-proposed" : state;
        }

        long roundedSeconds() {
            return (seconds + ROUND_SECONDS / 2) / ROUND_SECONDS * ROUND_SECONDS;
        }

        String hour() {
            return Times.write(submittedAt.truncatedTo(ChronoUnit.HOURS));
        }
    }

    Future<List<String>> columns(Sql sql, Id listing) {
        return sql.run(COLUMNS, Tuple.of(listing.toString()))
            .map(rows -> List.of(rows.iterator().next().getArrayOfStrings("columns")));
    }

    Future<List<Answer>> page(Sql sql, Id listing, Id after, int limit) {
        return sql.run(PAGE, Tuple.of(listing.toString(), after == null ? "" : after.toString(), limit)).map(rows -> {
            List<Answer> page = new ArrayList<>();
            rows.forEach(row -> page.add(new Answer(Id.of(row.getString("answer_id")), Id.of(row.getString("unit")),
                row.getInteger("row_number"), Pseudonym.of(row.getString("worker")), row.getString("answer"),
                row.getLong("seconds"), row.getOffsetDateTime("submitted_at").toInstant(), row.getString("machine_help"),
                row.getString("state"), row.getLong("amount"), List.of(row.getArrayOfStrings("cells")))));
            return page;
        });
    }
}
