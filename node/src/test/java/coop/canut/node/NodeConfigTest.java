package coop.canut.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class NodeConfigTest {

    private static final Path SAMPLE = Path.of("../ops/canut.conf");

    @TempDir
    private Path folder;

    @Test
    void theSampleIsAGoodConfiguration() {
        NodeConfig sample = NodeConfig.read(SAMPLE);
        assertEquals(Host.of("lyon.example"), sample.host());
        assertEquals("Les canuts de Lyon", sample.name());
        assertEquals(List.of(Money.of(1_200, "EUR"), Money.of(1_350, "USD"), Money.of(25_000, "KES")),
            sample.founding().payFloor());
        assertEquals(List.of(480L, 480L, 240L, 120L, 60L), sample.founding().severityMinutesPerDay());
        assertEquals(Map.of(), sample.addressBook());
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void theSampleExplainsEveryKey(Setting setting) throws IOException {
        assertTrue(Files.readString(SAMPLE).lines().anyMatch(line -> line.replaceFirst("^#", "").startsWith(setting.key()
            + " = ")), "ops/canut.conf says nothing of " + setting.key());
    }

    @Test
    void relativePathsAreRelativeToTheFile() throws IOException {
        NodeConfig config = NodeConfig.read(changed("", ""));
        assertEquals(folder.resolve("keys"), config.keys());
        assertEquals(folder.resolve("data"), config.database().embeddedData());
    }

    @Test
    void aServerOfOnesOwnIsNamedByItsFourKeys() throws IOException {
        NodeConfig.Database database = NodeConfig.read(changed("database.embedded = data", """
            database.host = /var/run/postgresql
            database.port = 5433
            database.name = lyon
            database.user = weaver
            database.password-file = secret""")).database();
        assertEquals(new NodeConfig.Database("/var/run/postgresql", 5433, "lyon", "weaver", folder.resolve("secret"), null),
            database);
        assertNull(database.embeddedData());
    }

    @Test
    void lettersLeaveByAServerIntoAFolderOrNotAtAll() throws IOException {
        assertEquals(new NodeConfig.Mail.Folder(folder.resolve("mail")), NodeConfig.read(changed("", "")).mail());
        assertEquals(new NodeConfig.Mail.Off(), NodeConfig.read(changed("port = 7001", "port = 7001\nmail = off")).mail());
        assertEquals(new NodeConfig.Mail.Server("smtp.example", 465, NodeConfig.Mail.Security.TLS, "canut",
            folder.resolve("word"), "canut@lyon.example"), NodeConfig.read(changed("port = 7001", """
                port = 7001
                mail = server
                mail.host = smtp.example
                mail.port = 465
                mail.security = tls
                mail.user = canut
                mail.password-file = word
                mail.from = canut@lyon.example""")).mail());
    }

    @Test
    void theAddressBookHoldsAddressesInNumbers() throws IOException {
        assertEquals(
            Map.of(Host.of("bologna.localhost"), new InetSocketAddress("127.0.0.1", 7002),
                Host.of("nairobi.localhost"), new InetSocketAddress("::1", 7003)),
            NodeConfig.read(changed("port = 7001", """
                port = 7001
                resolve.bologna.localhost = 127.0.0.1:7002
                resolve.nairobi.localhost = [::1]:7003""")).addressBook());
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "host = lyon.example | host = Lyon.example | line 2: host is 'Lyon.example'; write the name by which",
        "port = 7001 | port = 70000 | line 6: port is '70000'; write the port to listen on, 1 to 65535, for instance",
        "port = 7001 | port = +7001 | port is '+7001'; write the port",
        "port = 7001 | port =  | 'port =' is not of the form 'key = value'",
        "port = 7001 | port 7001 | 'port 7001' is not of the form 'key = value'",
        "port = 7001 | prot = 7001 | has no port; add a line such as 'port = 7001'.",
        "port = 7001 | `port = 7001\nprot = 7002` | line 7: 'prot' is not a key of this file; the nearest is 'port'",
        "port = 7001 | `port = 7001\nport = 7002` | line 7: port stands a second time (first in line 6); remove one",
        "bind = 127.0.0.1 | bind = localhost | bind is 'localhost'; write the address of this machine",
        "12.00 EUR | 12 EUR | founding.pay-floor is '12 EUR, 13.50 USD'; write the least pay per hour",
        "12.00 EUR | 12.005 EUR | founding.pay-floor is '12.005 EUR",
        "12.00 EUR | 0.00 EUR | founding.pay-floor is '0.00 EUR",
        "12.00 EUR | 12.00 XXX | founding.pay-floor is '12.00 XXX",
        "13.50 USD | 13.50 EUR | founding.pay-floor is '12.00 EUR, 13.50 EUR'",
        "permille = 80 | permille = 1001 | founding.fee-permille is '1001'",
        "480, 480, 240, 120, 60 | 480, 480, 240, 120 | founding.severity-minutes-per-day is",
        "rejection-days = 14 | rejection-days = 6 | founding.rejection-days is '6'",
        "standing = show | standing = shout | founding.picket-standing is 'shout'; write one of the words",
        "port = 7001 | `port = 7001\nfediverse = yes` | fediverse is 'yes'; write one of the words on and off",
        "port = 7001 | `port = 7001\nresolve.x.localhost = host:1` | resolve.x.localhost is 'host:1'; write an address",
        "port = 7001 | `port = 7001\nresolve.X = 127.0.0.1:1` | resolve.X is '127.0.0.1:1'; write a key such as",
        "port = 7001 | `port = 7001\nmail = post` | mail is 'post'; write one of the words server, folder and off",
        "port = 7001 | `port = 7001\nmail = server` | has no mail.host; add a line such as 'mail.host = smtp.example'",
        "port = 7001 | `port = 7001\nmail.host = a` | line 7: mail.host is not for 'mail = folder'; remove one of the two",
        "port = 7001 | `port = 7001\nmail = off\nmail.folder = a` | mail.folder is not for 'mail = off'",
        "port = 7001 | `port = 7001\ndatabase.host = a` | database.host is for a server of your own and database.embedded",
    })
    void aMistakeIsNamedByFileAndLineAndSaysWhatToWrite(String before, String after, String said) throws IOException {
        CannotStart refusal = refusal(changed(before, after));
        assertTrue(refusal.getMessage().startsWith(folder.resolve("canut.conf").toString()), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(said.strip()), refusal.getMessage());
        assertTrue(refusal.getMessage().endsWith(".") && !refusal.getMessage().contains("\n"), refusal.getMessage());
    }

    @Test
    void aFileThatIsNotThereOrNotTextIsRefused() throws IOException {
        assertTrue(refusal(folder.resolve("none.conf")).getMessage().contains("copy the sample"));
        Path latin = Files.write(folder.resolve("latin.conf"), "name = é".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(refusal(latin).getMessage().contains("UTF-8"));
    }

    private static CannotStart refusal(Path file) {
        return assertThrows(CannotStart.class, () -> NodeConfig.read(file));
    }

    private Path changed(String before, String after) throws IOException {
        String good = """
            # Lyon
            host = lyon.example
            name = Les canuts de Lyon
            keys = keys
            bind = 127.0.0.1
            port = 7001
            database.embedded = data
            founding.pay-floor = 12.00 EUR, 13.50 USD
            founding.fee-permille = 80
            founding.fund-permille = 20
            founding.severity-minutes-per-day = 480, 480, 240, 120, 60
            founding.severity-minutes-per-week = 2400, 2400, 1200, 480, 180
            founding.rejection-days = 14
            founding.picket-standing = show
            """;
        assertTrue(good.contains(before));
        return Files.writeString(folder.resolve("canut.conf"), good.replace(before, after));
    }
}
