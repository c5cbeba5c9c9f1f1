package coop.canut.node.decision;

import coop.canut.node.Enacting;
import coop.canut.node.Identity;
import coop.canut.node.Secret;
import coop.canut.node.TestWorld;
import coop.canut.node.door.Refusals;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.member.Bylaws;
import coop.canut.node.member.Members;
import coop.canut.node.member.People;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.peer.Peers;
import coop.canut.node.peer.Stating;
import coop.canut.node.post.Outbox;
import coop.canut.node.post.Post;
import coop.canut.node.quota.Quotas;
import coop.canut.node.store.Passage;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.sign.SigningKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.function.Executable;

import static org.junit.jupiter.api.Assertions.assertThrows;

/** A cooperative that decides: real rooms, a real log that is sealed when a test says so, and a clock that a test moves. */
final class Commune implements AutoCloseable {

    static final Host SELF = Host.of("lyon.example");
    private static final long SECONDS = 30;

    final TestWorld world = new TestWorld(1835);
    final Store store;
    final Policies policies;
    final Decisions decisions;
    final People people;
    final Ledger ledger;
    final Members members;
    final Person ada;
    final Person bo;
    final Person chloe;
    final Person david;
    final Person eve;
    private final Vertx vertx = Vertx.vertx();
    private final Outbox outbox = new Outbox(SELF);
    private final Post post;
    private final Enactors enactors;
    private final coop.canut.node.NodeConfig.Database database = TestDatabase.fresh();

    /** Five founders: Ada and Bo are stewards too. */
    Commune(Statutes.Preset preset) {
        this(preset.statutes());
    }

    Commune(Statutes statutes) {
        store = Store.open(vertx, database);
        var identity = new Identity(SELF, key("node"), key("log"), key("witness"), Secret.of(new byte[32]),
            key("recovery").key());
        var peers = new Peers(world, SELF, store, outbox);
        policies = new Policies(world, SELF, store);
        post = new Post(world, store, identity, peers, outbox, new Refusals(world), new Quotas(world));
        peers.attach(post);
        post.receive(Kind.POLICY_ENACTED, policies::enacted);
        post.receive(Kind.PEERING_STATED, peers::stated);
        members = new Members(world, SELF, store);
        ledger = new Ledger(world, store);
        people = People.of(world, SELF, store, Bylaws.FOUNDING);
        enactors = new WithoutKeys(people, ledger, new Stating(SELF, outbox, post, peers));
        decisions = new Decisions(world, SELF, store, outbox, policies, enactors);
        run("insert into node (host, node_key, founded_at) values ($1, 'k', $2)", SELF.toString(), time(world.now()));
        get(new Folds(SELF).found(store, statutes));
        get(store.write(tx -> outbox.publish(tx, world.second(), new PolicyEnacted(1, Hash.ZERO, "founding",
            List.of(Money.of(1_200, "EUR")), 50, 20, List.of(480L, 480L, 240L, 120L, 60L),
            List.of(2_400L, 2_400L, 1_200L, 600L, 300L), 14, "show"))));
        seal();
        ada = join("Ada", Role.WORKER, Role.STEWARD);
        bo = join("Bo", Role.WORKER, Role.STEWARD);
        chloe = join("Chloé", Role.WORKER);
        david = join("David", Role.WORKER);
        eve = join("Eve", Role.WORKER);
        get(decisions.tick());
    }

    /** The rooms of a node; the level of a peer is stated without its keys, of which there are none here. */
    private static final class WithoutKeys extends Enacting {

        private WithoutKeys(People people, Ledger ledger, Stating stating) {
            super(people, ledger, stating);
        }

        @Override
        public Future<Void> statePeer(Tx tx, Host host, Level level, String decision, String reason, Instant at) {
            return tx.run("update peer set our_level = $2, our_decision = $3 where host = $1",
                Tuple.of(host.toString(), level.code(), decision)).mapEmpty();
        }
    }

    Person join(String name, Role... roles) {
        return get(members.admit(null, name, Set.of(roles), null)).person();
    }

    /** The decisions of the same cooperative in another process, which dies where the passage says. */
    Future<Void> tickElsewhere(Passage passage) {
        Store other = Store.open(vertx, database, 2, passage);
        return new Decisions(world, SELF, other, outbox, policies, enactors).tick().eventually(other::close);
    }

    /** A proposal that is discussed. */
    Proposal discussed(Person by, Act act) {
        Proposal draft = get(decisions.proposals().draft(by, "A title", "Because.", act));
        get(decisions.proposals().discuss(by, draft.id()));
        return draft;
    }

    /** A proposal whose vote is open. */
    Proposal opened(Person by, Act act) {
        Proposal proposal = discussed(by, act);
        pass(Duration.ofHours(policies.folded().statutes().periods().discussionHours()));
        return found(proposal);
    }

    /** A proposal on which these have voted yes, and whose vote is over. */
    Proposal carried(Person by, Act act, Person... yes) {
        Proposal proposal = opened(by, act);
        for (Person voter : yes) {
            vote(voter, proposal, Choice.YES);
        }
        pass(Duration.ofHours(policies.folded().statutes().periods().voteHours()));
        return found(proposal);
    }

    /** The same, enacted. */
    Proposal enacted(Person by, Act act) {
        Proposal proposal = carried(by, act, ada, bo, chloe, david, eve);
        pass(Duration.ofHours(policies.folded().statutes().periods().noticeHours()));
        return found(proposal);
    }

    void vote(Person by, Proposal proposal, Choice choice) {
        get(decisions.votes().cast(by, proposal.id(), choice));
    }

    Proposal found(Proposal proposal) {
        return get(decisions.proposals().find(proposal.id()));
    }

    State state(Proposal proposal) {
        return found(proposal).state();
    }

    /** Time passes while the node watches. */
    void pass(Duration time) {
        Duration left = time;
        while (left.isPositive()) {
            Duration step = left.compareTo(Duration.ofMinutes(5)) > 0 ? Duration.ofMinutes(5) : left;
            world.pass(step);
            left = left.minus(step);
            if (left.toMinutes() % 720 == 0 || left.toHours() == 0) {
                tick();
            } else {
                run("update decision_watch set seen_at = $1", time(world.now()));
            }
        }
        tick();
    }

    void tick() {
        get(decisions.tick());
        seal();
    }

    /** The outbox becomes the log, and our own rooms hear it. */
    void seal() {
        get(post.sealAll());
        get(policies.load());
    }

    RowSet<Row> run(String statement, Object... parameters) {
        return get(store.run(statement, Tuple.from(parameters)));
    }

    long number(String query, Object... parameters) {
        return run(query, parameters).iterator().next().getLong(0);
    }

    String text(String query, Object... parameters) {
        return run(query, parameters).iterator().next().getString(0);
    }

    static Problem refused(Executable what) {
        return assertThrows(Refused.class, what).problem();
    }

    static java.time.OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static SigningKey key(String seed) {
        return SigningKey.fromSeed(Hash.sha256(("commune " + seed).getBytes(StandardCharsets.UTF_8)).bytes());
    }

    static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        get(post.stop());
        get(store.close());
        get(vertx.close());
    }
}
