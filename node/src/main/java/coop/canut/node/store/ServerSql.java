package coop.canut.node.store;

import coop.canut.node.CannotStart;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Statements to the server itself, as its owner: making and listing databases. They are few and far between, so each comes
 * on a connection and a small Vert.x of its own and leaves no thread behind.
 */
record ServerSql(Path socketFolder, int port, String user) {

    private static final int STATEMENT_SECONDS = 60;
    private static final int NAME_CHARS = 63;

    /** Runs one statement and gives the first column of its rows, as texts. */
    List<String> run(String statement) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1).setFileSystemOptions(new FileSystemOptions()
                .setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        var options = new PgConnectOptions().setHost(socketFolder.toString()).setPort(port).setUser(user)
            .setDatabase("postgres");
        try {
            return PgConnection.connect(vertx, options)
                .compose(connection -> connection.query(statement).execute().eventually(connection::close))
                .map(rows -> {
                    List<String> first = new ArrayList<>();
                    for (Row row : rows) {
                        first.add(row.getString(0));
                    }
                    return List.copyOf(first);
                })
                .toCompletionStage().toCompletableFuture().get(STATEMENT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new CannotStart("PostgreSQL in " + socketFolder + " refused '" + statement + "': " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw ServerProcess.interrupted();
        } finally {
            vertx.close();
        }
    }

    /** The name, if it is a plain one: it goes into the statement as it stands. */
    static String named(String database) {
        if (!database.matches("[a-z][a-z0-9_]*") || database.length() > NAME_CHARS) {
            throw new CannotStart("'" + database + "' cannot be the name of a database; use a-z, 0-9 and _, beginning with "
                + "a letter, at most " + NAME_CHARS + " characters.");
        }
        return database;
    }
}
