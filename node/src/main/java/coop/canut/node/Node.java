package coop.canut.node;

import coop.canut.node.actor.ActorRoutes;
import coop.canut.node.api.Api;
import coop.canut.node.board.Agreements;
import coop.canut.node.board.Board;
import coop.canut.node.decision.Decisions;
import coop.canut.node.decision.Participation;
import coop.canut.node.decision.Policies;
import coop.canut.node.decision.PolicyInForce;
import coop.canut.node.decision.Statutes;
import coop.canut.node.door.Door;
import coop.canut.node.door.Refusals;
import coop.canut.node.fediverse.Fediverse;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.ledger.Pay;
import coop.canut.node.mail.Addresses;
import coop.canut.node.mail.Letters;
import coop.canut.node.member.Bylaws;
import coop.canut.node.member.Members;
import coop.canut.node.member.People;
import coop.canut.node.member.Sessions;
import coop.canut.node.member.SignInLetters;
import coop.canut.node.member.Takeaway;
import coop.canut.node.peer.PeerLists;
import coop.canut.node.peer.Peers;
import coop.canut.node.peer.Stating;
import coop.canut.node.peer.Ties;
import coop.canut.node.post.Outbox;
import coop.canut.node.post.Post;
import coop.canut.node.publish.Contents;
import coop.canut.node.publish.Drafts;
import coop.canut.node.publish.Erasures;
import coop.canut.node.publish.Exports;
import coop.canut.node.publish.Items;
import coop.canut.node.publish.Leases;
import coop.canut.node.publish.Listings;
import coop.canut.node.publish.Submissions;
import coop.canut.node.publish.Terms;
import coop.canut.node.quota.Quotas;
import coop.canut.node.start.Start;
import coop.canut.node.store.Migrations;
import coop.canut.node.store.Store;
import coop.canut.node.work.Claims;
import coop.canut.node.work.Files;
import coop.canut.node.work.Keepsake;
import coop.canut.node.work.Measures;
import coop.canut.node.work.Pseudonyms;
import coop.canut.node.work.Receipts;
import coop.canut.node.work.Reviews;
import coop.canut.node.work.Stock;
import coop.canut.node.work.Tasks;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One node: all its rooms, wired, and their life from start to stop. It decides nothing. */
public final class Node {

    /** Of this program, as NodeInfo and the command line say it. */
    public static final String VERSION = "0.1.0";

    private final World world;
    private final NodeConfig config;
    private final Identity identity;
    private final Store store;
    private final Outbox outbox;
    private final Refusals refusals;
    private final Peers peers;
    private final Policies policies;
    private final Quotas quotas;
    private final Post post;
    private final Letters letters;
    private final Addresses addresses;
    private final Members members;
    private final People people;
    private final Sessions sessions;
    private final SignInLetters signInLetters;
    private final Ledger ledger;
    private final Decisions decisions;
    private final Items items;
    private final Drafts drafts;
    private final Contents contents;
    private final Leases leases;
    private final Listings listings;
    private final Erasures erasures;
    private final Submissions submissions;
    private final coop.canut.node.publish.Reviews given;
    private final MoneyRooms money;
    private final Exports exports;
    private final Pseudonyms names;
    private final Board board;
    private final Files files;
    private final Stock stock;
    private final Claims claims;
    private final Tasks tasks;
    private final Reviews heard;
    private final Receipts receipts;
    private final Pay pay;
    private final Takeaway takeaway;
    private final Deadlines deadlines;
    private final Face face;
    private Optional<Fediverse> fediverse = Optional.empty();
    private Door door;
    private Runnable faceEnds = () -> { };

    private Node(World world, NodeConfig config, Identity identity, Store store, Face face) {
        Host self = config.host();
        this.world = world;
        this.config = config;
        this.identity = identity;
        this.store = store;
        this.face = face;
        outbox = new Outbox(self);
        refusals = new Refusals(world);
        peers = new Peers(world, self, store, outbox);
        policies = new Policies(world, self, store);
        quotas = new Quotas(world);
        post = new Post(world, store, identity, peers, outbox, refusals, quotas);
        peers.attach(post);
        letters = new Letters(world, config, store, identity.pseudonymKey());
        addresses = new Addresses(world, store, letters);
        peers.leaveToVotes(() -> policies.folded().statutes().people().peers() == Statutes.Who.VOTE);
        Bylaws bylaws = new ByStatutes(policies);
        members = new Members(world, self, store, bylaws);
        people = People.of(world, self, store, bylaws, letters, addresses);
        sessions = new Sessions(world, store, addresses::reached);
        signInLetters = new SignInLetters(world, store, letters, addresses);
        ledger = new Ledger(world, store);
        decisions = new Decisions(world, self, store, outbox, policies,
            new Enacting(people, ledger, new Stating(self, outbox, post, peers)), letters);

        Terms terms = Terms.of(peers, policies, post, people.requesters());
        items = new Items(world, store);
        drafts = new Drafts(world, store);
        contents = new Contents(store);
        leases = new Leases(world, self, store, outbox, terms);
        listings = new Listings(world, self, store, outbox, ledger, terms, leases);
        erasures = new Erasures(world, self, store, outbox, post.tombstones());
        submissions = new Submissions(world, self, leases);
        given = new coop.canut.node.publish.Reviews(world, self, store, outbox, ledger, post::unsettled);
        money = MoneyRooms.of(world, self, store, outbox, ledger, sessions, letters);
        exports = new Exports(store);

        Agreements agreements = agreements(self, post, peers, policies);
        names = new Pseudonyms(identity.pseudonymKey().reveal());
        board = new Board(world, self, store, agreements);
        files = new Files(world, self, store, post.calls()::get, hash -> contents.read(hash).map(Contents.Stored::data));
        stock = new Stock(world, self, store, outbox, agreements, files);
        claims = new Claims(world, store, outbox, board, stock, names);
        tasks = new Tasks(world, store, board);
        heard = new Reviews(world, self, ledger, names);
        receipts = new Receipts(world, self, store, () -> identity.node(world.now()));
        pay = new Pay(store);
        takeaway = new Takeaway(store, people, sessions, List.of(new Keepsake(store, receipts), pay,
            new Participation(store)));
        deadlines = new Deadlines(world, post::recovering, List.of(listings::tick, leases::tick, given::tick,
            money.given()::tick, money.invoices()::tick, () -> stock.tick().mapEmpty(), files::tick,
            new Measures(store)::tick, sessions::tick, people::tick, decisions::tick, letters::tick, addresses::tick, post::tick,
            post.forks()::tick, post.witnesses()::tick, board::tick,
            () -> fediverse.map(Fediverse::tick).orElse(Future.succeededFuture())));
    }

    /**
     * Starts a node: brings its database forward, founds it at the first start, listens, and begins to carry messages. To be
     * called on the world's own thread.
     *
     * @param face its pages, or {@link Face#NONE}
     * @return the node once it answers; a {@link CannotStart} says what a person has to change
     */
    public static Future<Node> start(Vertx vertx, World world, NodeConfig config, Identity identity, Face face) {
        return start(vertx, world, config, identity, face, Store.open(vertx, config.database()));
    }

    /** The same on a store that was opened for it, and that it closes when it stops. */
    public static Future<Node> start(Vertx vertx, World world, NodeConfig config, Identity identity, Face face, Store store) {
        var node = new Node(world, config, identity, store, face);
        return node.open(vertx).recover(failed -> node.stop().transform(stopped -> Future.failedFuture(failed)));
    }

    private Future<Node> open(Vertx vertx) {
        return Migrations.apply(store)
            .compose(migrated -> peers.load())
            .compose(loaded -> {
                peers.keys(config.host()).ifPresent(identity::follow);
                return new Founding(world, config, identity, store, outbox).found();
            })
            .compose(founded -> policies.load())
            .compose(loaded -> post.witnesses().load())
            .compose(loaded -> {
                listen();
                return post.sealFirst();
            })
            .compose(sealed -> policies.load())
            .compose(loaded -> peers.load())
            .compose(loaded -> config.fediverse() ? openFediverse() : Future.succeededFuture())
            .compose(loaded -> {
                identity.requireSigners(world.now());
                return Door.open(vertx, config.bind(), config.port(), router(vertx), refusals);
            })
            .compose(opened -> {
                door = opened;
                // Peers that start at the same time ask us what we ask them, so we answer already.
                return post.recover();
            })
            .compose(recovered -> post.sealAll())
            .compose(sealed -> requireOneStory())
            .compose(sealed -> peers.load())
            .compose(loaded -> letters.start(vertx, port()))
            .map(loaded -> {
                post.start();
                deadlines.start();
                return this;
            });
    }

    /** A node whose log says other rules than its members decided does not know its own rules. */
    private Future<Void> requireOneStory() {
        return policies.load().compose(loaded -> policies.disagreement()).map(found -> {
            found.ifPresent(sentence -> {
                throw new CannotStart("The policy in the log is not what the decisions come to: " + sentence
                    + "; run `canut fsck` and restore a backup of before it.");
            });
            return null;
        });
    }

    private Future<Void> openFediverse() {
        return world.compute(() -> BoardKeys.readOrMake(config.keys(), world::random)).map(keys -> {
            fediverse = Optional.of(new Fediverse(world, config, store, keys.proof(), keys.request(), refusals,
                quotas));
            return null;
        });
    }

    /** Which room hears which kind of message. */
    private void listen() {
        post.receive(Kind.KEYS_STATED, peers::keysStated);
        post.receive(Kind.PEERING_STATED, peers::stated);
        post.receive(Kind.FORK_SHOWN, post.forks().shown());
        post.receive(Kind.CONTENT_ERASED, post.tombstones().erased(board.erased()));
        post.receive(Kind.CREDIT_STATED, peers::credited);
        post.receive(Kind.POLICY_ENACTED, policies::enacted);
        post.receive(Kind.LISTING_PUBLISHED, board.published());
        post.receive(Kind.LISTING_STATE_CHANGED, board.stateChanged());
        post.receive(Kind.SLOTS_REQUESTED, leases.requested());
        post.receive(Kind.SLOTS_RETURNED, leases.returned());
        post.receive(Kind.CLAIMS_DECLINED, submissions.declined());
        post.receive(Kind.WORK_SUBMITTED, submissions.submitted());
        post.receive(Kind.SLOTS_GRANTED, stock.granted());
        post.receive(Kind.SLOTS_REFUSED, stock.refused());
        post.receive(Kind.SLOTS_RECALLED, stock.recalled());
        post.receive(Kind.WORK_ACCEPTED, heard.accepted());
        post.receive(Kind.REJECTION_PROPOSED, heard.rejectionProposed());
        post.receive(Kind.BONUS_GRANTED, money.got().granted());
        post.receive(Kind.RECEIPT_ISSUED, receipts.issued());
        regain();
    }

    /** Which room takes in again what we had said and a backup did not know. */
    private void regain() {
        var published = new coop.canut.node.publish.Regained(world, config.host(), outbox, ledger);
        post.regain(Kind.LISTING_PUBLISHED, published.published());
        post.regain(Kind.LISTING_STATE_CHANGED, published.stateChanged());
        post.regain(Kind.SLOTS_GRANTED, published.granted());
        post.regain(Kind.SLOTS_REFUSED, published.refused());
        post.regain(Kind.SLOTS_RECALLED, published.recalled());
        post.regain(Kind.WORK_ACCEPTED, published.accepted());
        post.salvage(Kind.WORK_ACCEPTED, published.acceptedOfLost());
        post.regain(Kind.REJECTION_PROPOSED, published.rejectionProposed());
        post.regain(Kind.BONUS_GRANTED, money.given().regained());
        post.salvage(Kind.BONUS_GRANTED, money.given().regainedOfLost());
        post.regain(Kind.RECEIPT_ISSUED, published.receiptIssued());
        var worked = new coop.canut.node.work.Regained(names);
        post.regain(Kind.SLOTS_REQUESTED, worked.requested());
        post.regain(Kind.SLOTS_RETURNED, worked.returned());
        post.regain(Kind.WORK_SUBMITTED, worked.submitted());
        post.regain(Kind.CLAIMS_DECLINED, worked.declined());
        post.regain(Kind.PEERING_STATED, peers.stateRegained());
        post.regain(Kind.CREDIT_STATED, peers.creditRegained());
    }

    private Router router(Vertx vertx) {
        Router router = Door.router(vertx, refusals);
        router.get("/livez").handler(context -> context.response().end("alive\n"));
        router.get("/readyz").handler(context -> store.run("select 1")
            .onSuccess(answered -> context.response().end("ready\n"))
            .onFailure(error -> refusals.answer(context.response(), error)));
        post.mount(router);
        post.serve(router, "/canut/1/content/:sha256", (peer, path) ->
            contents.readFor(peer, Hash.of(path.get("sha256"))).map(Contents.Stored::data));
        new ActorRoutes(config, world, peers, policies, board, post, refusals, quotas, resource ->
            fediverse.flatMap(found -> found.found(resource))).mount(router);
        fediverse.ifPresent(found -> found.mount(router));
        Rooms rooms = rooms();
        new Api(rooms).mount(router);
        faceEnds = face.mount(router, rooms);
        return router;
    }

    private Rooms rooms() {
        return new Rooms(world, config, refusals, quotas, members, people, takeaway, sessions, signInLetters, letters,
            addresses, new Start(world, config.host(), store), ledger, pay, money,
            peers, new Ties(world, store, peers), new PeerLists(world, config.host(), store, peers), policies, decisions,
            items, drafts, listings, given, exports, contents, board, claims, tasks, files, receipts, erasures, post.forks(),
            post.witnesses(), fediverse,
            post::recovering);
    }

    /** The port that it answers on. */
    public int port() {
        return door.port();
    }

    /** Where its rooms say what they have to say, for whoever starts it: a test says something without a requester. */
    Outbox outbox() {
        return outbox;
    }

    /** The node's peers, for whoever starts it: a test states a level without a steward. */
    Peers peers() {
        return peers;
    }

    /** Whether it takes what its peers send: each was asked first what we had said to it. For whoever starts it. */
    boolean hears() {
        return peers.readers().stream().allMatch(post::knows);
    }

    /** Finishes what is in flight and closes everything. What is not finished is found again at the next start. */
    public Future<Void> stop() {
        deadlines.stop();
        fediverse.ifPresent(Fediverse::stop);
        faceEnds.run();
        return (door == null ? Future.<Void>succeededFuture() : door.close())
            .transform(closed -> post.stop())
            .transform(stopped -> letters.stop())
            .transform(stopped -> store.close());
    }

    private static Agreements agreements(Host self, Post post, Peers peers, Policies policies) {
        return new Agreements() {
            @Override
            public Level level(Host host) {
                // Whoever has not shown what we had said to it gets nothing new: it might be what it has already.
                return post.unsettled().contains(host) ? peers.level(host).lower(Level.LIMITED) : peers.level(host);
            }

            @Override
            public boolean clocksAgree(Host host) {
                return post.clocksAgree(host);
            }

            @Override
            public boolean isWitnessed(Host host) {
                return host.equals(self) || post.witnesses().haveCompared(host);
            }

            @Override
            public Set<Host> hosts() {
                return peers.known();
            }

            @Override
            public Optional<List<Money>> floors(Host host) {
                return policies.of(host).map(PolicyInForce::policy).map(policy -> policy.payFloor());
            }
        };
    }
}
