package coop.canut.protocol.standing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.message.StandingMessage.ReceiptIssued;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReceiptFileTest {

    private static final Host LYON = Host.of("lyon.example");
    private static final Host BOLOGNA = Host.of("bologna.example");
    private static final Instant FOUNDED = Instant.parse("2026-11-01T08:00:00Z");
    private static final Instant ISSUED = Instant.parse("2026-11-24T18:00:00Z");
    private static final Instant NOW = ISSUED.plusSeconds(3_600);
    private static final Instant EXPIRES = ISSUED.plus(Duration.ofDays(90));

    @Test
    void aReceiptVerifiesFromTheFileAlone() {
        ReceiptFile.Verified verified = ReceiptFile.read(file()).verify(NOW);
        assertEquals(LYON, verified.issuer());
        assertEquals(BOLOGNA, verified.home());
        assertEquals(42, verified.paidMinutes());
        assertEquals(120, verified.ok());
        assertEquals(EXPIRES, verified.expires());
        assertEquals(Hash.sha256(keys(LYON)), verified.issuerPrint());
        assertEquals(Hash.sha256(keys(BOLOGNA)), verified.homePrint());
    }

    @Test
    void theBytesOfAFileAreReadBackAsTheyWere() {
        assertEquals(text(file()), text(ReceiptFile.read(file()).write()));
    }

    @Test
    @Tag("F-45")
    void everyAlteredByteIsRefused() {
        byte[] file = file();
        for (int at = 0; at < file.length; at++) {
            byte[] altered = file.clone();
            altered[at] ^= 1;
            int place = at;
            assertEquals(Problem.RECEIPT_WRONG,
                assertThrows(Refused.class, () -> ReceiptFile.read(altered).verify(NOW), () -> "byte " + place).problem());
        }
    }

    @Test
    void aShorterOrLongerFileIsRefused() {
        byte[] file = file();
        assertEquals(Problem.RECEIPT_WRONG, problem(Arrays.copyOf(file, file.length - 1)));
        assertEquals(Problem.RECEIPT_WRONG, problem(Arrays.copyOf(file, file.length + 1)));
    }

    @Test
    void swappedKeysAreRefused() {
        ReceiptFile file = ReceiptFile.read(file());
        assertEquals("issuerKeys", refused(new ReceiptFile(file.receipt(), file.homeKeys(), file.home(), file.issuerKeys(),
            file.at(), file.key(), file.signature()), NOW).field());
    }

    @Test
    void keysThatSomebodyElseMadeForTheHostAreRefused() {
        ReceiptFile file = ReceiptFile.read(file());
        byte[] forged = signed(LYON, null, stated(LYON, "forged "), key("forged ", LYON, Purpose.NODE), FOUNDED);
        assertEquals("receipt", refused(new ReceiptFile(file.receipt(), List.of(text(forged)), file.home(), file.homeKeys(),
            file.at(), file.key(), file.signature()), NOW).field());
    }

    @Test
    void aCountersignatureByTheIssuerItselfIsRefused() {
        ReceiptFile file = ReceiptFile.read(file());
        SigningKey issuer = key("", LYON, Purpose.NODE);
        String signature = Signatures.encode(issuer.sign(ReceiptFile.signedText(BOLOGNA,
            Hash.sha256(file.receipt().getBytes(StandardCharsets.UTF_8)), file.at())));
        assertEquals("countersignature", refused(new ReceiptFile(file.receipt(), file.issuerKeys(), file.home(),
            file.homeKeys(), file.at(), issuer.key(), signature), NOW).field());
    }

    @Test
    void aReceiptToAnotherHomeIsRefused() {
        byte[] toNairobi = receipt(Host.of("nairobi.example"), EXPIRES);
        assertEquals("receipt", refused(ReceiptFile.countersign(toNairobi, List.of(keys(LYON)), BOLOGNA,
            List.of(keys(BOLOGNA)), key("", BOLOGNA, Purpose.NODE), NOW), NOW).field());
    }

    @Test
    void anExpiredReceiptSaysSo() {
        Refused refused = refused(ReceiptFile.read(file()), EXPIRES.plusSeconds(1));
        assertEquals(Problem.RECEIPT_WRONG, refused.problem());
        assertEquals("expires", refused.field());
    }

    @Test
    void anotherMessageOfTheIssuerIsNoReceipt() {
        byte[] keys = keys(LYON);
        assertEquals("receipt", refused(ReceiptFile.countersign(keys, List.of(keys), BOLOGNA, List.of(keys(BOLOGNA)),
            key("", BOLOGNA, Purpose.NODE), NOW), NOW).field());
    }

    private static byte[] file() {
        return ReceiptFile.countersign(receipt(BOLOGNA, EXPIRES), List.of(keys(LYON)), BOLOGNA, List.of(keys(BOLOGNA)),
            key("", BOLOGNA, Purpose.NODE), ISSUED.plusSeconds(60)).write();
    }

    private static byte[] receipt(Host home, Instant expires) {
        var subject = Pseudonym.subject(new byte[32], Id.of(0, new byte[10]), LYON);
        var said = new ReceiptIssued(subject, ObjectUrl.of("https://lyon.example/requester/01M87BEFS0HQSYHRMC1NHFFJBQ"),
            "general", 3, 42, 120, 0, 0, "2026-11", expires);
        return signed(LYON, home, said, key("", LYON, Purpose.NODE), ISSUED);
    }

    private static byte[] keys(Host host) {
        return signed(host, null, stated(host, ""), key("", host, Purpose.NODE), FOUNDED);
    }

    private static KeysStated stated(Host host, String salt) {
        List<StatedKey> keys = List.of(Purpose.values()).stream().map(purpose -> {
            SigningKey key = key(salt, host, purpose);
            return new StatedKey(key.key(), purpose, FOUNDED, null, null,
                Signatures.encode(key.sign(KeyHistory.possession(host, 1, purpose, key.key()))));
        }).toList();
        return new KeysStated(1, Hash.ZERO, keys, List.of(seeded(salt + host + " recovery").key()));
    }

    private static byte[] signed(Host actor, Host to, Message message, SigningKey key, Instant published) {
        var position = to == null ? null : new ChannelPosition(1, 1, Hash.ZERO);
        return Codec.sign(Envelope.of(actor, published, to, position, message), key, published).wire();
    }

    private static SigningKey key(String salt, Host host, Purpose purpose) {
        return seeded(salt + host + " " + purpose);
    }

    private static SigningKey seeded(String seed) {
        return SigningKey.fromSeed(Hash.sha256(("receipt file test " + seed).getBytes(StandardCharsets.UTF_8)).bytes());
    }

    private static Problem problem(byte[] file) {
        return assertThrows(Refused.class, () -> ReceiptFile.read(file)).problem();
    }

    private static Refused refused(ReceiptFile file, Instant now) {
        return assertThrows(Refused.class, () -> file.verify(now));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
