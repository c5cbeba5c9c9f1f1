package coop.canut.node.decision;

import coop.canut.node.World;
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
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policies in force, ours and those of the logs we read; answered from memory. */
public final class Policies {

    private static final Logger LOG = LoggerFactory.getLogger(Policies.class);

    private final Host self;
    private final Store store;
    private final PolicyStore policies = new PolicyStore();
    private final World world;
    private final Folds folds;
    private Map<Host, PolicyInForce> newest = new HashMap<>();
    private Policy folded;
    /** One object, so that a transaction runs it once however often it is hung there. */
    private final Runnable changed;

    /** The policies of this host and of those that it reads. */
    public Policies(World world, Host self, Store store) {
        this.world = world;
        this.self = self;
        this.store = store;
        folds = new Folds(self);
        changed = () -> fold().onFailure(error -> LOG.error("the policy could not be folded", error));
    }

    /** Reads the newest of each host into memory. */
    public Future<Void> load() {
        return policies.newest(store).compose(read -> {
            newest = read;
            return fold();
        });
    }

    private Future<Void> fold() {
        return folds.fold(store).map(policy -> {
            folded = policy.orElse(null);
            return null;
        });
    }

    /** To be run after a commit in which a decision changed the policy: its statutes hold at once. */
    Runnable changed() {
        return changed;
    }

    /**
     * The policy that the decisions of this node's members come to, with their statutes. It is a moment ahead of {@link
     * #current}, under which listings are published: that one is the newest that our log has said.
     */
    public Policy folded() {
        return Objects.requireNonNull(folded, "a founded node has a policy");
    }

    /**
     * Compares what our log has said with what the decisions come to, and gives what is wrong in one sentence; empty if all is
     * well. A node in which they differ does not know its own rules, and does not start.
     */
    public Future<Optional<String>> disagreement() {
        return folds.disagreement(store);
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
            if (from.equals(self)) {
                done = done.compose(added -> folds.given(tx, each.message(), world.newId(), world.now()));
                tx.afterCommit(changed);
            }
            // Known within the batch that brings it: the listings behind it stand under it.
            newest.merge(from, new PolicyInForce(each.message(), each.hash()),
                (old, next) -> next.policy().number() > old.policy().number() ? next : old);
        }
        return done.map(all -> run.stream().map(each -> Verdict.APPLIED).toList());
    }
}
