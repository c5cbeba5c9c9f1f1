package coop.canut.node.api;

import coop.canut.node.Identity;
import coop.canut.node.MoneyRooms;
import coop.canut.node.NodeConfig;
import coop.canut.node.Rooms;
import coop.canut.node.Secret;
import coop.canut.node.TestWorld;
import coop.canut.node.board.Agreements;
import coop.canut.node.board.Board;
import coop.canut.node.decision.Policies;
import coop.canut.node.door.Door;
import coop.canut.node.door.Refusals;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.ledger.Pay;
import coop.canut.node.member.Bylaws;
import coop.canut.node.mail.Addresses;
import coop.canut.node.mail.Letters;
import coop.canut.node.member.Members;
import coop.canut.node.member.People;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.member.Sessions;
import coop.canut.node.member.SignInLetters;
import coop.canut.node.member.Takeaway;
import coop.canut.node.peer.PeerLists;
import coop.canut.node.peer.Peers;
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
import coop.canut.node.publish.Reviews;
import coop.canut.node.publish.Submissions;
import coop.canut.node.publish.Terms;
import coop.canut.node.quota.Quotas;
import coop.canut.node.start.Start;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.node.work.Claims;
import coop.canut.node.work.Files;
import coop.canut.node.work.Pseudonyms;
import coop.canut.node.work.Receipts;
import coop.canut.node.work.Stock;
import coop.canut.node.work.Tasks;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.sign.SigningKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One node whose API is reached over HTTP: real rooms, a real post that carries to nobody but itself, a database of its own,
 * and one person for each role.
 */
final class Reachable implements AutoCloseable {

    static final Host SELF = Host.of("lyon.example");
    static final String JSON = "application/json";
    private static final long SECONDS = 30;

    final TestWorld world = new TestWorld(1);
    final Store store;
    final Router router;
    final Requester requester;
    final Ledger ledger;
    private final Vertx vertx = Vertx.vertx();
    private final Post post;
    private final Door door;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Role, String> tokens = new EnumMap<>(Role.class);

    Reachable() {
        store = Store.open(vertx, TestDatabase.fresh());
        var identity = new Identity(SELF, key("node"), key("log"), key("witness"), Secret.of(new byte[32]),
            key("recovery").key());
        var outbox = new Outbox(SELF);
        var refusals = new Refusals(world);
        var members = new Members(world, SELF, store);
        People people = People.of(world, SELF, store, Bylaws.FOUNDING);
        var policies = new Policies(world, SELF, store);
        var peers = new Peers(world, SELF, store, outbox);
        post = new Post(world, store, identity, peers, outbox, refusals, new Quotas(world));
        peers.attach(post);
        ledger = new Ledger(world, store);
        var terms = Terms.of(peers, policies, post, people.requesters());
        var leases = new Leases(world, SELF, store, outbox, terms);
        var submissions = new Submissions(world, SELF, leases);
        var agreements = agreements(peers, policies);
        var board = new Board(world, SELF, store, agreements);
        var contents = new Contents(store);
        var files = new Files(world, SELF, store, (host, path, max) -> Future.failedFuture("nobody is there"),
            hash -> contents.read(hash).map(Contents.Stored::data));
        var stock = new Stock(world, SELF, store, outbox, agreements, files);
        var names = new Pseudonyms(new byte[32]);
        var worked = new coop.canut.node.work.Reviews(world, SELF, ledger, names);
        var receipts = new Receipts(world, SELF, store, () -> identity.node(world.now()));
        post.receive(Kind.POLICY_ENACTED, policies::enacted);
        post.receive(Kind.PEERING_STATED, peers::stated);
        post.receive(Kind.LISTING_PUBLISHED, board.published());
        post.receive(Kind.LISTING_STATE_CHANGED, board.stateChanged());
        post.receive(Kind.CONTENT_ERASED, post.tombstones().erased(board.erased()));
        post.receive(Kind.SLOTS_REQUESTED, leases.requested());
        post.receive(Kind.SLOTS_RETURNED, leases.returned());
        post.receive(Kind.SLOTS_GRANTED, stock.granted());
        post.receive(Kind.SLOTS_REFUSED, stock.refused());
        post.receive(Kind.SLOTS_RECALLED, stock.recalled());
        post.receive(Kind.WORK_SUBMITTED, submissions.submitted());
        post.receive(Kind.CLAIMS_DECLINED, submissions.declined());
        post.receive(Kind.WORK_ACCEPTED, worked.accepted());
        post.receive(Kind.REJECTION_PROPOSED, worked.rejectionProposed());
        post.receive(Kind.RECEIPT_ISSUED, receipts.issued());
        get(store.write(tx -> outbox.publish(tx, world.second(), new PolicyEnacted(1, Hash.ZERO, "founding",
            List.of(Money.of(1_000, "EUR")), 100, 10, List.of(0L, 0L, 0L, 0L, 0L), List.of(0L, 0L, 0L, 0L, 0L), 14,
            "warn"))));
        get(post.sealAll());
        post.start();
        awaitOwnChannel();
        requester = get(members.admitRequester(null, "Museum", "FR", "SIREN 1"));
        for (Role role : Role.values()) {
            tokens.put(role, get(members.admit(null, role.code(), Set.of(role),
                role == Role.REQUESTER ? requester.id() : null)).token().revealText());
        }
        router = Door.router(vertx, refusals);
        var listings = new Listings(world, SELF, store, outbox, ledger, terms, leases);
        var founding = new NodeConfig.Founding(List.of(Money.of(1_000, "EUR")), 100, 10, List.of(0L, 0L, 0L, 0L, 0L),
            List.of(0L, 0L, 0L, 0L, 0L), 14, "warn");
        var config = new NodeConfig(SELF, "Lyon", "127.0.0.1", 0, null, null, Map.of(), founding, false);
        var sessions = new Sessions(world, store);
        var letters = new Letters(world, config, store, Secret.of(new byte[32]));
        var addresses = new Addresses(world, store, letters);
        new Api(new Rooms(world, config, refusals, new Quotas(world), members, people,
            new Takeaway(store, people, sessions, List.of()), sessions,
            new SignInLetters(world, store, letters, addresses), letters, addresses, new Start(world, SELF, store),
            ledger, new Pay(store), MoneyRooms.of(world, SELF, store, outbox, ledger, sessions), peers,
            new Ties(world, store, peers), new PeerLists(world, SELF, store, peers), policies, null,
            new Items(world, store), new Drafts(world, store), listings,
            new Reviews(world, SELF, store, outbox, ledger, Set::of), new Exports(store), contents,
            board, new Claims(world, store, outbox, board, stock, names), new Tasks(world, store, board), files, receipts,
            new Erasures(world, SELF, store, outbox, post.tombstones()), post.forks(), post.witnesses(),
            Optional.empty(), () -> false)).mount(router);
        door = get(Door.open(vertx, "127.0.0.1", 0, router, refusals));
    }

    private static Agreements agreements(Peers peers, Policies policies) {
        return new Agreements() {
            @Override
            public Level level(Host host) {
                return peers.level(host);
            }

            @Override
            public boolean isWitnessed(Host host) {
                return true;
            }

            @Override
            public boolean clocksAgree(Host host) {
                return true;
            }

            @Override
            public Set<Host> hosts() {
                return Set.of(SELF);
            }

            @Override
            public Optional<List<Money>> floors(Host host) {
                return policies.of(host).map(inForce -> inForce.policy().payFloor());
            }
        };
    }

    private static SigningKey key(String seed) {
        return SigningKey.fromSeed(Hash.sha256(("reachable " + seed).getBytes(StandardCharsets.UTF_8)).bytes());
    }

    @Override
    public void close() {
        http.close();
        get(door.close());
        get(post.stop());
        get(store.close());
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The token of the person with this role. */
    String token(Role role) {
        return tokens.get(role);
    }

    /** What came back. */
    record Answer(int status, HttpHeaders headers, String body) {

        Json.Obj json() {
            return (Json.Obj) Json.read(body.getBytes(StandardCharsets.UTF_8), JsonLimits.API);
        }

        /** A member that is a string, or null. */
        String text(String member) {
            return json().get(member) instanceof Json.Text(String text) ? text : null;
        }

        /** Status, code and field of a refusal, as in {@code 422 field-wrong title}. */
        String refusal() {
            return status + " " + text("problem") + (text("field") == null ? "" : " " + text("field"));
        }
    }

    Answer get(Role role, String path) {
        return send("GET", path, token(role), null, new byte[0]);
    }

    Answer post(Role role, String path, String json) {
        return send("POST", path, token(role), JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    Answer put(Role role, String path, String json) {
        return send("PUT", path, token(role), JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    /** A request to a path below the API's root; {@code token} and {@code type} may be null. */
    Answer send(String method, String path, String token, String type, byte[] body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + Gate.ROOT + path))
            .timeout(Duration.ofSeconds(SECONDS))
            .method(method, body.length == 0 && type == null ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (type != null) {
            request.header("Content-Type", type);
        }
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends these very bytes, and gives the first line of what comes back. */
    String raw(String request) {
        return raw(request, '\r');
    }

    /** Sends these very bytes, and gives all that comes back until the node closes the connection. */
    String rawToTheEnd(String request) {
        return raw(request, -1);
    }

    private String raw(String request, int end) {
        try (var socket = new Socket("127.0.0.1", door.port())) {
            socket.setSoTimeout((int) Duration.ofSeconds(SECONDS).toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var text = new StringBuilder();
            for (int b = socket.getInputStream().read(); b >= 0 && b != end; b = socket.getInputStream().read()) {
                text.append((char) b);
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The post opens the channel to ourselves when it starts; no test of what is stored should see that happen. */
    private void awaitOwnChannel() {
        while (rows().get("channel") == 0) {
            Thread.onSpinWait();
        }
    }

    /** How many rows every table has. */
    Map<String, Long> rows() {
        Map<String, Long> rows = new TreeMap<>();
        for (Row table : get(store.run("""
            select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"""))) {
            String name = table.getString("relname");
            rows.put(name, get(store.run("select count(*) from \"" + name + "\"")).iterator().next().getLong(0));
        }
        return rows;
    }

    void deposit(long cents) {
        post(Role.TREASURER, "deposits", "{\"requester\":\"" + requester.id() + "\",\"amount\":{\"amount\":" + cents
            + ",\"currency\":\"EUR\"},\"reference\":\"" + world.newId() + "\"}");
    }

    /** Uploads some reviews and gives the id of the set. */
    String upload(int rows) {
        var text = new StringBuilder("review,gold\r\n");
        for (int i = 1; i <= rows; i++) {
            text.append("\"Review ").append(i).append("\",").append(i % 2).append("\r\n");
        }
        return upload(text.toString().getBytes(StandardCharsets.UTF_8)).text("items");
    }

    Answer upload(byte[] csv) {
        return send("POST", "items?column=review", token(Role.REQUESTER), "text/csv", csv);
    }

    /** A draft of a listing, 40 cents for two minutes, as a script would write it. */
    String draft(String items) {
        return """
            {"title":"Reviews","instructions":"Read and choose.","template":{"kind":"choice",
             "show":[{"name":"review","as":"text"}],"ask":"How does it sound?",
             "choices":[{"value":"1","label":"Content"},{"value":"0","label":"Annoyed"}]},
             "items":"%s","answersPerUnit":1,"price":{"amount":40,"currency":"EUR"},"estimatedSeconds":120,
             "endUse":"To learn what visitors think.","signedBy":"Anne Dubois",
             "categories":[{"category":"text","severity":0}],"languages":["fr"],"skills":["reading"],
             "machineHelp":"none","deadline":"2026-12-24T18:00:00Z"}""".formatted(items);
    }

    /** An id that nothing has. */
    Id nothing() {
        return world.newId();
    }
}
