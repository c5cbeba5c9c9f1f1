package coop.canut.node;

import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.publish.Draft;
import coop.canut.node.work.Claim;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.Template;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Two whole nodes that are peers: Lyon, where the museum has texts read, and Bologna, where Ada reads them. Each lets the
 * other in, and Bologna lets Lyon owe it.
 */
public final class Neighbours implements AutoCloseable {

    /** The node that publishes. */
    public static final Host LYON = RunningNode.HOST;
    /** The node whose members work. */
    public static final Host BOLOGNA = Host.of("bologna.localhost");
    /** Of one answer. */
    public static final Money PRICE = Money.of(25, "EUR");

    private final Vertx vertx = Vertx.vertx();
    private final Rooms[] rooms = new Rooms[2];
    public final RunningNode lyon;
    public final RunningNode bologna;
    public final Requester museum;
    public final Person ada;

    /** Starts both, with their keys in this folder, and makes them peers. */
    public Neighbours(Path folder) {
        Map<Host, InetSocketAddress> book = Map.of(LYON, free(), BOLOGNA, free());
        lyon = RunningNode.start(vertx, LYON, book.get(LYON).getPort(), folder.resolve("lyon"), book, keeping(0));
        bologna = RunningNode.start(vertx, BOLOGNA, book.get(BOLOGNA).getPort(), folder.resolve("bologna"), book, keeping(1));
        lyon.say(BOLOGNA, Level.CLAIM);
        bologna.say(LYON, Level.CLAIM);
        bologna.peers(peers -> peers.credit(LYON, Money.of(5_000, "EUR")));
        settle();
        RunningNode.until("each knows how the other stands", () ->
            lyon.peers(peers -> peers.peer(BOLOGNA)).holds() == Level.CLAIM
                && bologna.peers(peers -> peers.peer(LYON)).holds() == Level.CLAIM
                && !lyon.peers(peers -> peers.peer(BOLOGNA)).received().isEmpty());
        museum = get(() -> lyon().members().admitRequester(null, "Museum", "FR", "SIREN 1"));
        ada = get(() -> bologna().members().admit(null, "Ada", Set.of(Role.WORKER), null)).person();
    }

    private Face keeping(int node) {
        return (router, all) -> {
            rooms[node] = all;
            return () -> { };
        };
    }

    private static InetSocketAddress free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress("127.0.0.1", socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The use cases of Lyon. */
    public Rooms lyon() {
        return rooms[0];
    }

    /** The use cases of Bologna. */
    public Rooms bologna() {
        return rooms[1];
    }

    /** The result of a use case. */
    public static <T> T get(Supplier<Future<T>> work) {
        return RunningNode.await(work.get());
    }

    /** Both have said what they had to say. */
    public void settle() {
        lyon.settle();
        bologna.settle();
    }

    /** The museum has so many texts read; returns when Bologna's members see it. */
    public ObjectUrl publish(int units) {
        StringBuilder csv = new StringBuilder("comment\n");
        for (int i = 0; i < units; i++) {
            csv.append("Text ").append(i).append('\n');
        }
        String template = new ChoiceTemplate(List.of(new Template.Shown("comment", Template.As.TEXT)), "How does it sound?",
            List.of(new ChoiceTemplate.Choice("1", "Content"), new ChoiceTemplate.Choice("0", "Not"))).opaque();
        Person karim = get(() -> lyon().members().admit(null, "Karim", Set.of(Role.TREASURER), null)).person();
        get(() -> lyon().ledger().deposit(karim, museum.url(), Money.of(100_000, "EUR"), karim.id().toString()));
        ObjectUrl url = get(() -> lyon().items().upload(museum, csv.toString().getBytes(StandardCharsets.UTF_8), List.of())
            .compose(set -> lyon().listings().publish(museum, new Draft("Comments", "Read it.", template, set.id(), Map.of(), 1,
                PRICE, 60, "To know.", "Anne", List.of(), List.of("en"), List.of(), "none",
                lyon().world().second().plus(Duration.ofDays(3)), 600, 3_600, 86_400, List.of())))).url();
        RunningNode.until("it stands on the other board", () ->
            bologna.number("select count(*) from board_listing where url = $1", url.toString()) == 1);
        return url;
    }

    /** Ada takes a task. */
    public Claim take(ObjectUrl listing) {
        return get(() -> bologna().claims().open(ada, listing, null));
    }

    /** Ada hands in an answer. */
    public void answer(Claim claim) {
        get(() -> bologna().claims().submit(ada, claim.id(), ChoiceTemplate.answer("1"), null, false));
    }

    /** How many answers the museum has not decided about. */
    public int waiting(ObjectUrl listing) {
        return get(() -> lyon().reviews().waiting(museum, listing.id(), null, 100)).size();
    }

    /** The museum accepts whatever waits. */
    public void accept(ObjectUrl listing) {
        List<Id> answers = get(() -> lyon().reviews().waiting(museum, listing.id(), null, 100)).stream()
            .map(coop.canut.node.publish.Reviews.Waiting::answerId).toList();
        get(() -> lyon().reviews().accept(museum, listing.id(), answers));
    }

    /** What Ada has earned, in cents. */
    public long earned() {
        return get(() -> bologna().tasks().earnings(ada)).stream().mapToLong(each -> each.accepted()).sum();
    }

    @Override
    public void close() {
        bologna.close();
        lyon.close();
        RunningNode.await(vertx.close());
    }
}
