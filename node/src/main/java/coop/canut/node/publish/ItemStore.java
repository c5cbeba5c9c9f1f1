package coop.canut.node.publish;

import coop.canut.node.publish.Contents.Stored;
import coop.canut.node.publish.Sheet.Row;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Uploaded items and the names of their files. */
final class ItemStore {

    /** Rows of one statement. */
    private static final int BATCH = 2_000;

    private static final String ADD_SET = """
        insert into item_set (id, requester, columns, item_rows, uploaded_at) values ($1, $2, $3, $4, $5)""";
    private static final String ADD_ROWS = """
        insert into item (item_set, row_number, line, cells)
        select $1, n.row_number, n.line, array(select jsonb_array_elements_text(n.cells::jsonb))
        from unnest($2::int[], $3::int[], $4::text[]) as n(row_number, line, cells)""";
    private static final String FIND = "select columns, item_rows from item_set where id = $1 and requester = $2";
    private static final String ROWS = """
        select row_number, line, cells from item where item_set = $1 and row_number > $2 order by row_number limit $3""";
    private static final String ATTACH = """
        insert into item_file (item_set, name, sha256)
        select $1, n.name, n.sha256 from unnest($2::text[], $3::bytea[]) as n(name, sha256)
        on conflict (item_set, name) do update set sha256 = excluded.sha256""";
    private static final String FILES = """
        select f.name, c.sha256, c.bytes, c.media_type from item_file f join content c using (sha256)
        where f.item_set = $1""";
    private static final String FILE = """
        select c.media_type, c.data from item_file f join content c using (sha256)
        where f.item_set = $1 and f.name = $2""";
    private static final String FILE_NAMES = "select name from item_file where item_set = $1 order by name limit $2";

    Future<Void> add(Tx tx, ItemSet set, Id requester, List<Row> rows, Instant now) {
        return tx.run(ADD_SET, Tuple.of(set.id().toString(), requester.toString(),
                set.columns().toArray(String[]::new), set.rows(), now.atOffset(ZoneOffset.UTC)))
            .compose(added -> addRows(tx, set.id(), rows, 0));
    }

    private Future<Void> addRows(Tx tx, Id set, List<Row> rows, int from) {
        if (from == rows.size()) {
            return Future.succeededFuture();
        }
        int end = Math.min(from + BATCH, rows.size());
        var numbers = new Integer[end - from];
        var lines = new Integer[end - from];
        var cells = new String[end - from];
        for (int i = from; i < end; i++) {
            numbers[i - from] = i + 1;
            lines[i - from] = rows.get(i).line();
            cells[i - from] = Json.texts(rows.get(i).cells()).text();
        }
        return tx.run(ADD_ROWS, Tuple.of(set.toString(), numbers, lines, cells))
            .compose(added -> addRows(tx, set, rows, end));
    }

    /** The set of this requester; another's is {@code listing-not-found}, as if it did not exist. */
    Future<ItemSet> find(Sql sql, Id requester, Id set) {
        return sql.run(FIND, Tuple.of(set.toString(), requester.toString())).map(rows -> {
            if (rows.size() == 0) {
                throw Refused.at(Problem.LISTING_NOT_FOUND, "items", "no such item set");
            }
            var row = rows.iterator().next();
            return new ItemSet(set, row.getInteger("item_rows"),
                List.of(row.getArrayOfStrings("columns")), null, List.of());
        });
    }

    /** Gives a set images; each name once. */
    Future<Void> attach(Tx tx, Id set, List<Image> images) {
        return tx.run(ATTACH, Tuple.of(set.toString(), images.stream().map(Image::name).toArray(String[]::new),
            images.stream().map(image -> Buffer.buffer(image.content().sha256().bytes())).toArray(Buffer[]::new)))
            .mapEmpty();
    }

    /** The files of a set by name. */
    Future<Map<String, Content>> files(Sql sql, Id set) {
        return sql.run(FILES, Tuple.of(set.toString())).map(rows -> {
            Map<String, Content> files = new HashMap<>();
            rows.forEach(row -> files.put(row.getString("name"), ContentStore.content(row)));
            return files;
        });
    }

    /** All rows of a set, read in pages. A set is bounded by {@link Sheet#FILE_BYTES}. */
    Future<List<Row>> rows(Sql sql, Id set) {
        return rows(sql, set, new ArrayList<>());
    }

    private Future<List<Row>> rows(Sql sql, Id set, List<Row> read) {
        return rows(sql, set, read.size(), BATCH).compose(page -> {
            read.addAll(page);
            return page.size() < BATCH ? Future.succeededFuture(read) : rows(sql, set, read);
        });
    }

    /** Some rows of a set, after so many. */
    Future<List<Row>> rows(Sql sql, Id set, int after, int limit) {
        return sql.run(ROWS, Tuple.of(set.toString(), after, limit)).map(page -> {
            List<Row> rows = new ArrayList<>();
            page.forEach(row -> rows.add(new Row(row.getInteger("line"), List.of(row.getArrayOfStrings("cells")))));
            return rows;
        });
    }

    /** One of them by its name. */
    Future<Optional<Stored>> file(Sql sql, Id set, String name) {
        return sql.run(FILE, Tuple.of(set.toString(), name)).map(ContentStore::stored);
    }

    /** The names of the files of a set, in order. */
    Future<List<String>> fileNames(Sql sql, Id set, int limit) {
        return sql.run(FILE_NAMES, Tuple.of(set.toString(), limit)).map(rows -> {
            List<String> names = new ArrayList<>();
            rows.forEach(row -> names.add(row.getString("name")));
            return names;
        });
    }
}
