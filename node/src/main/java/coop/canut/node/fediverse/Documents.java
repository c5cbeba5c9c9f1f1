package coop.canut.node.fediverse;

import coop.canut.node.fediverse.Note.Told;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.sign.Proof;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What the board shows and says, as ActivityStreams documents. Their contexts are well-known ones and terms of their own in
 * line, because readers that process JSON-LD would fetch any other. Pure.
 */
final class Documents {

    static final String AS2 = "https://www.w3.org/ns/activitystreams";
    private static final String PUBLIC = AS2 + "#Public";
    /** Of FEP-0837, and one that everybody uses and no context defines. */
    private static final Json.Obj TERMS = Json.object().put("sensitive", "as:sensitive")
        .put("vf", "https://w3id.org/valueflows/ont/vf#").put("Intent", "vf:Intent").put("purpose", "vf:purpose")
        .put("publishes", "vf:publishes").put("reciprocal", "vf:reciprocal").put("action", "vf:action")
        .put("resourceConformsTo", "vf:resourceConformsTo").put("resourceQuantity", "vf:resourceQuantity")
        .put("om2", "http://www.ontology-of-units-of-measure.org/resource/om-2/").put("hasUnit", "om2:hasUnit")
        .put("hasNumericalValue", "om2:hasNumericalValue").build();
    private static final Json CONTEXT = new Json.Arr(List.of(Json.text(AS2),
        Json.text("https://w3id.org/security/data-integrity/v1"), TERMS));
    /** Without {@code did/v1}, which defines {@code assertionMethod}, readers of JSON-LD do not find the key of proofs. */
    private static final Json ACTOR_CONTEXT = new Json.Arr(List.of(Json.text(AS2), Json.text("https://w3id.org/security/v1"),
        Json.text("https://www.w3.org/ns/did/v1"), Json.text("https://w3id.org/security/multikey/v1"),
        Json.object().put("manuallyApprovesFollowers", "as:manuallyApprovesFollowers")
            .put("webfinger", "https://purl.archive.org/socialweb/webfinger#webfinger").build()));

    private final Host self;
    private final String name;
    private final SigningKey proofKey;
    private final RsaKey requestKey;

    Documents(Host self, String name, SigningKey proofKey, RsaKey requestKey) {
        this.self = self;
        this.name = name;
        this.proofKey = proofKey;
        this.requestKey = requestKey;
    }

    String board() {
        return "https://" + self + "/board";
    }

    /** The name by which people find it. */
    String account() {
        return "board@" + self;
    }

    String requestKeyId() {
        return board() + "#rsa";
    }

    private String proofKeyId() {
        return board() + "#" + proofKey.key();
    }

    private String followers() {
        return board() + "/followers";
    }

    private String note(Id id) {
        return board() + "/note/" + id;
    }

    /** The actor. */
    Json.Obj actor() {
        return Json.object().put("@context", ACTOR_CONTEXT).put("id", board()).put("type", "Service")
            .put("preferredUsername", "board").put("name", name).put("url", board())
            .put("summary", "<p>Paid work at the cooperative " + NoteText.escaped(name) + ".</p>")
            .put("inbox", board() + "/inbox").put("outbox", board() + "/outbox").put("followers", followers())
            .put("publicKey", Json.object().put("id", requestKeyId()).put("owner", board())
                .put("publicKeyPem", requestKey.pem()).build())
            .put("assertionMethod", List.of(Json.object().put("id", proofKeyId()).put("type", "Multikey")
                .put("controller", board()).put("publicKeyMultibase", proofKey.key()).build()))
            .put("webfinger", account()).put("manuallyApprovesFollowers", false).build();
    }

    /** RFC 7033. */
    Json.Obj found() {
        return Json.object().put("subject", "acct:" + account()).putTexts("aliases", List.of(board()))
            .put("links", List.of(
                Json.object().put("rel", "self").put("type", FediverseRoutes.ACTIVITY).put("href", board()).build(),
                Json.object().put("rel", "http://webfinger.net/rel/profile-page").put("type", "text/html")
                    .put("href", board()).build())).build();
    }

    /** How many follow, and not who. */
    Json.Obj followers(long count) {
        return Json.object().put("@context", AS2).put("id", followers()).put("type", "OrderedCollection")
            .put("totalItems", count).build();
    }

    /** The outbox without its pages. */
    Json.Obj outbox(long notes) {
        return Json.object().put("@context", AS2).put("id", board() + "/outbox").put("type", "OrderedCollection")
            .put("totalItems", notes).put("first", board() + "/outbox?page=first").build();
    }

    /** A page of the outbox. @param page its name in the address @param more whether another follows */
    Json.Obj outboxPage(String page, List<Note> notes, boolean more) {
        Builder document = Json.object().put("@context", CONTEXT).put("id", board() + "/outbox?page=" + page)
            .put("type", "OrderedCollectionPage").put("partOf", board() + "/outbox")
            .put("orderedItems", notes.stream().map(note -> activity("Create", note, embedded(note)).build()).toList());
        return (more ? document.put("next", board() + "/outbox?page=" + notes.getLast().id()) : document).build();
    }

    /** A post as it is now, or the tombstone of it. */
    Json.Obj document(Note note) {
        return (note.erased() ? tombstone(note) : embedded(note)).put("@context", CONTEXT).build();
    }

    /** Says a new post. */
    Json.Obj create(Note note, Instant now) {
        return proven(activity("Create", note, embedded(note)), now);
    }

    /** Says a post as it is now. */
    Json.Obj update(Note note, Instant now) {
        return proven(activity("Update", note, embedded(note)), now);
    }

    /** Takes a post back. */
    Json.Obj delete(Note note, Instant now) {
        return proven(activity("Delete", note, tombstone(note)), now);
    }

    /** Tells a follower that it is one. */
    Json.Obj accept(Follower follower, Id id, Instant now) {
        return proven(Json.object().put("id", board() + "#accept-" + id).put("type", "Accept").put("actor", board())
            .putTexts("to", List.of(follower.actor())).put("object", Json.object().put("id", follower.follow())
                .put("type", "Follow").put("actor", follower.actor().toString()).put("object", board()).build()), now);
    }

    private Builder activity(String type, Note note, Builder object) {
        String id = switch (type) {
            case "Create" -> "#create";
            case "Update" -> "#update-" + note.version();
            default -> "#delete";
        };
        Instant at = note.changedAt() == null || type.equals("Create") ? note.madeAt() : note.changedAt();
        return Json.object().put("id", note(note.id()) + id).put("type", type).put("actor", board())
            .put("published", at.truncatedTo(ChronoUnit.SECONDS)).putTexts("to", List.of(PUBLIC))
            .putTexts("cc", List.of(followers())).put("object", object.build());
    }

    private Builder tombstone(Note note) {
        return Json.object().put("id", note(note.id())).put("type", "Tombstone");
    }

    private Builder embedded(Note note) {
        Builder document = Json.object().put("id", note(note.id())).put("type", "Note").put("attributedTo", board())
            .put("content", NoteText.html(note, self)).put("published", note.madeAt().truncatedTo(ChronoUnit.SECONDS))
            .putOptional("updated", note.changedAt() == null ? null : note.changedAt().truncatedTo(ChronoUnit.SECONDS))
            .putTexts("to", List.of(PUBLIC)).putTexts("cc", List.of(followers())).put("sensitive", note.sensitive())
            .putOptional("summary", note.sensitive() ? NoteText.escaped(note.warning()) : null)
            .put("url", note.digest() ? board() : "https://" + self + "/listing/" + note.id());
        return note.digest() || note.listings().isEmpty() ? document : proposal(document, note);
    }

    /** FEP-0837: the work that is asked for, and what is given for it. Amounts are decimal texts of our whole numbers. */
    private Builder proposal(Builder document, Note note) {
        Told told = note.listings().getFirst();
        Published listing = told.listing();
        var price = listing.pay().price();
        return document.put("purpose", "request")
            .put("publishes", intent(note, "#work", "deliverService", listing.listing().toString(),
                Long.toString(listing.work().units() * listing.work().answersPerUnit())))
            .put("reciprocal", intent(note, "#pay", "transfer", "http://qudt.org/vocab/currency/" + price.currency(),
                BigDecimal.valueOf(price.amount(), price.exponent()).toPlainString()));
    }

    private Json.Obj intent(Note note, String fragment, String action, String what, String quantity) {
        return Json.object().put("id", note(note.id()) + fragment).put("type", "Intent").put("action", action)
            .put("resourceConformsTo", what).put("resourceQuantity",
                Json.object().put("hasUnit", "one").put("hasNumericalValue", quantity).build()).build();
    }

    /** FEP-8b32, by the board's own key: a server that got it from another can still tell whose it is. */
    private Json.Obj proven(Builder activity, Instant now) {
        Json.Obj document = activity.put("@context", CONTEXT).build();
        Json.Obj config = Json.object().put("@context", CONTEXT).put("created", now).put("cryptosuite", "eddsa-jcs-2022")
            .put("proofPurpose", "assertionMethod").put("type", "DataIntegrityProof")
            .put("verificationMethod", proofKeyId()).build();
        byte[] signature = proofKey.sign(Proof.signedBytes(config.canonical(), document.canonical()));
        return document.with("proof", config.with("proofValue", Json.text(Signatures.encode(signature))));
    }
}
