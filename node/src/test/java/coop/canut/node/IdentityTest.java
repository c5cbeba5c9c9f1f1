package coop.canut.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.name.Host;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdentityTest {

    private static final Host LYON = Host.of("lyon.example");

    @TempDir
    private Path folder;

    @Test
    void whatWasMadeIsReadAgainAndTheRecoverySeedIsInNoFile() throws IOException {
        Identity.Created made = create();
        Identity read = Identity.read(keys(), LYON);
        assertEquals(made.identity().first(Purpose.NODE).key(), read.first(Purpose.NODE).key());
        assertEquals(made.identity().pseudonymKey(), read.pseudonymKey());
        assertEquals(SigningKey.fromSeed(made.recoverySeed().reveal()).key(), read.recovery());
        String seed = HexFormat.of().formatHex(made.recoverySeed().reveal());
        try (Stream<Path> files = Files.list(keys())) {
            for (Path file : files.toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                assertFalse(Files.readString(file).contains(seed));
            }
        }
    }

    @Test
    void theRecoverySeedGoesOnPaperInSeventeenGroupsOfFour() {
        Identity.Created made = create();
        assertTrue(made.paper().matches("([0-9a-f]{4} ){16}[0-9a-f]{4}"), made.paper());
    }

    @Test
    void paperIsReadAgainWhateverItsSpacesAndASlipIsSeen() {
        Identity.Created made = create();
        assertEquals(made.recoverySeed(), Identity.ofPaper(" " + made.paper().toUpperCase(java.util.Locale.ROOT)
            .replace(" ", "  ")).orElseThrow());
        char first = made.paper().charAt(0);
        assertTrue(Identity.ofPaper((first == '0' ? '1' : '0') + made.paper().substring(1)).isEmpty());
        assertTrue(Identity.ofPaper("").isEmpty());
    }

    @Test
    void aKeyBesideTheOthersSignsNothingUntilItIsStated() {
        Identity identity = create().identity();
        SigningKey before = identity.node(java.time.Instant.EPOCH);
        SigningKey added = identity.add(Purpose.NODE, count -> {
            byte[] bytes = new byte[count];
            new SecureRandom().nextBytes(bytes);
            return bytes;
        });
        assertEquals(before.key(), Identity.read(keys(), LYON).node(java.time.Instant.EPOCH).key());
        assertTrue(Identity.read(keys(), LYON).held(Purpose.NODE, added.key()).isPresent());
    }

    @Test
    void aSecondIdentityIsNotMadeOverTheFirst() {
        Identity.Created first = create();
        assertTrue(assertThrows(CannotStart.class, this::create).getMessage().contains("without --new"));
        assertEquals(first.identity().first(Purpose.NODE).key(), Identity.read(keys(), LYON).first(Purpose.NODE).key());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aMissingKeyIsNotReplacedByANewOne() throws IOException {
        create();
        Files.delete(keys().resolve("witness.key"));
        assertTrue(refusal().contains("witness.key; start once with --new"));
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws IOException {
        create();
        Files.setPosixFilePermissions(keys().resolve("log.key"), PosixFilePermissions.fromString("rw-r-----"));
        assertTrue(refusal().contains("chmod 600"));
    }

    @Test
    void aKeyWhoseSecretIsPublicIsRefused() throws IOException {
        create();
        // RFC 8032, section 7.1, test 1.
        Files.writeString(keys().resolve("node.key"), "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        assertTrue(refusal().contains("public document"));
    }

    @Test
    void oneKeyForTwoPurposesIsRefused() throws IOException {
        create();
        Files.copy(keys().resolve("node.key"), keys().resolve("log.key"),
            StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        assertTrue(refusal().contains("the same key"));
    }

    @Test
    void aFileThatHoldsSomethingElseIsRefused() throws IOException {
        create();
        Files.writeString(keys().resolve("pseudonym.key"), "hello");
        assertTrue(refusal().contains("64 hexadecimal characters"));
    }

    @Test
    void secretsPrintNothingOfThemselves() {
        Identity identity = create().identity();
        assertEquals("[REDACTED]", identity.pseudonymKey().toString());
        assertFalse(identity.toString().contains(HexFormat.of().formatHex(identity.pseudonymKey().reveal())));
        assertNotEquals(identity.pseudonymKey(), Secret.of("other"));
    }

    private String refusal() {
        return assertThrows(CannotStart.class, () -> Identity.read(keys(), LYON)).getMessage();
    }

    private Identity.Created create() {
        return Identity.create(keys(), LYON, count -> {
            byte[] bytes = new byte[count];
            new SecureRandom().nextBytes(bytes);
            return bytes;
        });
    }

    private Path keys() {
        return folder.resolve("keys");
    }
}
