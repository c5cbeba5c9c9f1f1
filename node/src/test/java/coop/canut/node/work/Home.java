package coop.canut.node.work;

import coop.canut.node.TestWorld;
import coop.canut.node.board.Agreements;
import coop.canut.node.board.Board;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.post.Outbox;
import coop.canut.node.post.Received;
import coop.canut.node.post.Receiver;
import coop.canut.node.post.Verdict;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.message.ListingMessage.EndUse;
import coop.canut.protocol.message.ListingMessage.Identity;
import coop.canut.protocol.message.ListingMessage.Pay;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.Work;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.message.WorkMessage.GrantedSlot;
import coop.canut.protocol.message.WorkMessage.SlotsGranted;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.sign.SigningKey;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.LeaseTimes;
import coop.canut.protocol.work.Template;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * The members' side of one node on a database of its own, with nobody carrying its messages: what it says is read from its
 * outbox, and what it hears is said by the test, in the name of whatever host.
 */
public final class Home implements AutoCloseable {

    public static final Host SELF = Host.of("bologna.example");
    public static final Host LYON = Host.of("lyon.example");
    public static final Host NAIROBI = Host.of("nairobi.example");
    /** How long a test waits for the database before it fails. */
    private static final long SECONDS = 20;

    public final TestWorld world = new TestWorld(1);
    public final Map<Host, Level> levels = new HashMap<>(Map.of(SELF, Level.CLAIM, LYON, Level.CLAIM, NAIROBI, Level.CLAIM));
    public final Set<Host> skewed = new HashSet<>();
    public final Map<Host, List<Money>> floors = new HashMap<>(Map.of(
        SELF, List.of(Money.of(900, "EUR")), LYON, List.of(Money.of(1_000, "EUR")), NAIROBI, List.of(Money.of(800, "EUR"))));
    public final Map<String, Future<Buffer>> peerFiles = new HashMap<>();
    public final Store store;
    public final Outbox outbox = new Outbox(SELF);
    public final Agreements agreements;
    public final Board board;
    public final Files files;
    public final Stock stock;
    public final Claims claims;
    public final Tasks tasks;
    public final Ledger ledger;
    public final Bonuses bonuses;
    public final Reviews reviews;
    public final Receipts receipts;
    public final Measures measures;
    public final SigningKey nodeKey = key(SELF.toString());
    private final Vertx vertx = Vertx.vertx();
    private int names;

    public Home() {
        store = Store.open(vertx, TestDatabase.fresh());
        agreements = new Agreements() {
            @Override
            public Level level(Host host) {
                return levels.getOrDefault(host, Level.ENDED);
            }

            @Override
            public boolean isWitnessed(Host host) {
                return true;
            }

            @Override
            public boolean clocksAgree(Host host) {
                return !skewed.contains(host);
            }

            @Override
            public Set<Host> hosts() {
                return levels.keySet();
            }

            @Override
            public Optional<List<Money>> floors(Host host) {
                return Optional.ofNullable(floors.get(host));
            }
        };
        var names = new Pseudonyms(new byte[32]);
        board = new Board(world, SELF, store, agreements);
        files = new Files(world, SELF, store, (host, path, max) -> peerFiles.getOrDefault(host + path,
            Future.failedFuture("no such file")), hash -> Future.succeededFuture(Buffer.buffer("own " + hash)));
        stock = new Stock(world, SELF, store, outbox, agreements, files);
        claims = new Claims(world, store, outbox, board, stock, names);
        tasks = new Tasks(world, store, board);
        ledger = new Ledger(world, store);
        reviews = new Reviews(world, SELF, ledger, names);
        bonuses = new Bonuses(world, SELF, store, ledger);
        receipts = new Receipts(world, SELF, store, () -> nodeKey);
        measures = new Measures(store);
    }

    /** The result of a future; what it failed with is thrown. */
    public static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException runtime ? runtime : new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException("no answer", e);
        }
    }

    /** What a future was refused with. */
    public static Problem problem(Future<?> future) {
        try {
            return Problem.valueOf("no refusal but " + get(future));
        } catch (Refused refused) {
            return refused.problem();
        }
    }

    /** A host says something; what became of it. Null: applied. */
    public <M extends Message> Problem hear(Receiver<M> receiver, Host from, M message) {
        return hear(receiver, from, List.of(message)).getFirst().problem();
    }

    /** A host says several things of one kind in a row. */
    public <M extends Message> List<Verdict> hear(Receiver<M> receiver, Host from, List<M> messages) {
        List<Received<M>> run = messages.stream().map(message -> {
            Signed signed = signed(from, message, world.second());
            return new Received<>(message, signed.envelope().id(), signed.envelope().published(), signed.wire(),
                signed.hash());
        }).toList();
        return get(store.write(tx -> receiver.receive(tx, from, run).compose(verdicts -> keep(tx, from, run)
            .map(verdicts))));
    }

    /** As the post does: public messages are kept in the log's table. */
    private <M extends Message> Future<Void> keep(Tx tx, Host from, List<Received<M>> run) {
        Future<Void> done = Future.succeededFuture();
        for (Received<M> next : run) {
            if (next.message().kind().stream() == Stream.LOG) {
                done = done.compose(before -> tx.run("""
                        insert into log (host, frontier, root) values ($1, '', '') on conflict do nothing""",
                    Tuple.of(from.toString()))).compose(before -> tx.run("""
                        insert into log_entry (host, epoch, index, id, kind, hash, message)
                        select $1, 1, count(*), $2, $3, $4, $5 from log_entry where host = $1
                        on conflict do nothing""", Tuple.of(from.toString(), next.id().toString(),
                    next.message().kind().code(), Buffer.buffer(next.hash().bytes()), Buffer.buffer(next.wire()))))
                    .mapEmpty();
            }
        }
        return done;
    }

    /** A message as that host signs it. */
    public static Signed signed(Host from, Message message, Instant published) {
        boolean numbered = message.kind().stream() == Stream.CHANNEL;
        return Codec.sign(Envelope.of(from, published, numbered ? SELF : null,
            numbered ? new ChannelPosition(1, 1, Hash.ZERO) : null, message), key(from.toString()), published);
    }

    public static SigningKey key(String seed) {
        return SigningKey.fromSeed(Hash.sha256(("home test " + seed).getBytes(StandardCharsets.UTF_8)).bytes());
    }

    /** What this node said and nobody carried yet, of one kind, in order. */
    public <M extends Message> List<M> said(Class<M> type) {
        List<M> messages = new ArrayList<>();
        for (Row row : get(store.run("select kind, object from outbox order by row_number"))) {
            Message message = Codec.message(Kind.of(row.getString("kind")),
                Json.readCanonical(row.getString("object").getBytes(StandardCharsets.UTF_8)));
            if (type.isInstance(message)) {
                messages.add(type.cast(message));
            }
        }
        return messages;
    }

    /** Forgets what was said. */
    public void carried() {
        get(store.run("delete from outbox"));
    }

    /** A number that a statement gives. */
    public long count(String statement) {
        return get(store.run(statement)).iterator().next().getLong(0);
    }

    /** A new member with the role of a worker. */
    public Person worker(String name) {
        return new Person(world.newId(), name, Set.of(Role.WORKER));
    }

    /** A listing that pays 40 cents for 60 seconds: 24 euros an hour. */
    public Published listing(Host host) {
        Id id = Id.derived("listing", host, "test", "listing " + names++, TestWorld.START);
        ObjectUrl requester = new ObjectUrl(Noun.REQUESTER, host, Id.derived("requester", host, "test", "r", TestWorld.START));
        Template template = new ChoiceTemplate(List.of(new Template.Shown("photo", Template.As.TEXT)), "What is on it?",
            List.of(new ChoiceTemplate.Choice("cat", "A cat"), new ChoiceTemplate.Choice("dog", "A dog")));
        return new Published(new ObjectUrl(Noun.LISTING, host, id), 1, requester,
            new Identity("Soieries SA", "FR", "RCS Lyon 123"), "Cats and dogs", "Look and choose.",
            new EndUse("A catalogue of animals", "A. Jacquard", TestWorld.START), List.of(new Category("animals", 1)),
            List.of("en"), List.of("sorting"), "new", List.of(), "none",
            new Work(100, 3, 60, 600, 3_600, template.opaque()), new Pay(Money.of(40, "EUR"), 3_600),
            TestWorld.START.plus(Duration.ofDays(7)), new PolicyRef(1, Hash.ZERO));
    }

    /** Puts a listing on the board. */
    public ObjectUrl publish(Published listing) {
        Problem problem = hear(board.published(), listing.listing().host(), listing);
        if (problem != null) {
            throw new Refused(problem, "the listing of the test");
        }
        return listing.listing();
    }

    /** A listing of Lyon's with so many slots of so many units in stock. */
    public ObjectUrl stocked(int slots, int units) {
        ObjectUrl url = publish(listing(LYON));
        get(stock.ask(url, List.of()));
        // Tests want more than a first request asks for; how much may be granted is StockTest's.
        get(store.run("update slot_request set slots = 500 where state = 'open'"));
        grant(lastRequest(), slots, units);
        carried();
        return url;
    }

    /** What was asked last. */
    public SlotsRequested lastRequest() {
        return said(SlotsRequested.class).getLast();
    }

    /** The publishing node grants so many slots of so many units for half an hour. */
    public SlotsGranted grant(SlotsRequested request, int slots, int units) {
        List<GrantedSlot> granted = new ArrayList<>();
        for (int i = 0; i < slots; i++) {
            granted.add(slot(request.listing(), i, i % units));
        }
        return grant(request, granted);
    }

    /** The publishing node grants these very slots. */
    public SlotsGranted grant(SlotsRequested request, List<GrantedSlot> slots) {
        SlotsGranted grant = granted(request, slots);
        Problem problem = hear(stock.granted(), request.listing().host(), grant);
        if (problem != null) {
            throw new Refused(problem, "the grant of the test");
        }
        return grant;
    }

    /** The grant of these slots, not heard yet. */
    public SlotsGranted granted(SlotsRequested request, List<GrantedSlot> slots) {
        LeaseTimes times = LeaseTimes.of(world.now(), 1_800, 600, 3_600);
        return new SlotsGranted(request.request(), 1, 1, world.newId(), times.openUntil(), times.until(),
            times.reclaimAt(), slots);
    }

    public static GrantedSlot slot(ObjectUrl listing, int slot, int unit) {
        return new GrantedSlot(id(listing, "slot", slot), id(listing, "unit", unit),
            "{\"photo\":\"number " + unit + "\"}", List.of());
    }

    public static Id id(ObjectUrl listing, String noun, int number) {
        return Id.derived(noun, listing.host(), "test", listing.id() + " " + number, TestWorld.START);
    }

    public static String answer(String choice) {
        return ChoiceTemplate.answer(choice);
    }

    /** The listing with another price, time, audience or whatever. */
    public static Published but(Published listing, UnaryOperator<Parts> change) {
        Parts p = change.apply(new Parts(listing.listing(), listing.revision(), listing.requester(), listing.name(),
            listing.categories(), listing.languages(), listing.audience(), listing.work(), listing.pay()));
        return new Published(p.url, p.revision, p.requester, listing.identity(), p.name, listing.content(), listing.endUse(),
            p.categories, p.languages, listing.skills(), listing.band(), p.audience, listing.machineHelp(), p.work, p.pay,
            listing.deadline(), listing.policy());
    }

    /** The members of a listing that tests change. */
    public record Parts(ObjectUrl url, long revision, ObjectUrl requester, String name, List<Category> categories,
                        List<String> languages, List<Host> audience, Work work, Pay pay) {

        public Parts revision(long other) {
            return new Parts(url, other, requester, name, categories, languages, audience, work, pay);
        }

        public Parts requester(ObjectUrl other) {
            return new Parts(url, revision, other, name, categories, languages, audience, work, pay);
        }

        public Parts name(String other) {
            return new Parts(url, revision, requester, other, categories, languages, audience, work, pay);
        }

        public Parts severity(long other) {
            return new Parts(url, revision, requester, name, List.of(new Category("animals", other)), languages, audience, work,
                pay);
        }

        public Parts language(String other) {
            return new Parts(url, revision, requester, name, categories, List.of(other), audience, work, pay);
        }

        public Parts audience(Host other) {
            return new Parts(url, revision, requester, name, categories, languages, List.of(other), work, pay);
        }

        public Parts template(String other) {
            return new Parts(url, revision, requester, name, categories, languages, audience, new Work(work.units(),
                work.answersPerUnit(), work.estimatedSeconds(), work.claimSeconds(), work.reclaimSeconds(), other), pay);
        }

        public Parts autoAccept(long seconds) {
            return new Parts(url, revision, requester, name, categories, languages, audience, work,
                new Pay(pay.price(), seconds));
        }

        public Parts price(long cents) {
            return new Parts(url, revision, requester, name, categories, languages, audience, work,
                new Pay(Money.of(cents, "EUR"), 3_600));
        }
    }

    @Override
    public void close() {
        get(store.close());
        get(vertx.close());
    }
}
