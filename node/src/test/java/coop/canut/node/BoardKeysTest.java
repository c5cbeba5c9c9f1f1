package coop.canut.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BoardKeysTest {

    @TempDir
    private Path keys;

    private BoardKeys readOrMake() {
        var random = new SecureRandom();
        return BoardKeys.readOrMake(keys, count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        });
    }

    @Test
    void whatIsMissingIsMadeOnceForItsOwnerAlone() throws IOException {
        BoardKeys made = readOrMake();
        BoardKeys read = readOrMake();
        assertEquals(made.proof().key(), read.proof().key());
        assertEquals(made.request().pem(), read.request().pem());
        try (Stream<Path> files = Files.list(keys)) {
            List<Path> all = files.sorted().toList();
            assertEquals(List.of("board-rsa.key", "board.key"), all.stream().map(file -> file.getFileName().toString()).toList());
            for (Path file : all) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
    }

    @Test
    void aBrokenKeyIsNotMadeAgain() throws IOException {
        readOrMake();
        Files.writeString(keys.resolve("board-rsa.key"), "MIIE");
        assertTrue(assertThrows(CannotStart.class, this::readOrMake).getMessage().contains("does not hold an RSA key"));
    }
}
