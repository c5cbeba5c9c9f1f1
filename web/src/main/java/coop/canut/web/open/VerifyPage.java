package coop.canut.web.open;

import coop.canut.node.Rooms;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Signatures;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Verifying a receipt, which the reader's own browser does: nothing of it is sent anywhere, and so this page takes no form. It
 * brings the words for whatever the script may find, the keys whose secrets everybody knows, and the fingerprints under which
 * we know others, since no file can tell whose keys are in it.
 */
public final class VerifyPage {

    /** Places of a receipt file at which something may be wrong. */
    static final List<String> PLACES =
        List.of("file", "receipt", "issuerKeys", "homeKeys", "countersignature", "expires");
    /** What the script may find wrong there, by the codes of the catalogue. */
    static final List<String> PROBLEMS = List.of("chain-broken", "clock-skew", "equivocation", "id-not-derived", "json-limit",
        "json-not-canonical", "key-reused", "key-revoked", "key-unknown", "key-weak", "kind-unknown", "local-id-forged",
        "member-missing", "member-unknown", "name-not-canonical", "number-form", "origin-mismatch", "proof-invalid",
        "receipt-wrong", "relay-not-allowed", "sender-key-mismatch", "signature-invalid", "text-invalid", "time-form",
        "type-mismatch", "wrong-host");

    private final Rooms rooms;

    /** The page over these rooms. */
    public VerifyPage(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the route. */
    public void mount(Site site) {
        site.get("/verify", Access.ANYONE, this::verify);
    }

    /**
     * The page.
     *
     * @param published keys whose secrets everybody knows, with spaces between
     * @param known     fingerprints as we know them, {@code host=hash} with spaces between
     */
    public record Verify(Page page, String published, String known, List<String> places, List<String> problems) {
    }

    private Future<Answer> verify(Visit visit) {
        String published = Signatures.published().stream().map(Key::toString).sorted().collect(Collectors.joining(" "));
        String known = rooms.peers().known().stream().filter(host -> rooms.peers().keys(host).isPresent())
            .map(this::fingerprint).collect(Collectors.joining(" "));
        return Answer.page("open/verify.jte", new Verify(visit.page(visit.words().text("verify.title")).with("verify.js"),
            published, known, PLACES, PROBLEMS));
    }

    private String fingerprint(Host host) {
        return host + "=" + rooms.peers().keys(host).orElseThrow().last();
    }
}
