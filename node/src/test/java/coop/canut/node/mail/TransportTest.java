package coop.canut.node.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.NodeConfig.Mail;
import coop.canut.node.mail.Carrier.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.TrustOptions;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways on which letters leave. */
final class TransportTest {

    private static final String STORE_PASSWORD = "changeit";

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Mailing.await(vertx.close());
    }

    @Test
    void aPasswordAndALetterGoOnlyToAServerThatProvesItsName() throws Exception {
        Path keys = keys();
        TrustOptions trust = new PfxOptions().setPath(keys.toString()).setPassword(STORE_PASSWORD);
        try (var server = new MailServer(0, tls(keys), "canut", "secret")) {
            assertInstanceOf(Outcome.Taken.class, carry(server, Mail.Security.STARTTLS, "localhost", "secret", trust));
            assertInstanceOf(Outcome.Trouble.class, carry(server, Mail.Security.STARTTLS, "localhost", "secret", null));
            assertInstanceOf(Outcome.Trouble.class, carry(server, Mail.Security.STARTTLS, "127.0.0.1", "secret", trust));
            assertInstanceOf(Outcome.Trouble.class, carry(server, Mail.Security.STARTTLS, "localhost", "wrong", trust));
            assertEquals(1, server.taken.size());
        }
    }

    @Test
    void aServerWithoutTlsGetsNothingWhereTlsIsAskedFor() {
        try (var server = new MailServer(0)) {
            Outcome outcome = carry(server, Mail.Security.STARTTLS, "localhost", null, null);
            assertTrue(outcome instanceof Outcome.Trouble trouble && trouble.said().contains("STARTTLS"), outcome.toString());
            assertEquals(List.of(), server.taken);
        }
    }

    @Test
    void aFolderHoldsEachLetterOnceForItsOwnerOnlyAndTheNewestOnes() throws Exception {
        Path mail = folder.resolve("mail");
        var mailing = new Mailing(new Mail.Folder(mail));
        try {
            var carrier = new FolderCarrier(mailing.world, mail);
            for (int i = 0; i < 2; i++) {
                assertInstanceOf(Outcome.Taken.class, Mailing.await(carrier.carry(letter("0a", Instant.EPOCH))));
            }
            try (Stream<Path> files = Files.list(mail)) {
                Path file = files.toList().getFirst();
                assertEquals("19700101T000000Z-0a.eml", file.getFileName().toString());
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                assertTrue(Files.readString(file).contains("To: amelie@example.org"), Files.readString(file));
            }
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(mail)));
            for (int i = 0; i < FolderCarrier.KEPT; i++) {
                Mailing.await(carrier.carry(letter("%04x".formatted(i), Instant.EPOCH.plusSeconds(60 + i))));
            }
            assertTrue(Files.notExists(mail.resolve("19700101T000000Z-0a.eml")));
            try (Stream<Path> files = Files.list(mail)) {
                assertEquals(FolderCarrier.KEPT, files.count());
            }
        } finally {
            mailing.close();
        }
    }

    private Outcome carry(MailServer server, Mail.Security security, String host, String password, TrustOptions trust) {
        String user = password == null ? null : "canut";
        var carrier = new SmtpCarrier(vertx, new Mail.Server(host, server.port(), security, user, null, "canut@lyon.example"),
            "lyon.example", password, trust);
        try {
            return Mailing.await(carrier.carry(letter("0a", Instant.EPOCH)));
        } finally {
            Mailing.await(carrier.close());
        }
    }

    private static Written letter(String id, Instant at) {
        return new Written(id, Address.of("amelie@example.org"),
            new Written.Sender(Address.of("canut@lyon.example"), "Les canuts", "lyon.example"), at, "subject", "text", null);
    }

    /** A key and a certificate for localhost, that nobody has signed. */
    private Path keys() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
            "-alias", "mail", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost", "-validity", "30",
            "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", STORE_PASSWORD).inheritIO().start();
        assertEquals(0, made.waitFor());
        return file;
    }

    private static SSLContext tls(Path file) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
