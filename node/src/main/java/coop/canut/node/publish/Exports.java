package coop.canut.node.publish;

import coop.canut.node.csv.CsvCells;
import coop.canut.node.member.Requester;
import coop.canut.node.publish.ExportStore.Answer;
import coop.canut.node.store.Store;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.Template;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * All answers of a listing, as files that spreadsheets and scripts read. A worker appears under the one name that is this
 * requester's (W-30), times are whole hours, seconds are rounded to five, and an answer whose rejection is proposed is left
 * empty (W-13). The rows are read in pages, so that a large listing costs no memory; answers that arrive meanwhile may or may
 * not be in it.
 */
public final class Exports {

    private static final int PAGE = 500;

    private final Store store;
    private final ListingStore listings = new ListingStore();
    private final ExportStore exports = new ExportStore();

    /** The exports of this node's listings. */
    public Exports(Store store) {
        this.store = store;
    }

    /**
     * CSV of RFC 4180: UTF-8, a row of names first, every cell quoted, lines ended by CR LF. A cell that a spreadsheet would
     * run as a formula has an apostrophe in front (W-34); JSONL has every text as it is. Columns: {@code answer_id, item,
     * unit, worker, answer, seconds, hour, machine_help, state, amount, currency}, then {@code input.} and the name of each
     * column that was uploaded.
     *
     * @param out takes one chunk after another, each when the one before is written
     * @return how many answers were written
     */
    public Future<Long> csv(Requester requester, Id listing, Function<Buffer, Future<Void>> out) {
        return listings.find(store, requester.id(), listing).compose(found ->
            exports.columns(store, listing).compose(columns -> {
                Template template = Template.read(found.template());
                List<String> header = new ArrayList<>(List.of("answer_id", "item", "unit", "worker", "answer", "seconds",
                    "hour", "machine_help", "state", "amount", "currency"));
                columns.forEach(column -> header.add("input." + column));
                return out.apply(Buffer.buffer(CsvCells.line(header)))
                    .compose(written -> pages(listing, null, 0, row -> csv(row, template, found.currency()), out));
            }));
    }

    /**
     * JSON, one object per line: {@code {"amount","answer","answerId","currency","hour","input":{column:text},"item",
     * "machineHelp","seconds","state","unit","worker"}}; {@code answer} is the JSON of the template's kind, left out while
     * it is sealed.
     */
    public Future<Long> jsonl(Requester requester, Id listing, Function<Buffer, Future<Void>> out) {
        return listings.find(store, requester.id(), listing).compose(found ->
            exports.columns(store, listing).compose(columns ->
                pages(listing, null, 0, row -> jsonl(row, columns, found.currency()), out)));
    }

    private Future<Long> pages(Id listing, Id after, long written, Function<Answer, String> line,
                               Function<Buffer, Future<Void>> out) {
        return exports.page(store, listing, after, PAGE).compose(rows -> {
            if (rows.isEmpty()) {
                return Future.succeededFuture(written);
            }
            Buffer chunk = Buffer.buffer();
            rows.forEach(row -> chunk.appendString(line.apply(row)));
            return out.apply(chunk).compose(done ->
                pages(listing, rows.getLast().answerId(), written + rows.size(), line, out));
        });
    }

    private static String csv(Answer row, Template template, String currency) {
        List<String> cells = new ArrayList<>(List.of(row.answerId().toString(), Integer.toString(row.item()),
            row.unit().toString(), row.worker().toString(), row.isSealed() ? "" : shown(template, row.answer()),
            Long.toString(row.roundedSeconds()), row.hour(), row.machineHelp(), row.shownState(),
            Long.toString(row.amount()), currency));
        cells.addAll(row.cells());
        return CsvCells.line(cells);
    }

    private static String shown(Template template, String answer) {
        return switch (template) {
            case ChoiceTemplate choice -> choice.chosen(answer);
        };
    }

    private static String jsonl(Answer row, List<String> columns, String currency) {
        var input = Json.object();
        for (int i = 0; i < columns.size(); i++) {
            input.put(columns.get(i), row.cells().get(i));
        }
        return Json.object()
            .put("answerId", row.answerId()).put("item", row.item()).put("unit", row.unit()).put("worker", row.worker())
            .putOptional("answer", row.isSealed() ? null
                : Json.read(row.answer().getBytes(StandardCharsets.UTF_8), JsonLimits.API))
            .put("seconds", row.roundedSeconds()).put("hour", row.hour()).put("machineHelp", row.machineHelp())
            .put("state", row.shownState()).put("amount", row.amount()).put("currency", currency)
            .put("input", input.build())
            .build().text() + "\n";
    }
}
