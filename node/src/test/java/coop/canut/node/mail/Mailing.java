package coop.canut.node.mail;

import coop.canut.node.NodeConfig;
import coop.canut.node.NodeConfig.Mail;
import coop.canut.node.RunningNode;
import coop.canut.node.Secret;
import coop.canut.node.TestWorld;
import coop.canut.node.member.Members;
import coop.canut.node.member.Role;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The letters of a node, in a test's world, on a database of their own. */
final class Mailing implements AutoCloseable {

    static final Host SELF = Host.of("lyon.localhost");

    final Vertx vertx = Vertx.vertx();
    final TestWorld world = new TestWorld(1);
    final Store store = Store.open(vertx, TestDatabase.fresh());
    final Letters letters;
    final Addresses addresses;
    private final Members members;

    Mailing(Mail mail) {
        this(mail, "Les canuts");
    }

    Mailing(Mail mail, String name) {
        var config = new NodeConfig(SELF, name, "127.0.0.1", 7_001, null, null, Map.of(), null, false, mail);
        letters = new Letters(world, config, store, Secret.of(new byte[32]));
        addresses = new Addresses(world, store, letters);
        members = new Members(world, SELF, store);
    }

    /** By a server of this machine without TLS and password. */
    static Mail.Server server(int port) {
        return new Mail.Server("127.0.0.1", port, Mail.Security.NONE, null, null, "canut@lyon.example");
    }

    /** Begins to have letters taken away. */
    Mailing start() {
        await(letters.start(vertx, 7_001));
        return this;
    }

    /** A member without an address. */
    Id person(String name) {
        return await(members.admit(null, name, Set.of(Role.WORKER), null)).person().id();
    }

    /** A member who is written to at this address. */
    Id person(String name, String address) {
        Id person = person(name);
        await(store.run("insert into mail_address (person, address, confirmed_at) values ($1, $2, now())",
            Tuple.of(person.toString(), address)));
        return person;
    }

    void post(Letter letter) {
        await(store.write(tx -> letters.post(tx, letter)));
    }

    /** A payment, told to a person. */
    static Letter paid(Id person, String cause) {
        return Letter.to(person, Kind.PAYMENT_SENT, cause, Map.of("amount", Money.of(123_450, "EUR")));
    }

    /** Posted, and taken away or not: until nothing is under way. */
    void tick() {
        await(letters.tick());
        await(addresses.tick());
        RunningNode.until("quiet", () -> letters.quiet().isComplete());
    }

    void pass(Duration time) {
        world.pass(time);
        tick();
    }

    long count(String state) {
        return await(store.run("select count(*) from letter where state = $1", Tuple.of(state))).iterator().next().getLong(0);
    }

    long number(String query, Object... parameters) {
        return await(store.run(query, Tuple.from(List.of(parameters)))).iterator().next().getLong(0);
    }

    static <T> T await(Future<T> future) {
        return RunningNode.await(future);
    }

    @Override
    public void close() {
        await(letters.stop());
        await(store.close());
        await(vertx.close());
    }
}
