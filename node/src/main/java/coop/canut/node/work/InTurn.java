package coop.canut.node.work;

import coop.canut.node.post.Received;
import coop.canut.node.post.Verdict;
import coop.canut.protocol.message.Message;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A run whose messages are themselves bundles: each is judged after the one before it had its effect. */
final class InTurn {

    private InTurn() {
    }

    static <M extends Message> Future<List<Verdict>> judge(List<Received<M>> run, Function<Received<M>, Future<Verdict>> one) {
        List<Verdict> verdicts = new ArrayList<>();
        Future<Void> done = Future.succeededFuture();
        for (Received<M> next : run) {
            done = done.compose(before -> one.apply(next)).map(verdict -> {
                verdicts.add(verdict);
                return null;
            });
        }
        return done.map(verdicts);
    }
}
