package coop.canut.protocol.vectors;

import static coop.canut.protocol.Problem.JSON_DUPLICATE_KEY;
import static coop.canut.protocol.Problem.JSON_LIMIT;
import static coop.canut.protocol.Problem.JSON_NOT_CANONICAL;
import static coop.canut.protocol.Problem.KIND_UNKNOWN;
import static coop.canut.protocol.Problem.MEMBER_MISSING;
import static coop.canut.protocol.Problem.MEMBER_UNKNOWN;
import static coop.canut.protocol.Problem.NAME_NOT_CANONICAL;
import static coop.canut.protocol.Problem.NUMBER_FORM;
import static coop.canut.protocol.Problem.TEXT_INVALID;
import static coop.canut.protocol.Problem.TIME_FORM;
import static coop.canut.protocol.Problem.TYPE_MISMATCH;

import coop.canut.protocol.Problem;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.name.Base58;
import coop.canut.protocol.name.Hash;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Stage 11: messages of a wrong form. Where a canonical document can say it, the proof is right and only the form is not. */
final class FormVectors {
    private static final Envelope ACCEPTED = Cast.ACCEPTED;
    private static final Envelope LISTING = Cast.LISTING;
    private final List<Vector> vectors = new ArrayList<>();

    private FormVectors() {
    }

    static List<Vector> all() {
        var made = new FormVectors();
        made.text();
        made.json();
        made.members();
        made.names();
        made.timesAndKinds();
        return made.vectors;
    }

    private void text() {
        put(TEXT_INVALID, "nul", "F-79", "A title holds an escaped NUL.", LISTING, "Sort letters", "Sort\\u0000letters");
        put(TEXT_INVALID, "control", "F-79", "A title holds an escaped ESC.", LISTING, "Sort letters", "Sort\\u001bletters");
        put(TEXT_INVALID, "carriage-return", "F-79", "Only line feed and tab are text.", LISTING, ".\\nLeave", ".\\r\\nLeave");
        put(TEXT_INVALID, "half-surrogate", "F-79", "A title ends in half a surrogate pair.", LISTING, "Sort letters",
            "Sort letters \\ud83e");
        putBytes(TEXT_INVALID, "raw-control", "F-79", "A control character stands unescaped.", LISTING, "letters", 0x1b);
        putBytes(TEXT_INVALID, "broken-utf-8", "F-79", "A byte that no UTF-8 holds.", LISTING, "letters", 0xff);
        putBytes(TEXT_INVALID, "overlong-utf-8", "F-79", "A slash in two bytes.", LISTING, "letters", 0xc0, 0xaf);
        putBytes(TEXT_INVALID, "surrogate-utf-8", "F-79", "A surrogate in three bytes.", LISTING, "letters", 0xed, 0xa0, 0xbd);
    }

    private void json() {
        put(JSON_DUPLICATE_KEY, "actor-twice", "F-23", "One reader takes the first actor, another the last.", ACCEPTED,
            "\"actor\":", "\"actor\":\"https://evil.example/actor\",\"actor\":");
        put(JSON_DUPLICATE_KEY, "amount-twice", "F-23", "A price stands twice.", LISTING,
            "\"amount\":40", "\"amount\":40,\"amount\":4");
        put(JSON_DUPLICATE_KEY, "escaped-name", "F-23", "The second time the name is escaped.", ACCEPTED,
            "\"actor\":", "\"\\u0061ctor\":\"https://evil.example/actor\",\"actor\":");
        for (String[] number : new String[][] {{"decimal", "80.1"}, {"whole-decimal", "80.0"}, {"exponent", "8e1"},
            {"string", "\"80\""}, {"minus-zero", "-0"}, {"plus", "+80"}, {"leading-zero", "080"}, {"negative", "-80"},
            {"above-53-bits", "9007199254740992"}, {"huge", "8" + "0".repeat(400)}, {"not-the-sum", "81"},
            {"not-a-number", "NaN"}}) {
            Problem problem = number[0].equals("not-a-number") ? JSON_NOT_CANONICAL : NUMBER_FORM;
            put(problem, number[0], "W-19", "A total of money is written " + (number[1].length() > 20 ? "with 401 digits"
                : number[1]) + ".", ACCEPTED, "\"total\":80", "\"total\":" + number[1]);
        }
        put(NUMBER_FORM, "claim-too-short", "F-42", "A claim lasts at least 60 seconds.", LISTING,
            "\"claimSeconds\":900", "\"claimSeconds\":59");
        put(NUMBER_FORM, "price-zero", "W-18", "No price is below one minor unit.", LISTING, "\"amount\":40", "\"amount\":0");
        put(NUMBER_FORM, "severity-five", "F-42", "Severities end at 4.", LISTING, "\"severity\":0", "\"severity\":5");
        put(JSON_LIMIT, "depth", "F-64", "Arrays within arrays, 17 levels deep.", ACCEPTED, "\"total\":80",
            "\"total\":" + "[".repeat(16) + "]".repeat(16));
        put(JSON_LIMIT, "members", "F-64", "An object of 65 members.", ACCEPTED, "{\"acceptance\"",
            "{" + many(65, "\"a%03d\":1,") + "\"acceptance\"");
        put(JSON_LIMIT, "items", "F-64", "A list of 1 001 items.", ACCEPTED, "\"items\":[",
            "\"items\":[" + many(1_001, "%d,"));
        put(JSON_LIMIT, "categories", "F-64", "A list of 21 categories.", LISTING, "\"categories\":[",
            "\"categories\":[" + many(20, "{\"category\":\"c%d\",\"severity\":0},"));
        put(JSON_LIMIT, "name", "F-64", "The name of a member has 41 characters.", ACCEPTED, "{\"acceptance\"",
            "{\"" + "a".repeat(41) + "\":1,\"acceptance\"");
        put(JSON_LIMIT, "line", "F-64", "A title of 1 001 characters.", LISTING, "Sort letters", "x".repeat(1_001));
        put(JSON_LIMIT, "message", "F-62", "A message of more than 65 536 bytes.", LISTING, "Say who", "x".repeat(65_536));
        put(JSON_LIMIT, "opaque", "F-64", "A template of 49 153 bytes as encoded.", LISTING, "\"template\":\"{}\"",
            "\"template\":\"" + "\\\"".repeat(24_575) + "x\"");
        put(JSON_NOT_CANONICAL, "space", "F-23", "A space after a colon.", ACCEPTED, "\"total\":80", "\"total\": 80");
        put(JSON_NOT_CANONICAL, "order", "F-23", "Two members in another order.", ACCEPTED,
            "\"currency\":\"EUR\",\"due\":\"2026-12-24T18:00:00Z\"", "\"due\":\"2026-12-24T18:00:00Z\",\"currency\":\"EUR\"");
        put(JSON_NOT_CANONICAL, "escaped-slash", "F-23", "Slashes are escaped.", ACCEPTED, "https://lyon.example/actor\"",
            "https:\\/\\/lyon.example\\/actor\"");
        put(JSON_NOT_CANONICAL, "escaped-letter", "F-23", "A letter is escaped.", LISTING, "Musée", "Mus\\u00e9e");
        put(JSON_NOT_CANONICAL, "line-feed-at-the-end", "F-23", "A line holds its line feed.", ACCEPTED, "\"Accept\"}",
            "\"Accept\"}\n");
        put(JSON_NOT_CANONICAL, "byte-order-mark", "F-23", "The line begins with U+FEFF.", ACCEPTED, "{\"@context\"",
            "\ufeff{\"@context\"");
        put(JSON_NOT_CANONICAL, "two-values", "F-23", "A second value follows.", ACCEPTED, "\"Accept\"}", "\"Accept\"}{}");
        put(JSON_NOT_CANONICAL, "cut-off", "D-10", "The end is missing.", ACCEPTED, "\"Accept\"}", "\"Acc");
        put(JSON_NOT_CANONICAL, "comment", "F-23", "A comment stands between members.", ACCEPTED, "\"currency\":",
            "/**/\"currency\":");
    }

    private void members() {
        sign(MEMBER_UNKNOWN, "graph", "F-21", "A graph beside the members, for readers of linked data.",
            Cast.document(LISTING).with("@graph", Json.texts(List.of())));
        sign(MEMBER_UNKNOWN, "included", "F-21", "Included nodes, for readers of linked data.",
            Cast.document(LISTING).with("@included", Json.texts(List.of())));
        sign(MEMBER_UNKNOWN, "context", "F-21", "A context that would give our words another meaning.",
            Cast.document(LISTING).with("@context", Json.texts(List.of("https://www.w3.org/ns/activitystreams",
                "https://w3id.org/security/data-integrity/v2", "https://evil.example/ns/1"))));
        sign(MEMBER_UNKNOWN, "in-the-object", "F-42", "A member that an older node would not know.",
            inObject(LISTING, "tip", Json.of(1)));
        sign(MEMBER_UNKNOWN, "channel-of-a-log-entry", "F-42", "What is said to everyone has no place in a channel.",
            Cast.document(LISTING).with("channel", Cast.document(ACCEPTED).get("channel")));
        sign(MEMBER_UNKNOWN, "word-of-an-enumeration", "F-42", "A band that no version knows.",
            inObject(LISTING, "band", Json.text("beloved")));
        sign(MEMBER_UNKNOWN, "currency", "W-18", "A currency that counts no minor units.",
            inObject(ACCEPTED, "currency", Json.text("XAU")));
        put(MEMBER_UNKNOWN, "expiry-of-the-proof", "F-22", "A proof with an option that nobody agreed on.", LISTING,
            "\"proofPurpose\"", "\"expires\":\"2026-11-25T18:00:00Z\",\"proofPurpose\"");
        put(MEMBER_UNKNOWN, "another-suite", "F-08", "The proof names another algorithm.", LISTING, "eddsa-jcs-2022",
            "ecdsa-jcs-2019");
        put(MEMBER_UNKNOWN, "another-purpose", "F-22", "The proof is for signing in.", LISTING, "assertionMethod",
            "authentication");
        sign(MEMBER_MISSING, "receiver", "F-42", "Nobody is addressed.", Cast.document(LISTING).without("to"));
        sign(MEMBER_MISSING, "end-use", "F-42", "A listing does not say what it is for.",
            Cast.document(LISTING).with("object", ((Json.Obj) Cast.document(LISTING).get("object")).without("endUse")));
        sign(MEMBER_MISSING, "channel", "F-42", "A message to one node has no place in its channel.",
            Cast.document(ACCEPTED).without("channel"));
        sign(MEMBER_MISSING, "object-of-another-type", "F-42", "The object is a list.",
            Cast.document(LISTING).with("object", new Json.Arr(List.of())));
        sign(MEMBER_MISSING, "no-items", "F-42", "Nothing is accepted.", inObject(ACCEPTED, "items", new Json.Arr(List.of())));
        put(MEMBER_MISSING, "null", "F-42", "A member is null.", ACCEPTED, "\"currency\":\"EUR\"", "\"currency\":null");
        vectors.add(Vector.message(MEMBER_MISSING, "proof", "F-01", "The message is not signed.",
            Cast.document(ACCEPTED).without("proof").canonical()));
        vectors.add(Vector.message(MEMBER_MISSING, "two-proofs", "F-22", "A list of proofs.", Cast.document(ACCEPTED)
            .with("proof", new Json.Arr(List.of(Cast.document(ACCEPTED).get("proof")))).canonical()));
        vectors.add(Vector.message(MEMBER_MISSING, "not-an-object", "F-42", "The line is a string.", Cast.bytes("\"x\"")));
    }

    private void names() {
        String host = "https://lyon.example/actor";
        for (String[] spelling : new String[][] {{"upper-case", "https://Lyon.example/actor"},
            {"trailing-dot", "https://lyon.example./actor"}, {"soft-hyphen", "https://ly\u00adon.example/actor"},
            {"circled-letter", "https://lyon.exampl\u24d4/actor"}, {"ideographic-stop", "https://lyon\u3002example/actor"},
            {"sharp-s", "https://lyo\u00df.example/actor"}, {"percent-dot", "https://lyon%2eexample/actor"},
            {"user-info", "https://a@lyon.example/actor"}, {"port", "https://lyon.example:443/actor"},
            {"http", "http://lyon.example/actor"}, {"query", host + "?"}, {"fragment", host + "#a"},
            {"trailing-slash", host + "/"}, {"path-with-dots", "https://lyon.example/./actor"},
            {"backslash", "https:\\\\lyon.example\\actor"}, {"address", "https://127.0.0.1/actor"},
            {"number", "https://2130706433/actor"}, {"line-break", "https://lyon.example\n/actor"},
            {"tab-after", host + "\t"}, {"false-xn", "https://xn--a.example/actor"}, {"one-label", "https://lyon/actor"}}) {
            sign(NAME_NOT_CANONICAL, "host-" + spelling[0], spelling[0].equals("line-break") ? "F-56" : "F-31",
                "The actor's host in another spelling.", Cast.document(LISTING).with("actor", Json.text(spelling[1])));
        }
        put(NAME_NOT_CANONICAL, "key-id-of-another-path", "F-16", "The key id has a path of its own.", LISTING,
            "https://lyon.example/actor#z6Mk", "https://lyon.example/actor/#z6Mk");
        put(NAME_NOT_CANONICAL, "key-with-a-wrong-letter", "F-16", "A key holds a letter that base 58 has not.", LISTING,
            "#z6Mko", "#z6Mkl");
        put(NAME_NOT_CANONICAL, "signature-too-short", "F-10", "A proof of 63 bytes.", LISTING, proofValue(LISTING), "z"
            + Base58.encode(new byte[63]));
        sign(NAME_NOT_CANONICAL, "id-in-lower-case", "F-31", "An id in lower case.", inObject(ACCEPTED, "obligation",
            Json.text("01m87bfpv0g32bca9rsyedmw5j")));
        sign(NAME_NOT_CANONICAL, "id-beyond-its-bits", "F-31", "An id that needs 129 bits.", inObject(ACCEPTED, "obligation",
            Json.text("81M87BFPV0G32BCA9RSYEDMW5J")));
        put(NAME_NOT_CANONICAL, "hash-in-upper-case", "F-31", "A hash in upper case.", ACCEPTED,
            Hash.sha256(Cast.bytes("a")).hex(),
            Hash.sha256(Cast.bytes("a")).hex().toUpperCase(Locale.ROOT));
        sign(NAME_NOT_CANONICAL, "listing-of-another-noun", "F-28", "A requester stands where a listing is meant.",
            inObject(LISTING, "id", ((Json.Obj) Cast.document(LISTING).get("object")).get("attributedTo")));
        put(NAME_NOT_CANONICAL, "work-of-another-listing", "F-28", "The half of a proposal has an id of its own.", LISTING,
            "#work", "#play");
    }

    private void timesAndKinds() {
        for (String[] time : new String[][] {{"fraction", "2026-11-24T18:04:00.000Z"}, {"offset", "2026-11-24T18:04:00+00:00"},
            {"lower-case", "2026-11-24t18:04:00z"}, {"space", "2026-11-24 18:04:00Z"}, {"leap-second", "2026-12-31T23:59:60Z"},
            {"no-such-day", "2027-02-29T18:04:00Z"}, {"midnight-24", "2026-11-24T24:00:00Z"},
            {"year-before", "2025-11-24T18:04:00Z"}, {"year-beyond", "3000-01-01T00:00:00Z"},
            {"long-year", "+12026-11-24T18:04Z"}, {"empty", ""}}) {
            sign(TIME_FORM, time[0], "W-39", "A time is written '" + time[1] + "'.",
                Cast.document(LISTING).with("published", Json.text(time[1])));
        }
        vectors.add(Vector.message(TIME_FORM, "proof-before-the-fact", "F-12", "The proof is dated 301 s before the fact.",
            Cast.signed(Cast.document(LISTING), Cast.LYON, Cast.LYON_1, Cast.FACT.minusSeconds(301)).canonical()));
        sign(KIND_UNKNOWN, "never-heard", "F-42", "A kind that this version has not.",
            Cast.document(LISTING).with("kind", Json.text("listing-auctioned")));
        sign(KIND_UNKNOWN, "upper-case", "F-42", "A kind in upper case.",
            Cast.document(LISTING).with("kind", Json.text("Listing-Published")));
        sign(TYPE_MISMATCH, "activity", "F-21", "A reader of ActivityStreams would delete what ours updates.",
            Cast.document(LISTING).with("type", Json.text("Delete")));
        sign(TYPE_MISMATCH, "create-of-a-revision", "F-21", "Only revision 1 creates.",
            Cast.document(LISTING).with("type", Json.text("Create")));
        sign(TYPE_MISMATCH, "object", "F-21", "The object is of another type than its kind.",
            inObject(LISTING, "type", Json.text("Note")));
        sign(TYPE_MISMATCH, "to-everyone", "F-37", "What is between two nodes is said to everyone.",
            Cast.document(ACCEPTED).with("to", Cast.document(LISTING).get("to")));
        sign(TYPE_MISMATCH, "log-entry-to-one", "F-37", "What everyone may read is said to one.",
            Cast.document(LISTING).with("to", Cast.document(ACCEPTED).get("to")));
    }

    /** The wire of a right message with one piece replaced; its proof does not matter, since form is looked at first. */
    private void put(Problem problem, String name, String attack, String about, Envelope right, String piece,
                     String instead) {
        String wire = Cast.document(right).text();
        if (!wire.contains(piece)) {
            throw new AssertionError(name + ": nothing to replace");
        }
        int at = wire.indexOf(piece);
        vectors.add(Vector.message(problem, name, attack, about,
            Cast.bytes(wire.substring(0, at) + instead + wire.substring(at + piece.length()))));
    }

    private void putBytes(Problem problem, String name, String attack, String about, Envelope right, String before,
                          int... bytes) {
        String wire = Cast.document(right).text();
        int at = wire.indexOf(before);
        var out = new ByteArrayOutputStream();
        out.writeBytes(Cast.bytes(wire.substring(0, at)));
        for (int b : bytes) {
            out.write(b);
        }
        out.writeBytes(Cast.bytes(wire.substring(at)));
        vectors.add(Vector.message(problem, name, attack, about, out.toByteArray()));
    }

    /** A document with a proof that verifies: only its form is wrong. */
    private void sign(Problem problem, String name, String attack, String about, Json.Obj document) {
        vectors.add(Vector.message(problem, name, attack, about,
            Cast.signed(document, Cast.LYON, Cast.LYON_1, Cast.FACT).canonical()));
    }

    private static Json.Obj inObject(Envelope right, String member, Json value) {
        Json.Obj document = Cast.document(right);
        return document.with("object", ((Json.Obj) document.get("object")).with(member, value));
    }

    private static String proofValue(Envelope right) {
        return ((Json.Text) ((Json.Obj) Cast.document(right).get("proof")).get("proofValue")).value();
    }

    private static String many(int count, String form) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(String.format(Locale.ROOT, form, i));
        }
        return text.toString();
    }
}
