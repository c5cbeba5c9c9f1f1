package coop.canut.node;

import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of a node's secrets, each in a file that only its owner may read: {@code node.key}, {@code log.key} and
 * {@code witness.key} of the founding, beside them later keys such as {@code node-Xw3kPq9z.key}, named by the last characters
 * of the public key; {@code pseudonym.key}; and {@code recovery.pub}, the public half of the key on paper. The keys of the
 * board, see {@link BoardKeys}, lie there too. A file appears by a rename, whole or not at all.
 */
final class KeyFiles {

    private static final String SUFFIX = ".key";
    private static final String PSEUDONYM = "pseudonym.key";
    private static final String RECOVERY = "recovery.pub";
    /** Enough that no two keys of a node will ever agree in them, few enough to be compared at a glance. */
    private static final int TAIL_CHARS = 8;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private final Path folder;

    KeyFiles(Path folder) {
        this.folder = folder;
    }

    /** All signing keys, of each purpose that of the founding first; a {@link CannotStart} if a purpose has none. */
    Map<Purpose, List<SigningKey>> signing() {
        Map<Purpose, List<SigningKey>> all = remaining();
        all.forEach((purpose, keys) -> {
            if (keys.isEmpty()) {
                // Says which file is missing.
                secret(folder.resolve(purpose.code() + SUFFIX));
            }
        });
        return all;
    }

    /** All signing keys that are left, if only of some purposes. */
    Map<Purpose, List<SigningKey>> remaining() {
        Map<Purpose, List<SigningKey>> all = new EnumMap<>(Purpose.class);
        Set<Key> seen = new HashSet<>();
        for (Purpose purpose : Purpose.values()) {
            List<SigningKey> keys = new ArrayList<>();
            for (Path file : files(purpose)) {
                SigningKey key = signing(file);
                if (!seen.add(key.key())) {
                    throw sameKey();
                }
                keys.add(key);
            }
            all.put(purpose, keys);
        }
        if (seen.contains(recovery())) {
            throw sameKey();
        }
        return all;
    }

    private CannotStart sameKey() {
        return new CannotStart("Two files in " + folder + " hold the same key, and each key is for one purpose; restore "
            + "the files as they were made.");
    }

    private List<Path> files(Purpose purpose) {
        Path founding = folder.resolve(purpose.code() + SUFFIX);
        try (Stream<Path> listed = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            List<Path> later = listed.filter(file -> file.getFileName().toString()
                .matches(purpose.code() + "-[1-9A-HJ-NP-Za-km-z]{" + TAIL_CHARS + "}\\.key")).sorted().toList();
            return Files.exists(founding) ? Stream.concat(Stream.of(founding), later.stream()).toList() : later;
        } catch (IOException e) {
            throw new CannotStart("The folder " + folder + " cannot be read (" + e + ").", e);
        }
    }

    private SigningKey signing(Path file) {
        SigningKey signing = SigningKey.fromSeed(secret(file));
        requireUnpublished(file, signing.key());
        return signing;
    }

    /** The key from which workers' names are made. */
    Secret pseudonym() {
        return Secret.of(secret(folder.resolve(PSEUDONYM)));
    }

    /** The public half of the key on paper. */
    Key recovery() {
        Path file = folder.resolve(RECOVERY);
        try {
            Key recovery = Key.of(text(file));
            Signatures.requireStrong(recovery);
            requireUnpublished(file, recovery);
            return recovery;
        } catch (Refused bad) {
            throw new CannotStart(file + " does not hold a public key (z6Mk and 44 characters); restore it from a backup.");
        }
    }

    /** Writes the secrets of a founding into an empty folder. */
    void found(Map<Purpose, byte[]> seeds, byte[] pseudonym, Key recovery) throws IOException {
        for (var seed : seeds.entrySet()) {
            write(folder.resolve(seed.getKey().code() + SUFFIX), HexFormat.of().formatHex(seed.getValue()));
        }
        write(folder.resolve(PSEUDONYM), HexFormat.of().formatHex(pseudonym));
        write(folder.resolve(RECOVERY), recovery.value());
    }

    /** Adds a key beside the others. If we crash here it waits unused: which keys sign follows from what is stated. */
    SigningKey add(Purpose purpose, byte[] seed) {
        SigningKey signing = SigningKey.fromSeed(seed);
        String key = signing.key().value();
        place(purpose.code() + "-" + key.substring(key.length() - TAIL_CHARS) + SUFFIX, HexFormat.of().formatHex(seed));
        return signing;
    }

    /** Notes another key on paper in place of the one before. */
    void recovery(Key recovery) {
        place(RECOVERY, recovery.value());
    }

    /** Puts a text in a file of that name, whole or not at all. */
    void place(String name, String text) {
        try {
            Path fresh = Files.createTempDirectory(folder, ".new-");
            Path file = fresh.resolve(name);
            write(file, text);
            Files.move(file, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(fresh);
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw new CannotStart("The folder " + folder + " cannot be written to (" + e + "); let this user write there.", e);
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

    static byte[] secret(Path file) {
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

    private static void write(Path file, String text) throws IOException {
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-------");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
        Files.writeString(file, text + "\n", StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    }
}
