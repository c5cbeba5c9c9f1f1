package coop.canut.node.fediverse;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Who follows, and with which hosts we speak in the older form. */
final class FollowerStore {

    private static final String FIND = """
        select actor, inbox, shared_inbox, follow, key_id, key from board_follower where actor = $1""";
    private static final String COUNT = "select count(*) as followers from board_follower";
    /** The row of the voice is the lock, so that the last place is given once. */
    private static final String LOCK = "select only_one from board_voice for update";
    private static final String PUT = """
        insert into board_follower (actor, host, inbox, shared_inbox, follow, key_id, key, since)
        select $1, $2, $3, $4, $5, $6, $7, $8
        where (select count(*) from board_follower where actor <> $1) < $9
        on conflict (actor) do update set inbox = excluded.inbox, shared_inbox = excluded.shared_inbox,
          follow = excluded.follow, key_id = excluded.key_id, key = excluded.key""";
    private static final String REMOVE = "delete from board_follower where actor = $1";
    /** What only this follower would have heard. */
    private static final String REMOVE_DELIVERIES = """
        delete from board_delivery d where host = $1 and (subject = $2
          or verb <> 'accept'
            and not exists (select 1 from board_follower f where coalesce(f.shared_inbox, f.inbox) = d.inbox))""";
    private static final String FORGET_FORM = """
        delete from board_older_signature o where host = $1
          and not exists (select 1 from board_follower f where f.host = o.host)""";
    private static final String ACCEPT = """
        insert into board_delivery (inbox, host, subject, verb, next_try) values ($1, $2, $3, 'accept', $4)
        on conflict (inbox, subject) do update set tries = 0, next_try = excluded.next_try""";
    private static final String OLDER = "select 1 from board_older_signature where host = $1 and until > $2";
    /** Only of hosts with a follower, so that strangers cannot make us remember them. */
    private static final String SPEAK_OLDER = """
        insert into board_older_signature (host, until)
        select $1, $2 where exists (select 1 from board_follower where host = $1)
        on conflict (host) do update set until = excluded.until""";
    private static final String SPEAK_NEWER = "delete from board_older_signature where host = $1";

    Future<Optional<Follower>> find(Sql sql, ForeignUrl actor) {
        return sql.run(FIND, Tuple.of(actor.toString())).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            String shared = row.getString("shared_inbox");
            return Optional.of(new Follower(actor, ForeignUrl.of(row.getString("inbox")),
                shared == null ? null : ForeignUrl.of(shared), row.getString("follow"),
                ForeignUrl.of(row.getString("key_id")), row.getString("key")));
        });
    }

    Future<Long> count(Sql sql) {
        return sql.run(COUNT).map(rows -> rows.iterator().next().getLong("followers"));
    }

    /** Adds or renews a follower, and has it told so; false if all places are taken. */
    Future<Boolean> put(Tx tx, Follower follower, Instant now, int most) {
        String host = follower.actor().host().toString();
        var at = now.atOffset(ZoneOffset.UTC);
        return tx.run(LOCK).compose(locked -> tx.run(PUT, Tuple.of(follower.actor().toString(), host,
                    follower.inbox().toString(), follower.sharedInbox() == null ? null : follower.sharedInbox().toString(),
                    follower.follow(), follower.keyId().toString()).addValue(follower.key()).addValue(at)
                .addValue((long) most)))
            .compose(put -> put.rowCount() == 0 ? Future.succeededFuture(false)
                : tx.run(ACCEPT, Tuple.of(follower.inbox().toString(), host, follower.actor().toString(), at)).map(true));
    }

    /** Forgets a follower and all that is remembered for its sake. */
    Future<Void> remove(Tx tx, ForeignUrl actor) {
        String host = actor.host().toString();
        return tx.run(REMOVE, Tuple.of(actor.toString()))
            .compose(removed -> tx.run(REMOVE_DELIVERIES, Tuple.of(host, actor.toString())))
            .compose(removed -> tx.run(FORGET_FORM, Tuple.of(host))).mapEmpty();
    }

    /** The form of signature to begin with. */
    Future<SignatureForm> form(Sql sql, Host host, Instant now) {
        return sql.run(OLDER, Tuple.of(host.toString(), now.atOffset(ZoneOffset.UTC)))
            .map(rows -> rows.size() == 0 ? SignatureForm.RFC_9421 : SignatureForm.DRAFT_CAVAGE);
    }

    /** This host took that form and not the other. */
    Future<Void> remember(Sql sql, Host host, SignatureForm form, Instant until) {
        return (form == SignatureForm.RFC_9421 ? sql.run(SPEAK_NEWER, Tuple.of(host.toString()))
            : sql.run(SPEAK_OLDER, Tuple.of(host.toString(), until.atOffset(ZoneOffset.UTC)))).mapEmpty();
    }
}
