package coop.canut.node.peer;

import coop.canut.node.World;
import coop.canut.node.decision.PolicyInForce;
import coop.canut.node.post.Correspondents;
import coop.canut.node.post.Outbox;
import coop.canut.node.post.Post;
import coop.canut.node.post.Received;
import coop.canut.node.post.Receiver;
import coop.canut.node.post.Verdict;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.NodeMessage.CreditStated;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PeeringStated;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Peers: stating levels and credit, and knowing them. */
public final class Peers implements Correspondents {

    /** Statements of each log that are looked at for a picture of who stands how to whom. */
    private static final int NEWEST_STATEMENTS = 200;
    /** Statements of each log that are looked at for what was stated between us and one host: more than ever is decided. */
    private static final int STATEMENTS_LOOKED_AT = 2_000;
    /** Statements that a history shows. */
    private static final int HISTORY = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

    private final World world;
    private final Host self;
    private final Store store;
    private final Outbox outbox;
    private final PeerStore peers = new PeerStore();
    private final KeyStore keyStore = new KeyStore();
    private final TrafficStore traffic = new TrafficStore();
    private final PeeringStore peerings = new PeeringStore();
    private Relations relations;
    private Map<Host, PlacedKeys> keys = Map.of();
    private Post post;
    private BooleanSupplier byVote = () -> false;

    public Peers(World world, Host self, Store store, Outbox outbox) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.outbox = outbox;
        this.relations = new Relations(self, List.of());
    }

    /** Gives the post that reads from peers and must hear of changes; once, before anything is stated. */
    public void attach(Post post) {
        this.post = post;
    }

    /** From now on {@link #state} is refused with {@code vote-needed} while this holds: the statutes leave it to a vote. */
    public void leaveToVotes(BooleanSupplier statutes) {
        byVote = statutes;
    }

    /** Reads levels and keys from the store into memory. */
    @Override
    public Future<Void> load() {
        return peers.all(store).compose(all -> keyStore.statements(store).map(statements -> {
            Map<Host, PlacedKeys> newKeys = new HashMap<>();
            statements.forEach((host, placed) -> PlacedKeys.of(host, placed).ifPresent(known -> newKeys.put(host, known)));
            relations = new Relations(self, all);
            keys = newKeys;
            return null;
        }));
    }

    @Override
    public Optional<KeyHistory> keys(Host host) {
        return Optional.ofNullable(keys.get(host)).map(PlacedKeys::newest);
    }

    @Override
    public Optional<KeyHistory> keysAt(Host host, long epoch, long index) {
        return Optional.ofNullable(keys.get(host)).map(placed -> placed.before(epoch, index));
    }

    @Override
    public Level ourLevel(Host host) {
        return relations.ours(host);
    }

    @Override
    public Set<Host> readers() {
        return relations.hosts().stream().filter(host -> PeerRules.isHeard(ourLevel(host)) && keys.containsKey(host))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What both sides have stated, as of now. */
    Relations relations() {
        return relations;
    }

    /** Every host that either side has stated anything about, and ourselves. */
    public Set<Host> known() {
        Set<Host> known = new TreeSet<>(relations.hosts());
        known.add(self);
        return known;
    }

    /**
     * The level that holds between us and a host: the lower of both statements, and at most {@code SUSPENDED} for a
     * sub-domain of a host that we suspended; to ourselves {@code CLAIM}.
     */
    public Level level(Host host) {
        return relations.holds(host);
    }

    /** What a host lets us owe it in a currency, in minor units: 0 if it never said, no limit towards ourselves. */
    public Future<Long> creditGivenBy(Tx tx, Host host, String currency) {
        return host.equals(self) ? Future.succeededFuture(Long.MAX_VALUE) : peers.received(tx, host, currency);
    }

    /** The same without a reason. */
    public Future<PeerState> state(Host peer, Level level, String decision) {
        return state(peer, level, decision, null);
    }

    /**
     * States how we stand to a host; if it has knocked, that is our answer. At the first time its keys are read, and its log
     * too if it is to be heard, so the host must be reachable; whether those keys are the cooperative's is what its stewards
     * compare. Nothing that was begun is touched: what is on its way waits at its author while the host is not heard, and
     * goes on where it stood. Gives the peer as it stands then.
     *
     * @param decision of our members, at most 200 characters
     * @param reason   a line for everybody whom it touches, or null
     * @throws Refused (in the future) {@code not-yet} on {@code host} if it could not be reached, {@code field-wrong} if it is
     *     ourselves, and on {@code level} if the host is to be heard under a host that we suspended, and
     *     on {@code decision} and {@code reason} if they are no lines; {@code vote-needed} where a vote states levels
     */
    public Future<PeerState> state(Host peer, Level level, String decision, String reason) {
        if (peer.equals(self)) {
            return Future.failedFuture(ourselves());
        }
        if (byVote.getAsBoolean()) {
            return Future.failedFuture(new Refused(Problem.VOTE_NEEDED, "a level by hand"));
        }
        boolean met = keys.containsKey(peer);
        return Future.succeededFuture().compose(begun -> {
            String number = PeerRules.decision(decision);
            String why = PeerRules.reason(reason);
            if (PeerRules.isHeard(level) && relations.coveredBy(peer).isPresent()) {
                throw Refused.at(Problem.FIELD_WRONG, "level", "under " + relations.coveredBy(peer).get());
            }
            return keysFor(peer, level).compose(history -> write(peer, level, history, number, why));
        }).compose(stated -> load())
            .compose(loaded -> met || !keys.containsKey(peer) ? Future.succeededFuture() : post.forks().met(peer))
            .compose(heard -> {
                post.meet();
                if (!PeerRules.isHeard(level) && keys.containsKey(peer)) {
                    post.tell(peer);
                }
                return find(peer);
            });
    }

    /** Who is to be heard is met, which keeps its log; of whom we do not hear nothing is kept but what we say of it. */
    private Future<KeyHistory> keysFor(Host peer, Level level) {
        return keys(peer).map(Future::succeededFuture).orElseGet(() ->
            reached(PeerRules.isHeard(level) ? post.reader().meet(peer) : post.reader().keys(peer)));
    }

    private Future<Void> write(Host peer, Level level, KeyHistory history, String decision, String reason) {
        Instant now = world.second();
        return store.write(tx -> peers.state(tx, peer, level, decision, reason, now).compose(number -> outbox.publish(tx, now,
                new PeeringStated(peer, number, level, history.last(), 0, decision, reason)))
            .compose(said -> peers.answered(tx, peer))
            .compose(answered -> post.forks().decide(tx, peer, decision)).mapEmpty());
    }

    /**
     * Reads what a host shows of itself, for its stewards and ours to compare before anything is stated: nothing is kept and
     * nothing is promised. Fails as {@link #state} does, and as reading keys does if they do not prove each other. A policy
     * that cannot be read or proven is none.
     */
    public Future<Seen> look(Host host) {
        if (host.equals(self)) {
            return Future.failedFuture(ourselves());
        }
        return reached(post.reader().keys(host))
            .compose(history -> policy(host, history).otherwise(unproven -> {
                LOG.info("{} shows no policy: {}", host, unproven.getMessage());
                return Optional.empty();
            }).map(policy -> new Seen(host, history.last(), policy)));
    }

    private Future<Optional<PolicyInForce>> policy(Host host, KeyHistory history) {
        return post.reader().wellKnown(host).compose(said -> {
            long number = said.integer("policy", 1, Limits.INTEGER_MAX);
            return post.reader().message(host, "/policy/" + number, history)
                .map(signed -> signed.envelope().message() instanceof PolicyEnacted policy && policy.number() == number
                    ? Optional.of(new PolicyInForce(policy, signed.hash()))
                    : Optional.empty());
        });
    }

    private static Refused ourselves() {
        return Refused.at(Problem.FIELD_WRONG, "host", "a node is no peer of itself");
    }

    static <T> Future<T> reached(Future<T> answer) {
        return answer.recover(error -> Future.failedFuture(error instanceof Refused ? error
            : Refused.at(Problem.NOT_YET, "host", "could not be reached: " + error.getMessage())));
    }

    /** Lets a peer owe us up to an amount. */
    public Future<PeerState> credit(Host peer, Money limit) {
        if (!relations.hosts().contains(peer)) {
            return Future.failedFuture(Refused.at(Problem.NOT_FOUND, "host", "no peer " + peer));
        }
        return store.write(tx -> peers.give(tx, peer, limit)
                .compose(number -> outbox.post(tx, world.second(), peer, new CreditStated(number, limit))))
            .compose(stated -> find(peer));
    }

    /** All hosts that either side has stated anything about. */
    public Future<List<PeerState>> all() {
        List<Future<PeerState>> states = relations.hosts().stream().map(this::find).toList();
        return Future.all(states).map(all -> all.<PeerState>list());
    }

    /** A text that is another whenever something of what {@link #all} and {@link #knocks} give is. */
    public Future<String> version() {
        return traffic.version(store);
    }

    /** One of them; {@code not-found} for any other host. */
    public Future<PeerState> peer(Host host) {
        return relations.hosts().contains(host) ? find(host)
            : Future.failedFuture(new Refused(Problem.NOT_FOUND, "no peer " + host));
    }

    /**
     * How these hosts say that they stand to each other, as far as we read their logs, by the newest 200 statements of each.
     * What is said of us, and what we say, is among it if we are.
     */
    public Future<List<Peering>> peerings(Set<Host> among) {
        return peerings.among(store, among, NEWEST_STATEMENTS);
    }

    /**
     * What we and a host stated of each other, the newest first, with the decisions and reasons of both; at most 100. What it
     * stated stands there as far as we read its log.
     */
    public Future<List<Statement>> history(Host host) {
        return peerings.between(store, self, host, STATEMENTS_LOOKED_AT, HISTORY);
    }

    /** One of them with all that is known of it; {@code not-found} for any other host. */
    public Future<PeerDetail> detail(Host host) {
        return peer(host).compose(state -> traffic.read(store, host).compose(read -> traffic.refusals(store, host)
            .compose(refusals -> post.leftOut(host).map(leftOut -> new PeerDetail(state, read.epoch(), read.size(),
                post.ahead(host).orElse(null), refusals, leftOut)))));
    }

    private Future<PeerState> find(Host host) {
        PeerStore.Relation relation = relations.of(host);
        Optional<KeyHistory> newest = keys(host);
        return peers.lines(store).compose(lines -> post.deliveries(host).compose(deliveries ->
            traffic.find(store, host, self).map(noted -> new PeerState(host, relation.held(), relation.theirs(),
                level(host), relations.coveredBy(host).orElse(null), newest.map(KeyHistory::last).orElse(Hash.ZERO),
                newest.map(KeyHistory::number).orElse(0L), newest.map(KeyHistory::statedAt).orElse(null),
                limits(lines, host, true), limits(lines, host, false), deliveries, noted.behind(), noted.lastHeard(),
                noted.stored()))));
    }

    /**
     * Bytes of a peer's messages that we keep, of its log and of its channel to us. At {@link Limits#PEER_STORED_BYTES} nothing
     * more of it is taken.
     */
    public Future<Long> storage(Host peer) {
        return traffic.storage(store, peer);
    }

    /** What we refused a peer, by reason, the latest first; nothing of a host that has not shown that it is one. */
    public Future<List<Refusals>> refusals(Host peer) {
        return traffic.refusals(store, peer);
    }

    private static List<Money> limits(List<PeerStore.Line> lines, Host host, boolean given) {
        return lines.stream().filter(line -> line.host().equals(host) && line.given() == given)
            .map(PeerStore.Line::limit).toList();
    }

    /** A host asks to be heard: one row for the stewards, and no request of ours (F-55). */
    public Future<Void> knock(Host host) {
        return store.write(tx -> peers.knock(tx, host, world.now(), Limits.KNOCKS));
    }

    /** The hosts that have knocked and that no level was stated for since, the latest first. */
    public Future<List<Knock>> knocks() {
        return peers.knocks(store);
    }

    /** Peering statements in any log; those about us say how their author stands to us. */
    public Future<List<Verdict>> stated(Tx tx, Host from, List<Received<PeeringStated>> run) {
        Future<Void> done = Future.succeededFuture();
        for (Received<PeeringStated> each : run) {
            PeeringStated statement = each.message();
            if (statement.peer().equals(self) && !from.equals(self)) {
                done = done.compose(before -> peers.theyState(tx, from, statement, each.published()));
            }
        }
        tx.afterCommit(reload);
        return done.map(all -> run.stream().map(each -> Verdict.APPLIED).toList());
    }

    /** Levels that we had stated and a backup did not know. */
    public Receiver<PeeringStated> stateRegained() {
        return Receiver.oneByOne((tx, to, next) -> peers.regainState(tx, next.message()).map(taken -> {
            tx.afterCommit(reload);
            return Verdict.APPLIED;
        }));
    }

    /** Credit that we had given and a backup did not know. */
    public Receiver<CreditStated> creditRegained() {
        return Receiver.oneByOne((tx, to, next) ->
            peers.regainCredit(tx, to, next.message().number(), next.message().limit()).map(Verdict.APPLIED));
    }

    /** Credit that a peer gives us. */
    public Future<List<Verdict>> credited(Tx tx, Host from, List<Received<CreditStated>> run) {
        Future<Void> done = Future.succeededFuture();
        for (Received<CreditStated> each : run) {
            done = done.compose(before ->
                peers.receive(tx, from, each.message().number(), each.message().limit()));
        }
        return done.map(all -> run.stream().map(each -> Verdict.APPLIED).toList());
    }

    /** Key statements: verified as a chain when read, so a log that breaks it is refused as a whole. */
    public Future<List<Verdict>> keysStated(Tx tx, Host from, List<Received<KeysStated>> run) {
        tx.afterCommit(reload);
        return Future.succeededFuture(run.stream().map(each -> Verdict.APPLIED).toList());
    }

    private final Runnable reload = () -> load()
        .onSuccess(loaded -> this.post.meet())
        .onFailure(error -> LOG.error("peers could not be read again", error));
}
