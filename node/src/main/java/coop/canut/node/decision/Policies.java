package coop.canut.node.decision;

import coop.canut.node.post.Received;
import coop.canut.node.post.Verdict;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policies in force, ours and those of the logs we read; answered from memory. */
public final class Policies {

    private final Host self;
    private final Store store;
    private final PolicyStore policies = new PolicyStore();
    private Map<Host, PolicyInForce> newest = new HashMap<>();

    public Policies(Host self, Store store) {
        this.self = self;
        this.store = store;
    }

    /** Reads the newest of each host into memory. */
    public Future<Void> load() {
        return policies.newest(store).map(read -> {
            newest = read;
            return null;
        });
    }

    /** The policy of this node. */
    public PolicyInForce current() {
        return of(self).orElseThrow(() -> new IllegalStateException("a founded node has a policy"));
    }

    /** The newest policy of a host that we have read. */
    public Optional<PolicyInForce> of(Host host) {
        return Optional.ofNullable(newest.get(host));
    }

    /** The signed bytes of a policy of this node; {@code not-found} if it never had one of that number. */
    public Future<byte[]> message(long number) {
        return policies.message(store, self, number).map(found ->
            found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no policy " + number)));
    }

    /** Policies in our own log and in those of peers; the newest number of a host holds. */
    public Future<List<Verdict>> enacted(Tx tx, Host from, List<Received<PolicyEnacted>> run) {
        Future<Void> done = Future.succeededFuture();
        for (Received<PolicyEnacted> each : run) {
            done = done.compose(before ->
                policies.add(tx, from, each.message().number(), each.hash(), each.wire()));
            // Known within the batch that brings it: the listings behind it stand under it.
            newest.merge(from, new PolicyInForce(each.message(), each.hash()),
                (old, next) -> next.policy().number() > old.policy().number() ? next : old);
        }
        return done.map(all -> run.stream().map(each -> Verdict.APPLIED).toList());
    }
}
