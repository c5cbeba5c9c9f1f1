package coop.canut.node.post;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * Where every room says what it has to say. A message is written in the transaction of the fact it tells, so there is no
 * fact that nobody hears of and no message about a fact that did not happen. It is numbered and signed later, by one writer
 * per stream: a lock on a counter inside every claim's transaction would cap claims at one disk flush each.
 */
public final class Outbox {

    private final Host self;
    private final OutboxStore store = new OutboxStore();
    private final Wakes wakes = new Wakes();

    /** The outbox of this host; what it holds is carried once a {@link Post} is started on it. */
    public Outbox(Host self) {
        this.self = self;
    }

    Wakes wakes() {
        return wakes;
    }

    /** A message and whom it goes to; to our own host it is delivered in process. */
    public record Outgoing(Host to, Message message) {
    }

    /** Says something to everyone: it becomes an entry of our public log. {@code published} has whole seconds. */
    public Future<Void> publish(Tx tx, Instant published, Message message) {
        tx.afterCommit(wakes.log());
        return store.add(tx, List.of(Envelope.of(self, published, null, null, message)));
    }

    /** Says something to everyone that is signed already, with a key that a node does not use every day. */
    public Future<Void> publish(Tx tx, Signed signed) {
        tx.afterCommit(wakes.log());
        return store.add(tx, signed);
    }

    /** What was said so and has no place in the log yet, in its order. */
    public Future<List<byte[]>> signed(Sql sql) {
        return store.signed(sql);
    }

    /** Says something to one node. */
    public Future<Void> post(Tx tx, Instant published, Host to, Message message) {
        return post(tx, published, List.of(new Outgoing(to, message)));
    }

    /** Says several things, in this order, with one statement. */
    public Future<Void> post(Tx tx, Instant published, List<Outgoing> messages) {
        if (messages.isEmpty()) {
            return Future.succeededFuture();
        }
        messages.forEach(message -> tx.afterCommit(wakes.channel(message.to())));
        return store.add(tx, messages.stream()
            .map(message -> Envelope.of(self, published, message.to(), null, message.message())).toList());
    }
}
