package coop.canut.node.store;

import coop.canut.protocol.name.Hash;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings a database forward, one numbered file at a time, each in a transaction of its own; never back. A file that was
 * applied must not change: a changed one, or a database of a later version, refuses to start. Two nodes that start at once
 * take turns on an advisory lock. If we crash between two files, the next start goes on from there.
 */
public final class Migrations {

    private static final String FOLDER = "/migrations/";
    /** The list of files, oldest first; a test compares it with the folder. */
    private static final String LIST = FOLDER + "list.txt";

    private static final String LOCK = "select pg_advisory_xact_lock(7320012)";
    private static final String TABLE = """
        create table if not exists migration (
          number integer primary key,
          name text not null,
          sha256 text not null,
          at timestamptz not null default now())""";
    private static final String APPLIED = "select number, name, sha256 from migration order by number";
    private static final String RECORD = "insert into migration (number, name, sha256) values ($1, $2, $3)";

    private Migrations() {
    }

    /** One file: {@code V0001__what_is_said_is_kept.sql} has number 1. */
    record Migration(int number, String name, String text) {
        String sha256() {
            return Hash.sha256(text.getBytes(StandardCharsets.UTF_8)).hex();
        }
    }

    /** Applies what is missing. Fails with one sentence when the database and this version do not belong together. */
    public static Future<Void> apply(Store store) {
        List<Migration> all = all();
        return store.write(tx -> tx.run(LOCK).compose(locked -> tx.run(TABLE)).mapEmpty())
            .compose(made -> each(store, all, 0));
    }

    private static Future<Void> each(Store store, List<Migration> all, int index) {
        if (index == all.size()) {
            return store.run(APPLIED).compose(rows -> rows.size() > all.size()
                ? Future.failedFuture(new IllegalStateException(
                    "The database is of a later version of Canut than this one; start that version instead."))
                : Future.succeededFuture());
        }
        Migration next = all.get(index);
        return store.<Void>write(tx -> tx.run(LOCK).compose(locked -> tx.run(APPLIED)).compose(rows -> {
            Map<Integer, String> applied = new HashMap<>();
            for (Row row : rows) {
                applied.put(row.getInteger("number"), row.getString("sha256"));
            }
            String known = applied.get(next.number());
            if (known == null) {
                return tx.script(next.text())
                    .compose(done -> tx.run(RECORD, Tuple.of(next.number(), next.name(), next.sha256())))
                    .mapEmpty();
            }
            return known.equals(next.sha256()) ? Future.succeededFuture() : Future.failedFuture(
                new IllegalStateException("Migration " + next.name() + " has changed since it was applied to this "
                    + "database; restore the file as it was."));
        })).compose(done -> each(store, all, index + 1));
    }

    static List<Migration> all() {
        List<Migration> migrations = new ArrayList<>();
        for (String name : text(LIST).lines().filter(line -> !line.isBlank()).toList()) {
            migrations.add(new Migration(Integer.parseInt(name.substring(1, 5)), name, text(FOLDER + name)));
        }
        return migrations;
    }

    private static String text(String resource) {
        try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Missing in this build: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
