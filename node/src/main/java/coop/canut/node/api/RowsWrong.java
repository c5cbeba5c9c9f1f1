package coop.canut.node.api;

import coop.canut.node.publish.ItemSet;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import java.util.List;

/** A file was not taken because of some of its rows. The one refusal that says more than its field. */
final class RowsWrong extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<ItemSet.RowProblem> rows;

    /** The rows, at least one. */
    RowsWrong(List<ItemSet.RowProblem> rows) {
        super(null, null, false, false);
        this.rows = List.copyOf(rows);
    }

    /** The refusal, naming the first of the rows. */
    Refused refused() {
        return Refused.at(Problem.CSV_ROW_WRONG, "line " + rows.getFirst().line(), rows.size() + " rows");
    }

    /** {@code [{line,what}]}. */
    List<Json.Obj> json() {
        return rows.stream().map(row -> Json.object().put("line", row.line()).put("what", row.what()).build()).toList();
    }
}
