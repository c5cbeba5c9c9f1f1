package coop.canut.protocol.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.message.ListingMessage.EndUse;
import coop.canut.protocol.message.ListingMessage.Identity;
import coop.canut.protocol.message.ListingMessage.Pay;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.ListingMessage.Work;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.sign.Proof;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The five messages of FEDERATION.md 3.1 come out of records byte for byte, proofs included, and go in again. */
class WorkedExampleTest {
    private static final Json.Obj EXAMPLE = example();
    private static final Host LYON = Host.of("lyon.example");
    private static final Host BXL = Host.of("bxl.example");
    private static final ObjectUrl LISTING = ObjectUrl.of("https://lyon.example/listing/01M87BEFS0HQSYHRMC1NHFFJBQ");
    private static final Instant T = Instant.parse("2026-11-24T18:00:00Z");

    @Test
    void theKeys() {
        var stated = new NodeMessage.KeysStated(1, Hash.ZERO, List.of(
            key("z6MkoHpMEvjmpXGbqkLHZqTdYm7H4xkVJdCMzzBJtRqapfKK", Purpose.NODE,
                "z5djmVpcQXVmJCBashRApRzZfiLn3Cb43XpZyCWxy2beefRkmzK8cxWq85i51xcTFMEYcWiVoTax4fnxGsMuDSSwg"),
            key("z6MknS7NrdbsLch6DG3MVmVURNjFp6Qo4CuZEF6QJerKnxNJ", Purpose.LOG,
                "z2f7HP6NZdaMRwq967yjVMtKqT6yVaVXs9gjyG5eK5UKt9gfPbFtDy77eVSTrPEn9xmcNr6tJav3VGWdNNxLLtVHp"),
            key("z6MkvhdbAYWjXU2VZdNerhPxQRDiSPdQ4w3pKj3p2gLbs2fi", Purpose.WITNESS,
                "zDNPTUmGxkiadUPXZz5BGDkC7j1UmtzfrkzyM6sTGRNG2rap1kn78zbXc8frhdVn2Zh19Zm7t46prDvWMFcS1Mi3")),
            List.of(Key.of("z6MkmH2TpT9PdmUyCpsz2JXbA3GjPGJDRrkGywjVhXponpDv")));
        assertExample(0, Envelope.of(LYON, T, null, null, stated), T);
    }

    private static StatedKey key(String key, Purpose purpose, String possession) {
        return new StatedKey(Key.of(key), purpose, T, null, null, possession);
    }

    @Test
    void thePolicy() {
        var enacted = new NodeMessage.PolicyEnacted(1, Hash.ZERO, "2026-001", List.of(Money.of(1_500, "EUR")), 80, 10,
            List.of(1440L, 480L, 240L, 60L, 30L), List.of(10_080L, 2_400L, 1_200L, 300L, 150L), 14, "show");
        assertExample(1, Envelope.of(LYON, T.plusSeconds(10), null, null, enacted), T.plusSeconds(10));
    }

    @Test
    void theListing() {
        var published = new ListingMessage.Published(LISTING, 1,
            new ObjectUrl(Noun.REQUESTER, LYON, Id.of("01M87800M0MNMWEADV9BB4CZ2T")),
            new Identity("Musée des Tissus", "FR", "SIREN 000 000 000"), "Transcribe weavers’ letters",
            "Type what you read. Mark doubtful words with [?].",
            new EndUse("Public archive of the museum; no training of models.", "A. Roux",
                Instant.parse("2026-11-24T17:55:00Z")),
            List.of(new Category("none", 0)), List.of("fr"), List.of(), "new", List.of(), "none",
            new Work(200, 2, 90, 900, 86_400, "{\"kind\":\"text\",\"show\":[\"scan\"],\"ask\":\"Type what you read.\"}"),
            new Pay(Money.of(40, "EUR"), 259_200), Instant.parse("2026-12-24T18:00:00Z"),
            new PolicyRef(1, Hash.of("aa652d3df970aae2c3237f440d97e43edfdeb2b8cfa05ea5740c9377906a78ad")));
        assertExample(2, Envelope.of(LYON, T.plusSeconds(20), null, null, published), T.plusSeconds(20));
    }

    @Test
    void theRequestForSlots() {
        var requested = new WorkMessage.SlotsRequested(Id.of("01M87BFPV0G32BCA9RSYEDMW5J"), LISTING, 1, 20, List.of());
        assertExample(3, Envelope.of(BXL, T.plusSeconds(60), LYON, new ChannelPosition(1, 1, Hash.ZERO), requested),
            T.plusSeconds(61));
    }

    @Test
    void theAcknowledgement() {
        var acknowledged = new ChannelAcknowledged(BXL, 1, 1,
            Hash.of("6a884c8f61d9e54269be87a5470bcae334d23c6052a6f7e5935ae0c1e84ec88c"), List.of());
        assertExample(4, Envelope.of(LYON, T.plusSeconds(62), BXL, null, acknowledged), T.plusSeconds(62));
    }

    @Test
    void theDelivery() {
        String body = text((Json.Obj) EXAMPLE.get("delivery"), "body");
        Batch batch = Batch.read(body.getBytes(StandardCharsets.UTF_8));
        assertEquals(Frame.channel(1, 1, 1, BXL, LYON), batch.frame());
        batch.frame().requireParties(BXL, LYON);
        assertArrayEquals(wire(3), batch.lines().getFirst());
        assertEquals(body, new String(batch.write(), StandardCharsets.UTF_8));
    }

    private static void assertExample(int index, Envelope envelope, Instant created) {
        Json.Obj example = message(index);
        assertEquals(text(example, "id"), "https://" + envelope.actor() + "/canut/1/m/" + envelope.id());
        assertEquals(text(example, "cause"), envelope.message().cause());
        Signed signed = Codec.sign(envelope, signer(envelope.actor()), created);
        assertEquals(text(example, "wire"), new String(signed.wire(), StandardCharsets.UTF_8));
        assertEquals(text(example, "wireSha256"), signed.hash().hex());
        Unproven read = Codec.read(wire(index));
        assertEquals(envelope, read.envelope());
        read.requireOrigin(envelope.actor(), envelope.to() == null ? BXL : envelope.to());
        assertEquals(text(example, "signedBytesHex"), HexFormat.of().formatHex(read.proof().signedBytes()));
        Proof.verify(read.proof());
    }

    private static SigningKey signer(Host host) {
        Json.Obj key = (Json.Obj) ((Json.Obj) EXAMPLE.get("keys")).get(host + " node");
        return SigningKey.fromSeed(HexFormat.of().parseHex(text(key, "seedHex")));
    }

    private static byte[] wire(int index) {
        return text(message(index), "wire").getBytes(StandardCharsets.UTF_8);
    }

    private static Json.Obj message(int index) {
        return (Json.Obj) ((Json.Arr) EXAMPLE.get("messages")).items().get(index);
    }

    private static String text(Json.Obj object, String member) {
        return ((Json.Text) object.get(member)).value();
    }

    private static Json.Obj example() {
        try {
            return (Json.Obj) Json.read(Files.readAllBytes(Path.of("vectors/published/canut-worked-example.json")),
                JsonLimits.API);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
