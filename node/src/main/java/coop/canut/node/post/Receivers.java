package coop.canut.node.post;

import coop.canut.node.store.Tx;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which room listens to which kind. A kind that nobody registered for is kept and has no effect. */
final class Receivers {

    private final Map<Kind, Receiver<?>> byKind = new EnumMap<>(Kind.class);

    <M extends Message> void put(Kind kind, Receiver<M> receiver) {
        if (byKind.put(kind, receiver) != null) {
            throw new IllegalStateException("two rooms listen to " + kind);
        }
    }

    /** Hands over the messages, run by run in their order, until all are decided or one has to wait. */
    Future<List<Verdict>> receive(Tx tx, Host from, List<Signed> messages) {
        return next(tx, from, messages, new ArrayList<>());
    }

    private Future<List<Verdict>> next(Tx tx, Host from, List<Signed> messages, List<Verdict> verdicts) {
        int start = verdicts.size();
        if (start == messages.size()) {
            return Future.succeededFuture(verdicts);
        }
        Kind kind = messages.get(start).envelope().message().kind();
        int end = start + 1;
        while (end < messages.size() && messages.get(end).envelope().message().kind() == kind) {
            end++;
        }
        int length = end - start;
        return run(tx, from, kind, messages.subList(start, end)).compose(decided -> {
            if (decided.size() != length) {
                throw new IllegalStateException(kind + ": one verdict for each message");
            }
            verdicts.addAll(decided);
            return next(tx, from, messages, verdicts);
        });
    }

    @SuppressWarnings("unchecked")
    private <M extends Message> Future<List<Verdict>> run(Tx tx, Host from, Kind kind, List<Signed> run) {
        var receiver = (Receiver<M>) byKind.get(kind);
        if (receiver == null) {
            return Future.succeededFuture(run.stream().map(message -> Verdict.APPLIED).toList());
        }
        List<Received<M>> received = run.stream()
            .map(signed -> new Received<>((M) signed.envelope().message(), signed.envelope().id(),
                signed.envelope().published(), signed.wire(), signed.hash()))
            .toList();
        return receiver.receive(tx, from, received);
    }
}
