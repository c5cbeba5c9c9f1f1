package coop.canut.protocol.vectors;

import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.ListingMessage;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.WorkMessage;
import coop.canut.protocol.message.WorkMessage.AcceptedItem;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.sign.Proof;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The nodes that play in the vectors, their keys, and two right messages from which the wrong ones are made. */
final class Cast {
    static final Host LYON = Host.of("lyon.example");
    static final Host BXL = Host.of("bxl.example");
    static final Host EVIL = Host.of("evil.example");
    /** When the keys were stated, when things happened, and when they arrive. */
    static final Instant STATED = Instant.parse("2026-11-24T18:00:00Z");
    static final Instant FACT = Instant.parse("2026-11-24T18:04:00Z");
    static final Instant NOW = Instant.parse("2026-11-24T18:05:00Z");

    static final SigningKey LYON_1 = key("lyon.example node 1");
    static final SigningKey LYON_2 = key("lyon.example node 2");
    static final SigningKey LYON_LOG = key("lyon.example log 1");
    static final SigningKey BXL_1 = key("bxl.example node 1");
    static final SigningKey EVIL_1 = key("evil.example node 1");

    static final Signed LYON_KEYS = keys(LYON, LYON_1, 1, Hash.ZERO, List.of(
        stated(LYON, 1, LYON_1, Purpose.NODE, null, null), stated(LYON, 1, LYON_LOG, Purpose.LOG, null, null)), STATED);
    static final Signed EVIL_KEYS = keys(EVIL, EVIL_1, 1, Hash.ZERO,
        List.of(stated(EVIL, 1, EVIL_1, Purpose.NODE, null, null)), STATED);

    /** A publishing node's acceptance of two answers: names, times, numbers, a list. From lyon to bxl, seq 1. */
    static final Envelope ACCEPTED = Envelope.of(LYON, FACT, BXL, new ChannelPosition(1, 1, Hash.ZERO),
        new WorkMessage.Accepted(id(1), id(2), Instant.parse("2026-12-24T18:00:00Z"), "EUR", 80,
            new PolicyRef(1, Hash.sha256(bytes("policy"))), List.of(
                new AcceptedItem(id(3), id(4), Hash.sha256(bytes("a")), "answer", 40),
                new AcceptedItem(id(5), id(6), Hash.sha256(bytes("b")), "automatic", 40))));
    /** A second revision of a listing. From lyon to everyone. */
    static final Envelope LISTING = Envelope.of(LYON, FACT, null, null, new ListingMessage.Published(
        new ObjectUrl(Noun.LISTING, LYON, id(7)), 2, new ObjectUrl(Noun.REQUESTER, LYON, id(8)),
        new ListingMessage.Identity("Musée des Tissus", "FR", "SIREN 000 000 000"), "Sort letters",
        "Say who wrote it.\nLeave out what you cannot read.",
        new ListingMessage.EndUse("Public archive.", "A. Roux", STATED),
        List.of(new ListingMessage.Category("none", 0)), List.of("fr"), List.of(), "new", List.of(), "none",
        new ListingMessage.Work(200, 2, 90, 900, 86_400, "{}"), new ListingMessage.Pay(Money.of(40, "EUR"), 259_200),
        Instant.parse("2026-12-24T18:00:00Z"), new PolicyRef(1, Hash.sha256(bytes("policy")))));

    private Cast() {
    }

    /** A key that everybody can make: the seed is SHA-256 of its name, as in the worked example. */
    static SigningKey key(String name) {
        return SigningKey.fromSeed(Hash.sha256(bytes("canut test key: " + name)).bytes());
    }

    static StatedKey stated(Host host, long since, SigningKey key, Purpose purpose, Instant until, Instant revoked) {
        return new StatedKey(key.key(), purpose, STATED, until, revoked,
            Signatures.encode(key.sign(KeyHistory.possession(host, since, purpose, key.key()))));
    }

    static Signed keys(Host host, SigningKey signer, long number, Hash previous, List<StatedKey> keys, Instant at) {
        List<Key> recovery = List.of(key(host + " recovery 1").key());
        return Codec.sign(Envelope.of(host, at, null, null, new KeysStated(number, previous, keys, recovery)), signer, at);
    }

    /** A right message as a document. */
    static Json.Obj document(Envelope envelope) {
        return (Json.Obj) Json.read(Codec.sign(envelope, LYON_1, FACT).wire(), JsonLimits.MESSAGE);
    }


    /** A document with a new proof, whatever it holds. */
    static Json.Obj signed(Json.Obj document, Host host, SigningKey key, Instant created) {
        return Proof.sign(document.without("proof"), host, key, created);
    }

    private static Id id(int last) {
        return Id.of(FACT.toEpochMilli(), new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) last});
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
