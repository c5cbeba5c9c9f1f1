package coop.canut.node.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.node.TestWorld;
import coop.canut.node.decision.PolicyInForce;
import coop.canut.node.ledger.Account;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.post.Outbox;
import coop.canut.node.post.Received;
import coop.canut.node.post.Receiver;
import coop.canut.node.post.Verdict;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.message.ListingMessage.Identity;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.message.WorkMessage.GrantedSlot;
import coop.canut.protocol.message.WorkMessage.SlotsGranted;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.SubmissionRules;
import coop.canut.protocol.work.Template;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The publishing side of one node on a database of its own, with nobody carrying its messages: what it says is read from its
 * outbox, and what it hears is said by the test in the name of whatever host.
 */
final class Lyon implements AutoCloseable {

    static final Host SELF = Host.of("lyon.example");
    static final Host BOLOGNA = Host.of("bologna.example");
    static final Host NAIROBI = Host.of("nairobi.example");
    private static final byte[] SECRET = new byte[32];
    private static final long SECONDS = 60;

    final TestWorld world = new TestWorld(1);
    final Map<Host, Level> levels =
        new HashMap<>(Map.of(SELF, Level.CLAIM, BOLOGNA, Level.CLAIM, NAIROBI, Level.CLAIM));
    final Map<Host, Long> credit = new HashMap<>(Map.of(BOLOGNA, 1_000_000L, NAIROBI, 1_000_000L));
    final Store store;
    final Outbox outbox = new Outbox(SELF);
    final Ledger ledger;
    final Items items;
    final Drafts drafts;
    final Contents contents;
    final Leases leases;
    final Listings listings;
    final Submissions submissions;
    final Reviews reviews;
    final Bonuses bonuses;
    final Exports exports;
    Instant lentUnknownSince;
    final Requester requester;
    private final Person treasurer;
    private final Vertx vertx = Vertx.vertx();

    Lyon() {
        store = Store.open(vertx, TestDatabase.fresh());
        ledger = new Ledger(world, store);
        Terms terms = new Terms() {
            @Override
            public Level level(Host peer) {
                return levels.getOrDefault(peer, Level.ENDED);
            }

            @Override
            public Future<Long> creditGivenBy(Tx tx, Host peer, String currency) {
                return Future.succeededFuture(peer.equals(SELF) ? Long.MAX_VALUE : credit.getOrDefault(peer, 0L));
            }

            @Override
            public PolicyInForce policy() {
                return new PolicyInForce(new PolicyEnacted(1, Hash.ZERO, "founding",
                    List.of(Money.of(1_000, "EUR"), Money.of(20_000, "KES")), 100, 10, List.of(0L, 0L, 0L, 0L, 0L),
                    List.of(0L, 0L, 0L, 0L, 0L), 14, "warn"), Hash.sha256("policy".getBytes(StandardCharsets.UTF_8)));
            }

            @Override
            public Instant lentUnknownSince() {
                return lentUnknownSince;
            }

            @Override
            public Future<Void> requireMayPublish(Sql sql, Id requester) {
                return Future.succeededFuture();
            }
        };
        items = new Items(world, store);
        drafts = new Drafts(world, store);
        contents = new Contents(store);
        leases = new Leases(world, SELF, store, outbox, terms);
        listings = new Listings(world, SELF, store, outbox, ledger, terms, leases);
        submissions = new Submissions(world, SELF, leases);
        reviews = new Reviews(world, SELF, store, outbox, ledger, Set::of);
        bonuses = new Bonuses(world, SELF, store, outbox, ledger);
        exports = new Exports(store);
        treasurer = new Person(world.newId(), "Odile", Set.of(Role.TREASURER));
        requester = newRequester("Museum");
    }

    Requester newRequester(String name) {
        Id id = world.newId();
        return new Requester(id, new ObjectUrl(Noun.REQUESTER, SELF, id), new Identity(name, "FR", "SIREN 1"));
    }

    @Override
    public void close() {
        store.close().await();
        vertx.close().await();
    }

    /** The result, or the failure as it is. */
    static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed.getCause());
        } catch (InterruptedException | TimeoutException late) {
            throw new IllegalStateException(late);
        }
    }

    static Refused refused(Future<?> future) {
        return org.junit.jupiter.api.Assertions.assertThrows(Refused.class, () -> get(future));
    }

    void deposit(long cents) {
        get(ledger.deposit(treasurer, requester.url(), Money.of(cents, "EUR"), world.newId().toString()));
    }

    static byte[] csv(int rows) {
        var text = new StringBuilder("review,gold\r\n");
        for (int i = 1; i <= rows; i++) {
            text.append("\"Review ").append(i).append("\",").append(i % 2).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    Id upload(int rows) {
        return get(items.upload(requester, csv(rows), List.of())).id();
    }

    static ChoiceTemplate template(Template.As as) {
        return new ChoiceTemplate(List.of(new Template.Shown("review", as)), "How does it sound?",
            List.of(new ChoiceTemplate.Choice("1", "Content"), new ChoiceTemplate.Choice("0", "Annoyed"),
                new ChoiceTemplate.Choice("-1", "Neither")));
    }

    /** 40 cents for two minutes: 12 EUR an hour, fee 4 cents, fund nothing. */
    Draft draft(Id set, int answersPerUnit, long priceCents) {
        return new Draft("Reviews", "Read and choose.", template(Template.As.TEXT).opaque(), set, Map.of(), answersPerUnit,
            Money.of(priceCents, "EUR"), 120, "To learn what visitors think.", "Anne Dubois",
            List.of(new Category("text", 0)), List.of("fr"), List.of("reading"), "none",
            world.second().plus(Duration.ofDays(7)), 600, 3_600, 86_400, List.of());
    }

    Id publish(int units, int answersPerUnit) {
        return get(listings.publish(requester, draft(upload(units), answersPerUnit, 40))).id();
    }

    /** A funded listing of that shape. */
    Id funded(int units, int answersPerUnit) {
        deposit(44L * units * answersPerUnit);
        return publish(units, answersPerUnit);
    }

    static ObjectUrl url(Id listing) {
        return new ObjectUrl(Noun.LISTING, SELF, listing);
    }

    /** Says messages to this node in one transaction, as the post would. */
    @SafeVarargs
    final <M extends Message> List<Problem> hear(Receiver<M> receiver, Host from, M... messages) {
        List<Received<M>> run = new ArrayList<>();
        for (M message : messages) {
            run.add(received(from, message));
        }
        return get(store.write(tx -> receiver.receive(tx, from, run))).stream().map(Verdict::problem).toList();
    }

    <M extends Message> Received<M> received(Host from, M message) {
        byte[] wire = Codec.object(message).canonical();
        return new Received<>(message, Id.derived("message", from, message.kind().code(), message.cause(), world.second()),
            world.second(), wire, Hash.sha256(wire));
    }

    SlotsRequested request(Id listing, int count, Id... units) {
        return new SlotsRequested(world.newId(), url(listing), 1, count, List.of(units));
    }

    /** All that was said to a host in one kind, as it would travel; and forgets it. */
    <M extends Message> List<M> said(Host to, Kind kind, Class<M> type) {
        List<M> said = new ArrayList<>();
        for (Row row : get(store.run("""
            with gone as (delete from outbox where peer is not distinct from $1 and kind = $2 returning row_number, object)
            select object from gone order by row_number""",
            Tuple.of(to == null ? null : to.toString(), kind.code())))) {
            said.add(type.cast(Codec.message(kind,
                Json.readCanonical(row.getString("object").getBytes(StandardCharsets.UTF_8)))));
        }
        return said;
    }

    record Lent(Id lease, GrantedSlot slot) {
    }

    /** Asks in a host's name and gives what it was lent. */
    List<Lent> lend(Host host, Id listing, int count, Id... units) {
        hear(leases.requested(), host, request(listing, count, units));
        return lent(host);
    }

    List<Lent> lent(Host host) {
        List<Lent> lent = new ArrayList<>();
        for (SlotsGranted granted : said(host, Kind.SLOTS_GRANTED, SlotsGranted.class)) {
            granted.slots().forEach(slot -> lent.add(new Lent(granted.lease(), slot)));
        }
        return lent;
    }

    Submitted answer(Host host, Id listing, Lent lent, int member, String choice) {
        String answer = ChoiceTemplate.answer(choice);
        Id who = Id.of(member, Hash.sha256(host.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 10)
            .getBytes(StandardCharsets.UTF_8));
        return new Submitted(lent.slot().slot(), world.newId(), lent.lease(), url(listing), 1,
            Pseudonym.subject(SECRET, who, SELF), Pseudonym.worker(SECRET, who, requester.url()), 61, "", answer,
            SubmissionRules.hash(answer), List.of());
    }

    /** A host is lent a slot and answers it. */
    Submitted work(Host host, Id listing, int member) {
        Submitted answer = answer(host, listing, lend(host, listing, 1).getFirst(), member, "1");
        assertEquals(java.util.Collections.singletonList(null), hear(submissions.submitted(), host, answer));
        return answer;
    }

    Id answerId(Submitted answer) {
        return AnswerId.of(answer.claim(), world.second());
    }

    long balance(Account account) {
        return get(ledger.balance(store, account, "EUR"));
    }

    long count(String query, Object... parameters) {
        return get(store.run(query, Tuple.wrap(new ArrayList<>(List.of(parameters))))).iterator().next().getLong(0);
    }

    Map<String, Long> states(Id listing) {
        Map<String, Long> states = new HashMap<>();
        get(store.run("select state, count(*) as n from slot where listing = $1 group by state",
            Tuple.of(listing.toString()))).forEach(row -> states.put(row.getString("state"), row.getLong("n")));
        return states;
    }

    /** What must be true at every instant: I-01…I-03, the sum over the states, one live lease per held slot. */
    void checkInvariants() {
        assertEquals(List.of(), get(ledger.check()));
        assertEquals(0, count("""
            select count(*) from listing l where (l.price + l.fee + l.fund) * (select count(*) from slot s
              where s.listing = l.id and s.state not in ('done', 'released'))
              <> (select balance from account a where a.code = 'escrow:' || l.id and a.currency = l.currency)"""),
            "escrow of a listing is what its slots that are not done will cost (I-03)");
        assertEquals(0, count("""
            select count(*) from listing l where l.units * l.answers_per_unit <>
              (select count(*) from slot s where s.listing = l.id)"""));
        assertEquals(0, count("""
            select count(*) from slot s where (s.state in ('leased', 'overdue')) <> exists (
              select from lease_slot ls where ls.slot = s.id and ls.ended is null and ls.lease = s.lease)"""));
        assertEquals(0, count("""
            select count(*) from slot s where (s.state in ('submitted', 'done')) <> exists (
              select from submission a where a.slot = s.id and a.basis = 'answer' and not a.extra)"""));
    }
}
