package coop.canut.protocol.standing;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.json.Times;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.StandingMessage.ReceiptIssued;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * A receipt with everything that proves it, as one canonical JSON document:
 * {@code {"canutReceipt":1,"countersignature":{"at","key","signature"},"home","homeKeys":[…],"issuerKeys":[…],"receipt"}}.
 * The messages in it are strings that hold their exact bytes. Only these bytes are a receipt: one byte more, less or other
 * and it is refused.
 *
 * @param receipt    the signed {@code receipt-issued}, as one line
 * @param issuerKeys every {@code keys-stated} of the node that issued it, oldest first
 * @param home       the node whose member did the work
 * @param homeKeys   every {@code keys-stated} of that node, oldest first
 * @param at         when the home node countersigned
 * @param key        the node key with which it did
 * @param signature  {@code z} and base 58 of 64 bytes over the text of {@link #signedText}
 */
public record ReceiptFile(String receipt, List<String> issuerKeys, Host home, List<String> homeKeys, Instant at, Key key,
                          String signature) {

    private static final String NAME = "canutReceipt";
    private static final int VERSION = 1;
    /** Statements of keys in one file: a rotation every month for eight years. */
    private static final int STATEMENTS = 100;
    /** Bytes of a file: two long histories of keys. A file of two young nodes has some 8 000. */
    private static final int BYTES = 1_048_576;
    private static final JsonLimits LIMITS = new JsonLimits(BYTES, 4, 8, STATEMENTS, Limits.MESSAGE_BYTES);

    /** Copies the lists. */
    public ReceiptFile {
        issuerKeys = List.copyOf(issuerKeys);
        homeKeys = List.copyOf(homeKeys);
    }

    /**
     * What a file that verifies says.
     *
     * @param issuer      the node that published and paid for the work
     * @param home        the node whose member did it
     * @param subject     the worker's name towards the issuer
     * @param paidMinutes of work that was paid for
     * @param ok          answers accepted
     * @param bad         rejections upheld
     * @param contested   rejections not decided
     * @param lastMonth   {@code YYYY-MM} of the newest work
     * @param expires     until when it speaks
     * @param issued      when the issuer said so
     * @param countersigned when the home node agreed
     * @param issuerPrint hash of the issuer's newest statement of keys, as its peers know it
     * @param homePrint   that of the home node
     */
    public record Verified(Host issuer, Host home, Pseudonym subject, ObjectUrl requester, String skill, long seq,
                           long paidMinutes, long ok, long bad, long contested, String lastMonth, Instant expires,
                           Instant issued, Instant countersigned, Hash issuerPrint, Hash homePrint) {
    }

    /**
     * Countersigns a receipt. Whether it agrees with the home node's books is asked before.
     *
     * @param receipt    the bytes of the {@code receipt-issued}
     * @param issuerKeys the bytes of every {@code keys-stated} of its author
     * @param homeKeys   the bytes of every {@code keys-stated} of the home node
     * @param homeNode   the home node's node key
     * @param at         now, whole seconds
     */
    public static ReceiptFile countersign(byte[] receipt, List<byte[]> issuerKeys, Host home, List<byte[]> homeKeys,
                                          SigningKey homeNode, Instant at) {
        byte[] signature = homeNode.sign(signedText(home, Hash.sha256(receipt), at));
        return new ReceiptFile(text(receipt), issuerKeys.stream().map(ReceiptFile::text).toList(), home,
            homeKeys.stream().map(ReceiptFile::text).toList(), at, homeNode.key(), Signatures.encode(signature));
    }

    /** What the home node signs: that it saw these bytes, and that they agree with its books. */
    static byte[] signedText(Host home, Hash receipt, Instant at) {
        return ("canut/1 receipt\n" + home + "\n" + receipt + "\n" + Times.write(at) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a file: form only, nothing in it is believed before {@link #verify}.
     *
     * @throws Refused {@code receipt-wrong}, with the member at fault
     */
    public static ReceiptFile read(byte[] file) {
        try {
            if (!(Json.read(file, LIMITS) instanceof Json.Obj document) || !Arrays.equals(document.canonical(), file)) {
                throw new Refused(Problem.RECEIPT_WRONG, "not one canonical JSON object");
            }
            Members in = new Members(document, "");
            in.integer(NAME, VERSION, VERSION);
            Members counter = in.object("countersignature");
            var read = new ReceiptFile(in.text("receipt", Limits.MESSAGE_BYTES),
                in.texts("issuerKeys", STATEMENTS, Limits.MESSAGE_BYTES), in.host("home"),
                in.texts("homeKeys", STATEMENTS, Limits.MESSAGE_BYTES), counter.time("at"), counter.key("key"),
                counter.text("signature", Limits.SHORT_CHARS));
            counter.done();
            in.done();
            return read;
        } catch (Refused refused) {
            throw wrong(refused.field(), refused);
        }
    }

    /** The bytes of the file. */
    public byte[] write() {
        return Json.object()
            .put(NAME, VERSION)
            .put("countersignature", Json.object().put("at", at).put("key", key).put("signature", signature).build())
            .put("home", home)
            .putTexts("homeKeys", homeKeys)
            .putTexts("issuerKeys", issuerKeys)
            .put("receipt", receipt)
            .build().canonical();
    }

    /**
     * Verifies everything: both histories of keys, the issuer's proof, the home node's countersignature, that the one speaks
     * to the other about a worker of its, and that it has not expired.
     *
     * @param now the reader's clock
     * @throws Refused {@code receipt-wrong}; the field is the member at fault, {@code expires} if it is only too old
     */
    public Verified verify(Instant now) {
        Unproven unproven = part("receipt", () -> Codec.read(bytes(receipt)));
        Host issuer = unproven.envelope().actor();
        KeyHistory issuerHistory = part("issuerKeys", () -> history(issuer, issuerKeys));
        KeyHistory homeHistory = part("homeKeys", () -> history(home, homeKeys));
        ReceiptIssued said = part("receipt", () -> {
            unproven.requireOrigin(issuer, home);
            if (!(unproven.prove(issuerHistory, now, at).message() instanceof ReceiptIssued message)
                || !message.subject().isSubject() || !message.requester().host().equals(issuer)) {
                throw new Refused(Problem.RECEIPT_WRONG, "not a receipt of its issuer's work");
            }
            return message;
        });
        part("countersignature", () -> {
            homeHistory.valid(Purpose.NODE, key, at);
            Signatures.verify(key, signedText(home, unproven.hash(), at), Signatures.decode(signature));
            Instant latest = now.plusSeconds(Limits.CLOCK_SKEW_SECONDS);
            if (at.isAfter(latest) || at.isBefore(unproven.created().minusSeconds(Limits.CLOCK_SKEW_SECONDS))) {
                throw new Refused(Problem.RECEIPT_WRONG, "countersigned before it was issued, or in the future");
            }
            return null;
        });
        if (now.isAfter(said.expires())) {
            throw Refused.at(Problem.RECEIPT_WRONG, "expires", "expired at " + said.expires());
        }
        return new Verified(issuer, home, said.subject(), said.requester(), said.skill(), said.seq(), said.paidMinutes(),
            said.ok(), said.bad(), said.contested(), said.lastMonth(), said.expires(), unproven.envelope().published(), at,
            issuerHistory.last(), homeHistory.last());
    }

    private static KeyHistory history(Host host, List<String> statements) {
        KeyHistory history = KeyHistory.read(host, statements.stream().map(ReceiptFile::bytes).toList());
        history.requireUnpublished();
        return history;
    }

    private interface Check<T> {
        T run();
    }

    private static <T> T part(String field, Check<T> check) {
        try {
            return check.run();
        } catch (Refused refused) {
            throw wrong(field, refused);
        }
    }

    private static Refused wrong(String field, Refused cause) {
        return Refused.at(Problem.RECEIPT_WRONG, field, cause.getMessage());
    }

    private static byte[] bytes(String message) {
        return message.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }
}
