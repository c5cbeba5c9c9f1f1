package coop.canut.node.post;

import coop.canut.node.store.Tx;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * What a room does with the messages of one kind. A run is what one peer said in a row, in its order; the post hands over
 * whole runs so that a room can apply them with a few set-based statements, in the transaction that also moves the cursor.
 *
 * <p>Every message was proven before: it is from {@code from}, unchanged, and new to us. The room gives one
 * {@link Verdict} for each, in order. A failed future rolls everything back and answers {@code store-unavailable}; the peer
 * tries again.
 */
@FunctionalInterface
public interface Receiver<M extends Message> {

    /** Applies the run. {@code from} is our own host for what our own publishing side said to our own members' side. */
    Future<List<Verdict>> receive(Tx tx, Host from, List<Received<M>> run);

    /** What is decided about one message. */
    @FunctionalInterface
    interface One<M extends Message> {
        Future<Verdict> receive(Tx tx, Host from, Received<M> message);
    }

    /** Decides one message after the other, where a run has no statements to share. */
    static <M extends Message> Receiver<M> oneByOne(One<M> one) {
        return (tx, from, run) -> {
            List<Verdict> verdicts = new ArrayList<>();
            Future<Void> done = Future.succeededFuture();
            for (Received<M> next : run) {
                done = done.compose(before -> one.receive(tx, from, next)).map(verdict -> {
                    verdicts.add(verdict);
                    return null;
                });
            }
            return done.map(verdicts);
        };
    }
}
