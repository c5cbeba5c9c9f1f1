package coop.canut.node;

import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.KeyHistory.Known;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who a node is: its secrets, and which of them sign. It may hold several keys of a purpose; which one signs at an instant
 * follows from what the node itself has stated in its log, never from the files alone. While an old and a new key overlap the
 * old one goes on, because peers know it already, and both sign checkpoints.
 *
 * <p>An identity is made on purpose, by {@link #create}, and never because one is missing: a node that made itself new keys
 * would be somebody else to its peers. It prints nothing of its secrets.
 */
public final class Identity {

    private static final int SECRET_BYTES = 32;
    private static final int PAPER_GROUP = 4;

    private final Host host;
    private final KeyFiles files;
    private final Secret pseudonymKey;
    private final Key recovery;
    private volatile Map<Purpose, List<SigningKey>> held;
    private volatile KeyHistory stated;

    private Identity(Host host, KeyFiles files, Map<Purpose, List<SigningKey>> held, Secret pseudonymKey, Key recovery) {
        this.host = host;
        this.files = files;
        this.held = held;
        this.pseudonymKey = pseudonymKey;
        this.recovery = recovery;
    }

    /** An identity of these keys, which stand in no folder and are joined by no others. */
    public Identity(Host host, SigningKey node, SigningKey log, SigningKey witness, Secret pseudonymKey, Key recovery) {
        this(host, null, Map.of(Purpose.NODE, List.of(node), Purpose.LOG, List.of(log), Purpose.WITNESS, List.of(witness)),
            pseudonymKey, recovery);
    }

    /**
     * A fresh identity, and the one thing of it that is in no file.
     *
     * @param recoverySeed to be shown once, by {@link #paper}, and forgotten
     */
    public record Created(Identity identity, Secret recoverySeed) {

        /** The seed as {@link Identity#paper} writes it. */
        public String paper() {
            return Identity.paper(recoverySeed);
        }
    }

    /**
     * A seed in a form to copy by hand: sixteen groups of four hexadecimal characters, and a seventeenth, the first four of
     * its SHA-256, by which a slip of the pen is seen.
     */
    public static String paper(Secret seed) {
        String text = HexFormat.of().formatHex(seed.reveal()) + check(seed.reveal());
        return Stream.iterate(0, at -> at < text.length(), at -> at + PAPER_GROUP)
            .map(at -> text.substring(at, at + PAPER_GROUP)).collect(Collectors.joining(" "));
    }

    /** The seed that somebody copied from paper, whatever its spaces and capitals; empty if there is a slip in it. */
    public static Optional<Secret> ofPaper(String paper) {
        String text = paper.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
        if (!text.matches("[0-9a-f]{" + (2 * SECRET_BYTES + PAPER_GROUP) + "}")) {
            return Optional.empty();
        }
        byte[] seed = HexFormat.of().parseHex(text.substring(0, 2 * SECRET_BYTES));
        return text.endsWith(check(seed)) ? Optional.of(Secret.of(seed)) : Optional.empty();
    }

    private static String check(byte[] seed) {
        return Hash.sha256(seed).hex().substring(0, PAPER_GROUP);
    }

    /**
     * Makes an identity in a folder that does not exist yet or is empty. It appears there by one rename, so a crash leaves
     * either all of it or nothing.
     *
     * @param random gives so many unpredictable bytes
     */
    public static Created create(Path keys, Host host, IntFunction<byte[]> random) {
        byte[] seed = random.apply(SECRET_BYTES);
        Key recovery = SigningKey.fromSeed(seed).key();
        try {
            Path parent = keys.toAbsolutePath().getParent();
            Files.createDirectories(parent);
            Path fresh = Files.createTempDirectory(parent, ".keys-");
            Map<Purpose, byte[]> seeds = new EnumMap<>(Purpose.class);
            for (Purpose purpose : Purpose.values()) {
                seeds.put(purpose, random.apply(SECRET_BYTES));
            }
            new KeyFiles(fresh).found(seeds, random.apply(SECRET_BYTES), recovery);
            try {
                Files.move(fresh, keys, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException taken) {
                remove(fresh);
                throw taken;
            }
        } catch (IOException e) {
            if (Files.exists(keys)) {
                throw new CannotStart("There are files in " + keys + " already, perhaps the keys of a node; start without "
                    + "--new to use them, or name another folder.", e);
            }
            throw new CannotStart("The keys cannot be written to " + keys + " (" + e + ").", e);
        }
        return new Created(read(keys, host), Secret.of(seed));
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** Reads an identity; a {@link CannotStart} says in one sentence which file is missing, open to others or wrong. */
    public static Identity read(Path keys, Host host) {
        var files = new KeyFiles(keys);
        return new Identity(host, files, files.signing(), files.pseudonym(), files.recovery());
    }

    /** Reads what is left of an identity whose signing keys may be lost, so that others may be made. */
    public static Identity remaining(Path keys, Host host) {
        var files = new KeyFiles(keys);
        return new Identity(host, files, files.remaining(), files.pseudonym(), files.recovery());
    }

    /**
     * Puts a fresh key into the folder. It signs nothing until it is stated.
     *
     * @param random gives so many unpredictable bytes
     */
    public SigningKey add(Purpose purpose, IntFunction<byte[]> random) {
        SigningKey added = files.add(purpose, random.apply(SECRET_BYTES));
        held = files.remaining();
        return added;
    }

    /** Notes in the folder that another recovery key is on paper now. */
    public void noteRecovery(Key key) {
        files.recovery(key);
    }

    /** The node's name. */
    public Host host() {
        return host;
    }

    /** From which the names of workers are made; whoever has it can tell who they are. */
    public Secret pseudonymKey() {
        return pseudonymKey;
    }

    /** The public half of the key on paper, as the folder names it: what a founding states. */
    public Key recovery() {
        return recovery;
    }

    /** The first key of a purpose in the folder: what a founding states, and what signs before anything is stated. */
    public SigningKey first(Purpose purpose) {
        return held.get(purpose).getFirst();
    }

    /** The secret of a key, if it is in the folder. */
    public Optional<SigningKey> held(Purpose purpose, Key key) {
        return held.get(purpose).stream().filter(signing -> signing.key().equals(key)).findFirst();
    }

    /** Reads the folder again if this history of ours names a key that was not there before. */
    public void seek(KeyHistory ours) {
        boolean allSeen = ours.known().stream().filter(Known::named)
            .allMatch(known -> held(known.purpose(), known.key()).isPresent());
        if (!allSeen && files != null) {
            held = files.signing();
        }
    }

    /** From now on what signs follows from this history of ours. */
    public void follow(KeyHistory ours) {
        seek(ours);
        stated = ours;
    }

    /** What we have stated so far; empty before the founding. */
    public Optional<KeyHistory> stated() {
        return Optional.ofNullable(stated);
    }

    /** Signs messages and requests at that instant. */
    public SigningKey node(Instant at) {
        return node(stated, at);
    }

    /** The same after a history that is not followed yet, or null. */
    public SigningKey node(KeyHistory ours, Instant at) {
        return signing(Purpose.NODE, ours, at).getFirst();
    }

    /** All that sign checkpoints of our log at that instant, after this history or null. */
    public SigningKey[] log(KeyHistory ours, Instant at) {
        return signing(Purpose.LOG, ours, at).toArray(SigningKey[]::new);
    }

    /** Signs at that instant that others' logs were seen. */
    public SigningKey witness(Instant at) {
        return signing(Purpose.WITNESS, stated, at).getFirst();
    }

    /** Requires that there is a key to sign with for every purpose; a {@link CannotStart} says which is missing. */
    public void requireSigners(Instant at) {
        for (Purpose purpose : Purpose.values()) {
            signing(purpose, stated, at);
        }
    }

    /**
     * In the order in which they were stated. A key that will be revoked in a moment signs only where there is no other: a
     * reader whom a thief led astray has to meet a checkpoint by keys that it does not know, and so look for what was stated.
     */
    private List<SigningKey> signing(Purpose purpose, KeyHistory ours, Instant at) {
        if (ours == null) {
            return List.of(first(purpose));
        }
        List<Known> able = ours.known().stream().filter(known -> known.purpose() == purpose && known.current(at)
            && held(purpose, known.key()).isPresent()).toList();
        List<Known> lasting = able.stream().filter(known -> known.revoked() == null).toList();
        List<SigningKey> signing = (lasting.isEmpty() ? able : lasting).stream()
            .flatMap(known -> held(purpose, known.key()).stream()).toList();
        if (signing.isEmpty()) {
            throw new CannotStart("The folder of keys holds no " + purpose + " key that " + host + " states and that is valid"
                + " now; restore the folder that belongs to this database, or state new keys from paper with"
                + " 'ops/canut keys recover'.");
        }
        return signing;
    }
}
