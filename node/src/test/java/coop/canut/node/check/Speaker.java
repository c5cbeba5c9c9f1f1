package coop.canut.node.check;

import static coop.canut.node.work.Home.get;

import coop.canut.node.post.Received;
import coop.canut.node.post.Receiver;
import coop.canut.node.post.Verdict;
import coop.canut.node.store.Store;
import coop.canut.node.work.Home;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A node that carries what it says to another by hand, as the wire protocol wants it (FEDERATION.md 4 and 5): written from
 * that text and not with the code of the post, so that the check agrees with the protocol and not with a habit.
 */
final class Speaker {

    private static final Instant FOUNDED = Instant.parse("2026-11-01T08:00:00Z");

    final Host host;
    final Store store;
    private final Map<Kind, Receiver<?>> receivers;
    private Frontier frontier = Frontier.empty();

    /** A node on this database that hears these kinds; it states its keys in its log. */
    Speaker(Host host, Store store, Map<Kind, Receiver<?>> receivers) {
        this.host = host;
        this.store = store;
        this.receivers = receivers;
        run("insert into node (host, node_key, founded_at) values ($1, $2, $3)", host.toString(), node().key().value(),
            FOUNDED.atOffset(ZoneOffset.UTC));
        run("insert into log (host, frontier, root) values ($1, $2, $3)", host.toString(),
            Buffer.buffer(frontier.encoded()), hash(frontier.root()));
        var keys = new KeysStated(1, Hash.ZERO, List.of(stated(node(), Purpose.NODE), stated(log(), Purpose.LOG),
            stated(witness(), Purpose.WITNESS)), List.of(Home.key(host + " recovery").key()));
        run("insert into outbox (id, kind, published, object) values ($1, $2, $3, $4)",
            Envelope.derivedId(host, FOUNDED, keys).toString(), Kind.KEYS_STATED.code(), FOUNDED.atOffset(ZoneOffset.UTC),
            Codec.object(keys).text());
        seal(FOUNDED);
    }

    private SigningKey node() {
        return Home.key(host.toString());
    }

    private SigningKey log() {
        return Home.key(host + " log");
    }

    private SigningKey witness() {
        return Home.key(host + " witness");
    }

    private StatedKey stated(SigningKey key, Purpose purpose) {
        return new StatedKey(key.key(), purpose, FOUNDED, null, null,
            Signatures.encode(key.sign(KeyHistory.possession(host, 1, purpose, key.key()))));
    }

    /** Stands to the other as a peer at level claim, both ways. */
    void meet(Speaker other) {
        run("""
            insert into peer (host, our_level, our_number, their_level, their_number) values ($1, 'claim', 1, 'claim', 1)""",
            other.host.toString());
    }

    /** What waits for the log goes into it, with one checkpoint. */
    void seal(Instant now) {
        List<Waiting> waiting = waiting(null);
        for (Waiting each : waiting) {
            Signed signed = Codec.sign(each.envelope(), node(), now);
            keepEntry(this, signed, frontier.size());
            frontier = frontier.append(leaf(signed));
        }
        if (!waiting.isEmpty()) {
            String note = new Checkpoint(Checkpoint.origin(host, 1), frontier.size(), frontier.root()).sign(log());
            run("insert into log_checkpoint (epoch, size, note) values (1, $1, $2)", frontier.size(), note);
            moveLog(this, note);
        }
    }

    /** The reader hears what is new in our log, and cosigns it. */
    void publishTo(Speaker reader, Instant now) {
        reader.run("insert into log (host, frontier, root) values ($1, '', '') on conflict do nothing", host.toString());
        long known = reader.number("select size from log where host = $1", host.toString());
        List<byte[]> messages = new ArrayList<>();
        rows("select message from log_entry where host = $1 and index >= $2 order by index", host.toString(), known)
            .forEach(row -> messages.add(row.getBuffer("message").getBytes()));
        for (byte[] message : messages) {
            Signed signed = proven(message, now);
            reader.hear(this, signed);
            reader.keepEntry(this, signed, known++);
        }
        String note = rows("select checkpoint from log where host = $1", host.toString()).getFirst().getString("checkpoint");
        reader.moveLog(this, note);
        run("""
            insert into cosignature (epoch, witness, size, line, at) values (1, $1, $2, $3, $4)
            on conflict (epoch, witness) do update set size = excluded.size, line = excluded.line""",
            reader.host.toString(), frontier.size(),
            Checkpoint.cosign(note, Checkpoint.witness(reader.host), reader.witness(), now), now.atOffset(ZoneOffset.UTC));
    }

    /** The other hears what waits for it in our channel, and acknowledges it; gives how much that was. */
    int sayTo(Speaker other, Instant now) {
        List<Waiting> waiting = waiting(other.host);
        if (waiting.isEmpty()) {
            return 0;
        }
        for (Speaker end : List.of(this, other)) {
            end.run("insert into channel (peer, direction, head) values ($1, $2, $3) on conflict do nothing",
                end == this ? other.host.toString() : host.toString(), end == this ? "out" : "in", hash(Hash.ZERO));
        }
        Row cursor = rows("select seq, head from channel where peer = $1 and direction = 'out'", other.host.toString())
            .getFirst();
        long seq = cursor.getLong("seq");
        Hash head = Hash.of(cursor.getBuffer("head").getBytes());
        for (Waiting each : waiting) {
            Envelope said = each.envelope();
            Signed signed = Codec.sign(new Envelope(host, said.id(), said.published(), other.host,
                new ChannelPosition(1, ++seq, head), said.message()), node(), now);
            head = signed.hash();
            Verdict verdict = other.hear(this, signed);
            String refused = verdict.applied() ? null : verdict.problem().code();
            keepMessage(other.host, "out", signed, signed.wire(), refused);
            other.keepMessage(host, "in", signed, verdict.applied() ? signed.wire() : null, refused);
        }
        run("update channel set seq = $2, head = $3, acknowledged = $2 where peer = $1 and direction = 'out'",
            other.host.toString(), seq, hash(head));
        other.run("update channel set seq = $2, head = $3 where peer = $1 and direction = 'in'", host.toString(), seq,
            hash(head));
        return waiting.size();
    }

    private record Waiting(Envelope envelope) {
    }

    private List<Waiting> waiting(Host to) {
        List<Waiting> waiting = new ArrayList<>();
        for (Row row : rows("""
            with said as (
              delete from outbox where peer is not distinct from $1 returning row_number, kind, published, object)
            select kind, published, object from said order by row_number""", to == null ? null : to.toString())) {
            Message message = Codec.message(Kind.of(row.getString("kind")),
                Json.readCanonical(row.getString("object").getBytes(StandardCharsets.UTF_8)));
            waiting.add(new Waiting(Envelope.of(host, row.getOffsetDateTime("published").toInstant(), to, null, message)));
        }
        return waiting;
    }

    private Signed proven(byte[] message, Instant now) {
        List<byte[]> statements = new ArrayList<>();
        rows("select message from log_entry where host = $1 and kind = 'keys-stated'", host.toString())
            .forEach(row -> statements.add(row.getBuffer("message").getBytes()));
        return Codec.read(message).prove(KeyHistory.read(host, statements), now, now);
    }

    private Verdict hear(Speaker from, Signed signed) {
        Receiver<?> receiver = receivers.get(signed.envelope().kind());
        return receiver == null ? Verdict.APPLIED : hear(receiver, from, signed);
    }

    @SuppressWarnings("unchecked")
    private <M extends Message> Verdict hear(Receiver<M> receiver, Speaker from, Signed signed) {
        var received = new Received<>((M) signed.envelope().message(), signed.envelope().id(), signed.envelope().published(),
            signed.wire(), signed.hash());
        return get(store.write(tx -> receiver.receive(tx, from.host, List.of(received)))).getFirst();
    }

    private void keepEntry(Speaker author, Signed signed, long index) {
        run("""
            insert into log_entry (host, epoch, index, id, kind, hash, message) values ($1, 1, $2, $3, $4, $5, $6)""",
            author.host.toString(), index, signed.envelope().id().toString(), signed.envelope().kind().code(),
            hash(signed.hash()), Buffer.buffer(signed.wire()));
    }

    private void moveLog(Speaker author, String note) {
        run("update log set size = $2, frontier = $3, root = $4, checkpoint = $5 where host = $1", author.host.toString(),
            author.frontier.size(), Buffer.buffer(author.frontier.encoded()), hash(author.frontier.root()), note);
    }

    private void keepMessage(Host peer, String direction, Signed signed, byte[] wire, String refused) {
        run("""
            insert into channel_message (peer, direction, epoch, seq, id, kind, hash, message, refused)
            values ($1, $2, 1, $3, $4, $5, $6, $7, $8)""", peer.toString(), direction, signed.envelope().channel().seq(),
            signed.envelope().id().toString(), signed.envelope().kind().code(), hash(signed.hash()),
            wire == null ? null : Buffer.buffer(wire), refused);
    }

    private static Hash leaf(Signed signed) {
        return new LogEntry(signed.envelope().id(), signed.envelope().kind().code(), signed.hash()).leaf();
    }

    private static Buffer hash(Hash hash) {
        return Buffer.buffer(hash.bytes());
    }

    private long number(String statement, Object... parameters) {
        return rows(statement, parameters).getFirst().getLong(0);
    }

    private List<Row> rows(String statement, Object... parameters) {
        List<Row> rows = new ArrayList<>();
        run(statement, parameters).forEach(rows::add);
        return rows;
    }

    /** Runs one statement. */
    Iterable<Row> run(String statement, Object... parameters) {
        Future<? extends Iterable<Row>> done = store.run(statement, Tuple.from(parameters));
        return get(done);
    }
}
