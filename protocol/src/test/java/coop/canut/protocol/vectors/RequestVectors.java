package coop.canut.protocol.vectors;

import static coop.canut.protocol.Problem.ALGORITHM_NOT_ALLOWED;
import static coop.canut.protocol.Problem.DIGEST_MISMATCH;
import static coop.canut.protocol.Problem.DIGEST_NOT_SIGNED;
import static coop.canut.protocol.Problem.ENCODING_REFUSED;
import static coop.canut.protocol.Problem.KEY_REVOKED;
import static coop.canut.protocol.Problem.KEY_UNAVAILABLE;
import static coop.canut.protocol.Problem.KEY_UNKNOWN;
import static coop.canut.protocol.Problem.LENGTH_REQUIRED;
import static coop.canut.protocol.Problem.MEDIA_TYPE_WRONG;
import static coop.canut.protocol.Problem.METHOD_NOT_ALLOWED;
import static coop.canut.protocol.Problem.NAME_NOT_CANONICAL;
import static coop.canut.protocol.Problem.NOT_FOUND;
import static coop.canut.protocol.Problem.PEER_NOT_APPROVED;
import static coop.canut.protocol.Problem.PEER_QUOTA;
import static coop.canut.protocol.Problem.PEER_SUSPENDED;
import static coop.canut.protocol.Problem.RECOVERING;
import static coop.canut.protocol.Problem.SIGNATURE_AMBIGUOUS;
import static coop.canut.protocol.Problem.SIGNATURE_INCOMPLETE;
import static coop.canut.protocol.Problem.SIGNATURE_INVALID;
import static coop.canut.protocol.Problem.SIGNATURE_MISSING;
import static coop.canut.protocol.Problem.SIGNATURE_STALE;
import static coop.canut.protocol.Problem.TOMBSTONED;
import static coop.canut.protocol.Problem.TOO_LARGE;
import static coop.canut.protocol.Problem.WRONG_HOST;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.http.RequestSignature;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stages 1 to 9: requests that are not to be read, or not from this sender. Each begins as a right one. */
final class RequestVectors {
    private static final String INBOX = "/canut/1/inbox";
    private static final String LINES = "application/vnd.canut.lines";
    private static final String INPUT = "Signature-Input";
    private static final String SIGNATURE = "Signature";
    private static final String BODY = new String(Frame.channel(1, 1, 1, Cast.LYON, Cast.BXL).write(),
        StandardCharsets.UTF_8) + "\n" + Cast.document(Cast.ACCEPTED).text() + "\n";
    private final List<Vector> vectors = new ArrayList<>();

    private RequestVectors() {
    }

    static List<Vector> all() {
        var made = new RequestVectors();
        made.addresses();
        made.forms();
        made.signatures();
        made.signers();
        made.peers();
        return made.vectors;
    }

    private void addresses() {
        put(WRONG_HOST, "request-to-another-host", "F-06", "The request is addressed to another host.",
            right().with("Host", "lyon.example"));
        put(WRONG_HOST, "request-to-our-host-with-a-dot", "F-06", "The host has a dot at its end.",
            right().with("Host", "bxl.example."));
        put(NOT_FOUND, "no-such-path", "F-24", "Nothing is served at the path.", right().line("POST /inbox HTTP/1.1"));
        put(NOT_FOUND, "another-version", "F-24", "A version that is not served.",
            right().line("POST /canut/9/inbox HTTP/1.1"));
        put(METHOD_NOT_ALLOWED, "put-to-the-inbox", "F-24", "The path takes another method.",
            right().line("PUT " + INBOX + " HTTP/1.1"));
        vectors.add(Vector.request(TOMBSTONED, "an-erased-message", "F-40", "A public message is asked for that its author "
            + "has erased.", Http.get("/canut/1/m/01M87BFPV00MSE80T68XRGVKPT", "bxl.example").bytes())
            .holds("erased", Json.texts(List.of("01M87BFPV00MSE80T68XRGVKPT"))));
    }

    private void forms() {
        put(LENGTH_REQUIRED, "no-length", "F-62", "The length is not stated.", right().without("Content-Length"));
        put(LENGTH_REQUIRED, "chunked", "F-62", "The body comes in chunks.",
            right().without("Content-Length").add("Transfer-Encoding", "chunked")
                .body("5\r\nhello\r\n0\r\n\r\n"));
        put(TOO_LARGE, "declared", "F-62", "One byte more is declared than a batch may have.",
            right().with("Content-Length", Integer.toString(Limits.BATCH_BYTES + 1)));
        put(MEDIA_TYPE_WRONG, "json", "F-63", "Another media type.", right().with("Content-Type", "application/json"));
        put(MEDIA_TYPE_WRONG, "with-a-parameter", "F-63", "The media type has a parameter.",
            right().with("Content-Type", LINES + "; charset=utf-8"));
        put(ENCODING_REFUSED, "gzip", "F-59", "The body is said to be coded.", right().add("Content-Encoding", "gzip"));
    }

    private void signatures() {
        put(SIGNATURE_MISSING, "none", "F-01", "Nobody signed.", right().without(INPUT).without(SIGNATURE));
        put(SIGNATURE_MISSING, "another-label", "F-01", "The signature has another label.",
            right().edit(INPUT, "canut=", "sig1="));
        put(SIGNATURE_AMBIGUOUS, "header-twice", "F-07", "The header stands twice.", right().add(INPUT, right().value(INPUT)));
        put(SIGNATURE_AMBIGUOUS, "parameter-twice", "F-07", "A parameter stands twice.",
            right().edit(INPUT, ";keyid", ";created=1;keyid"));
        put(SIGNATURE_INCOMPLETE, "path-not-covered", "F-05", "The address is not signed.",
            right().edit(INPUT, "\"@target-uri\" ", ""));
        put(SIGNATURE_INCOMPLETE, "another-tag", "F-05", "A tag of another use.", right().edit(INPUT, "canut-1", "canut-2"));
        put(SIGNATURE_INCOMPLETE, "expiry", "F-05", "A parameter that nobody agreed on.",
            right().edit(INPUT, ";tag=", ";expires=1795543999;tag="));
        put(DIGEST_NOT_SIGNED, "no-digest", "F-03", "There is no digest of the body.", right().without("Content-Digest"));
        put(DIGEST_NOT_SIGNED, "digest-not-covered", "F-03", "The digest is there and is not signed.",
            right().edit(INPUT, " \"content-digest\"", ""));
        put(ALGORITHM_NOT_ALLOWED, "named", "F-08", "The request names an algorithm.",
            right().edit(INPUT, "\"canut-1\"", "\"canut-1\";alg=\"hmac-sha256\""));
        put(NAME_NOT_CANONICAL, "key-id-in-upper-case", "F-16", "The key id names a host in another spelling.",
            right().edit(INPUT, "https://lyon.example", "https://LYON.example"));
        put(NAME_NOT_CANONICAL, "key-id-with-a-port", "F-16", "The key id names a port.",
            right().edit(INPUT, "https://lyon.example", "https://lyon.example:443"));
        put(SIGNATURE_STALE, "301-seconds-old", "F-12", "Signed 301 seconds ago.",
            signed(Cast.LYON, Cast.LYON_1, Cast.NOW.minusSeconds(301)));
        put(SIGNATURE_STALE, "301-seconds-ahead", "F-12", "Signed in 301 seconds.",
            signed(Cast.LYON, Cast.LYON_1, Cast.NOW.plusSeconds(301)));
        put(DIGEST_MISMATCH, "body-changed", "F-04", "One letter of the body was changed on the way.",
            right().body(BODY.replace("EUR", "USD")));
        put(SIGNATURE_INVALID, "another-path", "F-06", "The request was signed for another address.",
            right().line("POST " + INBOX + "?again=1 HTTP/1.1"));
        put(SIGNATURE_INVALID, "signature-zero", "F-10", "A signature of zeros.",
            right().with(SIGNATURE, "canut=:" + "A".repeat(86) + "==:"));
        put(SIGNATURE_INVALID, "another-time", "F-06", "The time was changed after signing.",
            right().edit(INPUT, "created=" + Cast.NOW.getEpochSecond(), "created=" + (Cast.NOW.getEpochSecond() - 1)));
    }

    private void signers() {
        vectors.add(claim(KEY_UNKNOWN, "host-never-read", "F-39", "A host whose keys were never read.", right())
            .keys(Cast.EVIL_KEYS));
        put(KEY_UNAVAILABLE, "not-stated-yet", "F-19", "A known host signs with a key that it has not stated, so far as is read.",
            signed(Cast.LYON, Cast.LYON_2, Cast.NOW));
        put(KEY_UNAVAILABLE, "of-another-purpose", "F-13", "A known host signs with the key of its log.",
            signed(Cast.LYON, Cast.LYON_LOG, Cast.NOW));
        vectors.add(claim(KEY_REVOKED, "request-by-a-revoked-key", "F-17", "The key was revoked a second before.", right())
            .keys(Cast.LYON_KEYS, Cast.keys(Cast.LYON, Cast.LYON_1, 2, Cast.LYON_KEYS.hash(), List.of(
                Cast.stated(Cast.LYON, 1, Cast.LYON_1, Purpose.NODE, null, Cast.NOW.minusSeconds(1)),
                Cast.stated(Cast.LYON, 2, Cast.LYON_2, Purpose.NODE, null, null)), Cast.STATED.plusSeconds(1))));
    }

    private void peers() {
        vectors.add(Vector.request(PEER_NOT_APPROVED, "nothing-stated", "F-39", "The receiver's members have stated nothing.",
            right().bytes()));
        vectors.add(Vector.request(PEER_NOT_APPROVED, "ended", "F-39", "The receiver's members have ended it.", right().bytes())
            .holds(Cast.LYON + "/level", Json.text("ended")));
        vectors.add(Vector.request(PEER_SUSPENDED, "suspended", "F-38", "The receiver's members have suspended it.",
            right().bytes()).holds(Cast.LYON + "/level", Json.text("suspended")));
        vectors.add(claim(RECOVERING, "from-a-backup", "D-12", "The receiver is being restored.", right())
            .holds("recovering", new Json.Bool(true)));
        vectors.add(claim(PEER_QUOTA, "full", "F-67", "What the sender's messages take is its share already.", right())
            .holds(Cast.LYON + "/storedBytes", Json.of(Limits.PEER_STORED_BYTES)));
    }

    private static Vector claim(Problem problem, String name, String attack, String about, Http request) {
        return Vector.request(problem, name, attack, about, request.bytes())
            .holds(Cast.LYON + "/level", Json.text("claim"));
    }

    private void put(Problem problem, String name, String attack, String about, Http request) {
        vectors.add(claim(problem, name, attack, about, request));
    }

    private static Http right() {
        return signed(Cast.LYON, Cast.LYON_1, Cast.NOW);
    }

    private static Http signed(Host host, SigningKey key, Instant created) {
        Http request = Http.post(INBOX, Cast.BXL.toString(), LINES, BODY);
        Map<String, String> headers = RequestSignature.sign("POST", "https://" + Cast.BXL + INBOX, LINES, Cast.bytes(BODY),
            new KeyId(host, key.key()), key, created);
        for (var header : headers.entrySet()) {
            request = request.add(header.getKey(), header.getValue());
        }
        return request;
    }
}
