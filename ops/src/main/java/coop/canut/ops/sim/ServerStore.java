package coop.canut.ops.sim;

import coop.canut.node.store.Sql;
import io.vertx.sqlclient.Tuple;

/** Statements to the server of a simulation, as its owner. Names of databases are the simulation's own. */
final class ServerStore {

    /** Statistics that come at some moment would change the order of rows at that moment. */
    private static final String STAND_STILL = "alter system set autovacuum = off";
    private static final String RELOAD = "select pg_reload_conf()";
    private static final String CUT = """
        select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = $1""";

    private final Sql sql;

    ServerStore(Sql sql) {
        this.sql = sql;
    }

    void standStill() {
        sql.run(STAND_STILL).compose(set -> sql.run(RELOAD)).await();
    }

    void create(String database) {
        sql.run("create database " + database).await();
    }

    void copy(String from, String to) {
        sql.run("drop database if exists " + to)
            .compose(dropped -> sql.run("create database " + to + " template " + from)).await();
    }

    void cut(String database) {
        sql.run(CUT, Tuple.of(database)).await();
    }
}
