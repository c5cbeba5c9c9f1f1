package coop.canut.node.mail;

import coop.canut.node.CannotStart;
import coop.canut.node.NodeConfig;
import coop.canut.node.NodeConfig.Mail;
import coop.canut.node.Secret;
import coop.canut.node.World;
import coop.canut.node.mail.Carrier.Outcome;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Where every room posts what people are to be told. A letter is written in the transaction of what it tells, and leaves after
 * it; whether and when it leaves never delays whoever posted it.
 */
public final class Letters {

    /** Letters that may wait for one person; whoever is told more at once does not read it. */
    static final int WAITING = 100;
    /** Letters in a day to an address that nobody has confirmed. */
    static final int ASKED_PER_DAY = 5;
    /** For so long it is known what became of a letter, and that its cause was told. */
    static final Duration KEPT = Duration.ofDays(30);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int FORGOTTEN = 200;
    private static final int SHOWN = 20;
    private static final int ID_CHARS = 40;

    private final World world;
    private final NodeConfig config;
    private final Store store;
    private final LetterTokens tokens;
    private final Writer writer;
    private final LetterStore letters = new LetterStore();
    private final Departures departures;
    private final Runnable wake;

    /**
     * The letters of a node; none leaves before {@link #start}.
     *
     * @param secret from which the tokens in letters are made; at least 32 bytes that never leave the node
     */
    public Letters(World world, NodeConfig config, Store store, Secret secret) {
        this.world = world;
        this.config = config;
        this.store = store;
        this.tokens = new LetterTokens(secret);
        this.writer = new Writer(config, tokens);
        this.departures = new Departures(world, store, letters, writer);
        this.wake = departures::begin;
    }

    /** What waits: how many, and since when the oldest does, or null. */
    public record Waiting(long count, Instant since) {
    }

    /** Why nothing goes now, in the words of the server or of the system, and since when. */
    public record Trouble(String said, Instant since) {
    }

    /** A letter that has ended: {@code sent}, {@code refused}, {@code lapsed} or {@code unwanted}; what was said, or null. */
    public record Ended(Kind kind, String state, Instant at, String said) {
    }

    /** Whether this node writes at all. */
    public boolean areWritten() {
        return !(config.mail() instanceof Mail.Off);
    }

    /** The tokens that stand in letters. */
    public LetterTokens tokens() {
        return tokens;
    }

    /**
     * From now on letters are taken away.
     *
     * @param listens the port that the node answers on
     * @return fails with {@link CannotStart} if there is no password where one should be
     */
    public Future<Void> start(Vertx vertx, int listens) {
        writer.listens(listens);
        return areWritten() ? carrier(vertx, world, config).map(carrier -> {
            departures.start(carrier);
            return null;
        }) : Future.succeededFuture();
    }

    /** The same by whatever takes them. */
    void start(Carrier carrier) {
        departures.start(carrier);
    }

    private static Future<Carrier> carrier(Vertx vertx, World world, NodeConfig config) {
        return switch (config.mail()) {
            case Mail.Off off -> Future.failedFuture(new CannotStart("This node writes no letters; set 'mail = server' or "
                + "'mail = folder' in its configuration."));
            case Mail.Folder folder -> Future.succeededFuture(new FolderCarrier(world, folder.folder()));
            case Mail.Server server -> world.compute(() ->
                    server.passwordFile() == null ? null : Files.readString(server.passwordFile()).strip())
                .recover(error -> Future.failedFuture(new CannotStart("The mail password cannot be read from "
                    + server.passwordFile() + " (" + error + "); put it there, or leave mail.user away.", error)))
                .map(password -> new SmtpCarrier(vertx, server, config.host().toString(), password, null));
        };
    }

    /**
     * Sends one letter at once, to try the way; nothing of it is kept.
     *
     * @param language in which it is written
     * @return what was said against it, or null if it was taken
     */
    public static Future<String> test(Vertx vertx, World world, NodeConfig config, Address to, String language) {
        return carrier(vertx, world, config).compose(carrier -> {
            // It names no letter and opens nothing, so any secret will do.
            var writer = new Writer(config, new LetterTokens(Secret.of(world.random(32))));
            String id = world.newId().toString().toLowerCase(Locale.ROOT);
            return carrier.carry(writer.trial(id, to, language, world.now())).map(outcome -> switch (outcome) {
                case Outcome.Taken taken -> null;
                case Outcome.Refusal refusal -> refusal.said();
                case Outcome.Trouble trouble -> trouble.said();
            }).eventually(carrier::close);
        });
    }

    /** Writes a letter, if its recipient wants it and no letter was written for its cause. */
    public Future<Void> post(Tx tx, Letter letter) {
        if (!areWritten()) {
            return Future.succeededFuture();
        }
        writer.requireWords(letter);
        Instant now = world.now();
        Future<Boolean> posted = switch (letter.to()) {
            case Letter.To.Person to -> letters.post(tx, id(letter, to.person().toString()), letter, to.person(), now, WAITING);
            case Letter.To.Asker to -> letters.post(tx, id(letter, to.address().text()), letter, to, now, now.minus(DAY),
                ASKED_PER_DAY);
        };
        return posted.map(added -> {
            if (added) {
                tx.afterCommit(wake);
            }
            return null;
        });
    }

    /** How many letters of a kind were written to a person since then. */
    public Future<Long> posted(Sql sql, Id person, Kind kind, Instant since) {
        return letters.posted(sql, person, kind, since);
    }

    /** From kind, recipient and cause: so nobody is told the same thing twice. */
    private static String id(Letter letter, String to) {
        return Hash.sha256(String.join("\n", letter.kind().code(), to, letter.cause()).getBytes(StandardCharsets.UTF_8)).hex()
            .substring(0, ID_CHARS);
    }

    /** Begins to have taken away what is due, without waiting for it, and forgets what is old. */
    public Future<Void> tick() {
        departures.begin();
        return letters.forget(store, world.now().minus(KEPT), FORGOTTEN);
    }

    /** What waits. */
    public Future<Waiting> waiting() {
        return letters.waiting(store);
    }

    /** Why nothing goes now; null if nothing is known against it. */
    public Trouble trouble() {
        return departures.trouble();
    }

    /** What became of a person's last letters, the newest first, at most 20. */
    public Future<List<Ended>> last(Id person) {
        return letters.last(store, person, SHOWN);
    }

    /** When what is under way has come to its end. */
    Future<Void> quiet() {
        return departures.quiet();
    }

    /** Has nothing taken away any more; succeeds when the letter under way has come to its end. */
    public Future<Void> stop() {
        return departures.stop();
    }
}
