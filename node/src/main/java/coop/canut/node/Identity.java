package coop.canut.node;

import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who a node is: its secrets, each in a file that only its owner may read. An identity is made on purpose, by
 * {@link #create}, and never because one is missing: a node that made itself new keys would be somebody else to its peers.
 *
 * @param node         signs messages and requests
 * @param log          signs checkpoints of the node's own log
 * @param witness      signs that others' logs were seen
 * @param pseudonymKey from which the names of workers are made; whoever has it can tell who they are
 * @param recovery     the public half of a key that is kept on paper and states new keys when these are stolen or lost
 */
public record Identity(Host host, SigningKey node, SigningKey log, SigningKey witness, Secret pseudonymKey,
                       Key recovery) {

    private static final String NODE = "node.key";
    private static final String LOG = "log.key";
    private static final String WITNESS = "witness.key";
    private static final String PSEUDONYM = "pseudonym.key";
    private static final String RECOVERY = "recovery.pub";
    private static final int SECRET_BYTES = 32;
    private static final int PAPER_GROUP = 4;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    /**
     * A fresh identity, and the one thing of it that is in no file.
     *
     * @param recoverySeed to be shown once, by {@link #paper}, and forgotten
     */
    public record Created(Identity identity, Secret recoverySeed) {

        /**
         * The seed in a form to copy by hand: sixteen groups of four hexadecimal characters, and a seventeenth, the first
         * four of its SHA-256, by which a slip of the pen is seen.
         */
        public String paper() {
            byte[] seed = recoverySeed.reveal();
            String text = HexFormat.of().formatHex(seed) + Hash.sha256(seed).hex().substring(0, PAPER_GROUP);
            return Stream.iterate(0, at -> at < text.length(), at -> at + PAPER_GROUP)
                .map(at -> text.substring(at, at + PAPER_GROUP)).collect(Collectors.joining(" "));
        }
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
            for (String file : new String[] {NODE, LOG, WITNESS, PSEUDONYM}) {
                write(fresh.resolve(file), HexFormat.of().formatHex(random.apply(SECRET_BYTES)));
            }
            write(fresh.resolve(RECOVERY), recovery.value());
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

    /** Reads an identity; a {@link CannotStart} says in one sentence which file is missing, open to others or wrong. */
    public static Identity read(Path keys, Host host) {
        var identity = new Identity(host, signing(keys, NODE), signing(keys, LOG), signing(keys, WITNESS),
            Secret.of(secret(keys, PSEUDONYM)), recovery(keys));
        long distinct = Stream.of(identity.node.key(), identity.log.key(), identity.witness.key(), identity.recovery)
            .distinct().count();
        if (distinct != 4) {
            throw new CannotStart("Two files in " + keys + " hold the same key, and each key is for one purpose; restore "
                + "the files as they were made.");
        }
        return identity;
    }

    private static SigningKey signing(Path keys, String name) {
        SigningKey signing = SigningKey.fromSeed(secret(keys, name));
        requireUnpublished(keys.resolve(name), signing.key());
        return signing;
    }

    private static Key recovery(Path keys) {
        Path file = keys.resolve(RECOVERY);
        try {
            Key recovery = Key.of(text(file));
            Signatures.requireStrong(recovery);
            requireUnpublished(file, recovery);
            return recovery;
        } catch (Refused bad) {
            throw new CannotStart(file + " does not hold a public key (z6Mk and 44 characters); restore it from a backup.");
        }
    }

    private static void requireUnpublished(Path file, Key key) {
        try {
            Signatures.requireUnpublished(key);
        } catch (Refused published) {
            throw new CannotStart("The key in " + file + " is printed in a public document, so anybody could speak for this "
                + "node; make another identity with run --new.");
        }
    }

    static byte[] secret(Path keys, String name) {
        Path file = keys.resolve(name);
        String text = text(file);
        if (!text.matches("[0-9a-f]{64}")) {
            throw new CannotStart(file + " does not hold 64 hexadecimal characters; restore it from a backup.");
        }
        return HexFormat.of().parseHex(text);
    }

    static String text(Path file) {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (mode.stream().anyMatch(OTHERS::contains)) {
                throw new CannotStart("Others may read or change " + file + " (" + PosixFilePermissions.toString(mode)
                    + "); say chmod 600 " + file + ", and consider who may have read it.");
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (NoSuchFileException none) {
            throw new CannotStart("There is no key file " + file + "; start once with --new to make this node's identity, "
                + "or restore the folder from a backup.");
        } catch (IOException e) {
            throw new CannotStart("The key file " + file + " cannot be read (" + e + ").", e);
        }
    }

    static void write(Path file, String text) throws IOException {
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-------");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
        Files.writeString(file, text + "\n", StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
