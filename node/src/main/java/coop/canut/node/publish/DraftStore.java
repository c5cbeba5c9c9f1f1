package coop.canut.node.publish;

import coop.canut.node.publish.Drafts.Saved;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Listings that are being written. Another requester's is {@code not-found}, like one that never was. */
final class DraftStore {

    /** Two that begin at once would both count the same number. */
    private static final String ONE_BY_ONE = "select pg_advisory_xact_lock(hashtextextended($1, 7320008))";
    private static final String BEGIN = """
        insert into draft (id, requester, fields, changed_at) select $1, $2, $3, $4
        where (select count(*) from draft where requester = $2) < $5""";
    private static final String SAVE = """
        update draft set fields = $3, changed_at = $4 where id = $1 and requester = $2 returning *""";
    private static final String USE_ITEMS = """
        update draft set item_set = $3, changed_at = $4 where id = $1 and requester = $2 returning *""";
    private static final String FIND = "select * from draft where id = $1 and requester = $2";
    private static final String MINE = """
        select * from draft where requester = $1 order by changed_at desc, id desc limit $2""";
    private static final String TAKE = "delete from draft where id = $1 and requester = $2 returning *";

    /** Adds one, unless there are so many already: then nothing, and false. */
    Future<Boolean> begin(Tx tx, Id requester, Saved draft, int most) {
        return tx.run(ONE_BY_ONE, Tuple.of(requester.toString()))
            .compose(locked -> tx.run(BEGIN, Tuple.of(draft.id().toString(), requester.toString(), text(draft.fields()),
                draft.changedAt().atOffset(ZoneOffset.UTC), most)))
            .map(added -> added.rowCount() == 1);
    }

    Future<Saved> save(Sql sql, Id requester, Id draft, Map<String, String> fields, Instant now) {
        return sql.run(SAVE, Tuple.of(draft.toString(), requester.toString(), text(fields), now.atOffset(ZoneOffset.UTC)))
            .map(rows -> only(rows, draft));
    }

    Future<Saved> useItems(Sql sql, Id requester, Id draft, Id items, Instant now) {
        return sql.run(USE_ITEMS, Tuple.of(draft.toString(), requester.toString(), items.toString(),
                now.atOffset(ZoneOffset.UTC)))
            .map(rows -> only(rows, draft));
    }

    Future<Saved> find(Sql sql, Id requester, Id draft) {
        return sql.run(FIND, Tuple.of(draft.toString(), requester.toString())).map(rows -> only(rows, draft));
    }

    Future<List<Saved>> mine(Sql sql, Id requester, int limit) {
        return sql.run(MINE, Tuple.of(requester.toString(), limit)).map(rows -> {
            List<Saved> drafts = new ArrayList<>();
            rows.forEach(row -> drafts.add(saved(row)));
            return drafts;
        });
    }

    /** Takes it away. Of two that do so at once, the second waits for the first and finds nothing. */
    Future<Saved> take(Sql sql, Id requester, Id draft) {
        return sql.run(TAKE, Tuple.of(draft.toString(), requester.toString())).map(rows -> only(rows, draft));
    }

    private static Saved only(RowSet<Row> rows, Id draft) {
        if (rows.size() == 0) {
            throw new Refused(Problem.NOT_FOUND, "no draft " + draft);
        }
        return saved(rows.iterator().next());
    }

    private static Saved saved(Row row) {
        String items = row.getString("item_set");
        return new Saved(Id.of(row.getString("id")), fields(row.getString("fields")), items == null ? null : Id.of(items),
            row.getOffsetDateTime("changed_at").toInstant());
    }

    private static String text(Map<String, String> fields) {
        var object = Json.object();
        fields.forEach(object::put);
        return object.build().text();
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (Json.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.API) instanceof Json.Obj object) {
            object.members().forEach((name, value) -> fields.put(name, ((Json.Text) value).value()));
        }
        return fields;
    }
}
