package coop.canut.protocol;

import static coop.canut.protocol.Stage.DEDUPE;
import static coop.canut.protocol.Stage.DIGEST;
import static coop.canut.protocol.Stage.FORM;
import static coop.canut.protocol.Stage.FRAME;
import static coop.canut.protocol.Stage.FRESHNESS;
import static coop.canut.protocol.Stage.HOST;
import static coop.canut.protocol.Stage.KEY;
import static coop.canut.protocol.Stage.LOCAL;
import static coop.canut.protocol.Stage.ORIGIN;
import static coop.canut.protocol.Stage.PARSE;
import static coop.canut.protocol.Stage.PEER;
import static coop.canut.protocol.Stage.ROUTE;
import static coop.canut.protocol.Stage.RULE;
import static coop.canut.protocol.Stage.SIGNATURE;
import static coop.canut.protocol.Stage.SIGNATURE_INPUT;
import static coop.canut.protocol.Stage.STREAM;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every reason for which a node refuses something. Declared in order of precedence: when several apply, the one that
 * stands first here is the answer. A code is stable for ever, its sentence may improve. The sentence is safe: it says
 * what to do next and repeats nothing of the input.
 */
public enum Problem {
    WRONG_HOST(421, "This node answers only for its own host name; send the request to the host it is meant for.",
            HOST, FRAME),
    NOT_FOUND(404, "There is nothing here that you can see; check the address.", ROUTE),
    METHOD_NOT_ALLOWED(405, "This address does not take that method.", ROUTE),

    LENGTH_REQUIRED(411, "State the length of the body; chunked bodies are not read.", FORM),
    TOO_LARGE(413, "This is larger than the stated limit; send it in smaller parts.", FORM, DIGEST),
    MEDIA_TYPE_WRONG(415, "Send the media type of this address, exactly and without parameters.", FORM),
    ENCODING_REFUSED(415, "Send the body without content encoding.", FORM),

    SIGNATURE_MISSING(401, "Sign the request.", SIGNATURE_INPUT),
    SIGNATURE_AMBIGUOUS(400, "Send exactly one signature, each header and parameter once.", SIGNATURE_INPUT),
    SIGNATURE_INCOMPLETE(401, "Sign exactly the listed components and parameters, in their order.", SIGNATURE_INPUT),
    DIGEST_NOT_SIGNED(401, "Send the digest of the body and sign it.", SIGNATURE_INPUT),
    ALGORITHM_NOT_ALLOWED(401, "Name no algorithm; it follows from the key.", SIGNATURE_INPUT),
    NAME_NOT_CANONICAL(400, "Write every host, id, key and address in its one canonical form.",
            SIGNATURE_INPUT, PARSE),

    SIGNATURE_STALE(401, "Set your clock and sign the request again.", FRESHNESS),

    KEY_UNKNOWN(401, "Knock first: this node has not read your keys.", KEY),
    KEY_UNAVAILABLE(503, "Your newest keys are not read yet; try again later.", KEY),
    KEY_REVOKED(401, "This key is not valid any more; sign with a current one.", KEY, ORIGIN),
    KEY_OWNER_MISMATCH(403, "This key belongs to another host.", KEY),
    KEY_WEAK(422, "This key is weak or published; make a new one.", KEY, RULE),

    DIGEST_MISMATCH(401, "The content does not have the stated digest; send it again.", DIGEST, RULE),

    SIGNATURE_INVALID(401, "The signature does not verify.", SIGNATURE),

    PEER_NOT_APPROVED(403, "This node's members have not agreed to work with yours.", PEER),
    PEER_SUSPENDED(403, "This node's members have suspended the work with yours.", PEER),
    RECOVERING(503, "This node is recovering from a backup; try again later.", PEER),
    PEER_QUOTA(429, "Your node has used up its quota here; slow down.", PEER, RULE),

    FRAME_WRONG(400, "The first line must truly say what follows it.", FRAME),
    SENDER_KEY_MISMATCH(403, "The sender is not the owner of the signing key.", FRAME, ORIGIN),

    TEXT_INVALID(400, "Send valid UTF-8 without control characters other than line feed and tab.", PARSE),
    JSON_DUPLICATE_KEY(400, "A member stands twice in one object; send it once.", PARSE),
    NUMBER_FORM(400, "Write numbers as plain integers within the allowed range.", PARSE),
    JSON_LIMIT(400, "Something is deeper, longer or more numerous than allowed; shorten it.", PARSE),
    JSON_NOT_CANONICAL(400, "Send JSON, and in messages its canonical form (RFC 8785) exactly.", PARSE),
    MEMBER_UNKNOWN(400, "Leave out what this version does not know.", PARSE),
    MEMBER_MISSING(400, "A mandatory member is missing, null or of another type.", PARSE),
    TIME_FORM(400, "Write times as YYYY-MM-DDThh:mm:ssZ.", PARSE),
    KIND_UNKNOWN(422, "This node does not know that kind of message; see its list of kinds.", PARSE),
    TYPE_MISMATCH(422, "The type is not the one that belongs to this kind.", PARSE),

    RELAY_NOT_ALLOWED(403, "Send only your own messages; others are fetched from their authors.", ORIGIN),
    LOCAL_ID_FORGED(403, "Ids of this host are made by this host only.", ORIGIN),
    ORIGIN_MISMATCH(403, "The id belongs to another host than the sender.", ORIGIN),
    ID_NOT_DERIVED(422, "The id does not follow from the message's cause and time.", ORIGIN),
    PROOF_KEY_UNKNOWN(503, "The key of this proof is not read yet; try again later.", ORIGIN),
    PROOF_INVALID(401, "The proof of the message does not verify; sign it again.", ORIGIN, RULE),
    CLOCK_SKEW(503, "The message comes from the future; set your clock and try again.", ORIGIN),

    CURSOR_BEHIND(409, "Messages are missing before this one; send them first.", STREAM),
    CHAIN_BROKEN(409, "The previous hash is not the one that this node holds.", STREAM, RULE),
    EPOCH_OLD(409, "This numbering has ended; use the current epoch.", STREAM),
    EPOCH_INCOMPLETE(409, "This node holds more of the old epoch; read it back first.", STREAM),
    EQUIVOCATION(409, "This number or id was used for other content before.", STREAM, RULE),
    CURSOR_AHEAD(409, "There is nothing at that position yet.", STREAM),
    LOG_INCONSISTENT(409, "The log does not continue the one that was read before.", STREAM),

    TOMBSTONED(410, "This was erased by its author.", DEDUPE),

    NOT_OWNER(403, "Only its owner may do this.", RULE),
    NO_SUCH_REQUEST(409, "This answers nothing that this node asked.", RULE),
    URL_OFF_ORIGIN(422, "An address in it points to another host than its author's.", RULE),
    KEY_REUSED(422, "One key stands for two purposes or twice; make one for each.", RULE),
    BELOW_FLOOR(422, "The pay is below the cooperative's hourly minimum; raise the price or the estimate.", RULE),
    SLOT_NOT_LEASED(409, "This place is not leased to your node.", RULE),
    WORK_FROZEN(409, "This work was reviewed already and cannot change.", RULE),
    PRICE_FROZEN_BY_CLAIM(409, "The price is the one at which the work was claimed.", RULE),
    RECEIPT_MISMATCH(409, "The receipt does not agree with this node's books.", RULE),
    NOT_YET(503, "This refers to something not read yet; try again later.", RULE),
    STORE_UNAVAILABLE(503, "The node cannot store anything right now; try again later.", RULE),

    NONE_LEFT(409, "All places are taken at the moment; look again later.", LOCAL),
    LISTING_NOT_OPEN(409, "This listing takes no work at the moment.", LOCAL),
    REVISION_OLD(409, "The listing has changed; read its newest revision.", LOCAL),
    PEER_LIMITED(403, "New work between these two cooperatives is paused.", LOCAL),
    QUOTA(429, "This is more than one node may hold at once; return some first.", LOCAL),
    CREDIT_EXCEEDED(409, "This would owe the other cooperative more than agreed; settle first.", LOCAL),

    NOT_OVER(409, "This still runs, or something of it is owed; end it and settle first.", LOCAL),
    NOT_ON_ROLL(403, "You are not on the roll of this vote, which was closed when the vote opened.", LOCAL),
    VOTE_NOT_OPEN(409, "This vote is not open; look at how the proposal stands.", LOCAL),
    ALREADY_VOTED(409, "This vote was cast already; a secret one cannot be changed.", LOCAL),
    PROXY_NOT_POSSIBLE(409, "That vote cannot be given to this member; choose another, or vote yourself.", LOCAL),
    PROPOSAL_MOVED_ON(409, "The proposal has moved on meanwhile; look at it again.", LOCAL),
    ACT_IMPOSSIBLE(409, "This cannot be put into effect any more as it was proposed.", LOCAL),
    NOTHING_CHANGES(422, "This is so already; propose something that changes it.", LOCAL),
    VOTE_NEEDED(403, "The statutes leave this to a vote of the members; make a proposal.", LOCAL),
    SECOND_PERSON_NEEDED(403, "This needs somebody else besides you.", LOCAL),
    ANSWERABLE_MISSING(422, "Say who answers for this, where they are reached, and when it is reviewed.", LOCAL),
    NOT_SIGNED_IN(401, "Sign in first.", LOCAL),
    NOT_ALLOWED(403, "You may not do this; ask somebody who holds that role.", LOCAL),
    ALREADY_MEMBER(409, "This person is a member already.", LOCAL),
    ALREADY_ASKED(409, "This was asked already and is open; decide about that first.", LOCAL),
    ALREADY_DECIDED(409, "This was decided already; nothing has changed.", LOCAL),
    EXCLUDED(409, "This person was excluded, and may come back from the date of review on.", LOCAL),
    NOT_A_MEMBER(409, "This takes a full member; admit the person first, or wait for the end of probation.", LOCAL),
    NOT_HEARD(409, "Hear the person first: wait for the reply, or for the last day to give one.", LOCAL),
    NOT_IN_OFFICE(409, "This person does not hold that office.", LOCAL),
    LAST_STEWARD(409, "This would leave no steward; elect another first, or tell the members why.", LOCAL),
    TERM_WRONG(422, "A term ends after today and is no longer than the statutes allow; choose another day.", LOCAL),
    REQUESTER_SUSPENDED(409, "This requester is suspended and publishes nothing new until that is lifted.", LOCAL),
    REQUESTER_UNCHECKED(409, "Nothing can be published until a steward has checked who you are and your contact has answered.",
            LOCAL),
    CODE_WRONG(422, "This is not the code, or its time is over; check it, or ask for a new one.", LOCAL),
    TASK_ALREADY_CLAIMED(409, "Somebody took this task just before you; take the next one.", LOCAL),
    CLAIM_NOT_YOURS(403, "This claim belongs to somebody else.", LOCAL),
    CLAIM_OVER(409, "This claim has ended; take a new task.", LOCAL),
    NO_TASK_LEFT(404, "There is no task to take right now; come back later or try another listing.", LOCAL),
    FIELD_MISSING(400, "Fill in the field that is missing.", LOCAL),
    FIELD_WRONG(422, "One field has a value that is not possible; correct it.", LOCAL),
    PRICE_TOO_SMALL(422, "The smallest price is one cent; bundle several items into one task.", LOCAL),
    FUNDS_MISSING(422, "The account does not cover the pay and fee of all tasks; add funds or publish fewer.", LOCAL),
    CSV_COLUMNS_MISSING(422, "The file lacks columns that the template names; add them to its first row.", LOCAL),
    CSV_ENCODING(400, "The file is not valid UTF-8 CSV; save it as CSV UTF-8 and send it again.", LOCAL),
    CSV_FIELD_TOO_LONG(413, "One cell of the file is too long; shorten it.", LOCAL),
    CSV_ROW_WRONG(422, "One row of the file does not fit its first row; correct it.", LOCAL),
    IMAGE_MISSING(422, "A row names an image that was not sent; add it.", LOCAL),
    IMAGE_NOT_ALLOWED(422, "Only PNG, JPEG and WebP images within the size limit are taken.", LOCAL),
    ARCHIVE_WRONG(422, "Send a plain zip of one CSV or TSV file and its images, each name once.", LOCAL),
    ANSWER_WRONG(422, "The answer is not one of those the task allows; choose one of them.", LOCAL),
    REASON_MISSING(422, "Give a reason that the worker can understand.", LOCAL),
    ALREADY_SETTLED(409, "This was settled already; nothing has changed.", LOCAL),
    SIGN_IN_STALE(403, "Sign in once more, by a link that somebody else made or that came by mail, and do it then.", LOCAL),
    ALREADY_REVIEWED(409, "This work was reviewed already; nothing has changed.", LOCAL),
    LISTING_NOT_FOUND(404, "There is no such listing; it may have been withdrawn.", LOCAL),
    RECEIPT_WRONG(422, "This receipt does not verify; ask its issuer for it again.", LOCAL),
    TOO_MANY(429, "That was too often; wait a little and try again.", LOCAL),
    INTERNAL(500, "Something failed on our side; it is in the log. Try again later.", LOCAL);

    private static final Map<String, Problem> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Problem::code, Function.identity()));

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final int status;
    private final String title;
    private final List<Stage> stages;

    Problem(int status, String title, Stage... stages) {
        this.status = status;
        this.title = title;
        this.stages = List.of(stages);
    }

    /** The stable name on the wire, as in {@code json-not-canonical}. */
    public String code() {
        return code;
    }

    /** The HTTP status of an answer that refuses for this reason. */
    public int status() {
        return status;
    }

    /** The first stage at which this can be found. */
    public Stage stage() {
        return stages.getFirst();
    }

    /** Every stage at which this can be found, in order. */
    public List<Stage> stages() {
        return stages;
    }

    /** One sentence for the other side, in English: what to do next. Holds nothing of the input. */
    public String title() {
        return title;
    }

    /**
     * Whether the same bytes may succeed later: the sender keeps the message and tries again. All others are final
     * for these bytes.
     */
    public boolean retryable() {
        return status == 503 || status == 429;
    }

    /**
     * The problem of a code.
     *
     * @throws IllegalArgumentException if there is none; for codes that come from another node use {@link #find}
     */
    public static Problem of(String code) {
        return find(code).orElseThrow(() -> new IllegalArgumentException("no problem has the code " + code));
    }

    /** The problem of a code that another node sent; empty if this version does not know it. */
    public static Optional<Problem> find(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
