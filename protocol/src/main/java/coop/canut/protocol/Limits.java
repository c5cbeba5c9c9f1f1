package coop.canut.protocol;

/**
 * Every number of the protocol, with its unit at the end of its name and its reason beside it. Both sides of the wire
 * must hold the same values: changing one is a new version of the protocol. What only one node decides for itself
 * (quotas, pools, cache sizes) is not here.
 */
public final class Limits {
    // Messages. A message fits one read of anything on its way; a batch stays far below the limit of any proxy.
    /** Bytes of one message on the wire, proof included. */
    public static final int MESSAGE_BYTES = 65_536;
    /** Bytes of one batch, frame included; also of one page of lines that is pulled. */
    public static final int BATCH_BYTES = 262_144;
    /** Messages of one batch; also of one page that is pulled. Each costs one signature check, so this is 50 ms. */
    public static final int BATCH_MESSAGES = 500;
    /** Levels of arrays and objects, the outermost counted. Our deepest message has 6. */
    public static final int JSON_DEPTH = 16;
    /** Members of one object. Our widest has 22. */
    public static final int JSON_MEMBERS = 64;
    /** Items of one array: the edges of a clearing round are the longest. */
    public static final int JSON_ITEMS = 1_000;
    /** UTF-16 code units of a member's name, and characters of a kind. */
    public static final int NAME_CHARS = 40;
    /** Characters of the ActivityStreams word in {@code type}. */
    public static final int TYPE_CHARS = 20;
    /** UTF-16 code units of a short string: a skill, a language tag, a decision number. */
    public static final int SHORT_CHARS = 200;
    /** UTF-16 code units of a line: a title, a name, a reason. */
    public static final int LINE_CHARS = 1_000;
    /** UTF-16 code units of a text: instructions, an argument. */
    public static final int TEXT_CHARS = 20_000;
    /** Bytes of opaque task data (template, input, answer) as encoded in the message, quotes included. */
    public static final int OPAQUE_BYTES = 49_152;
    /** The largest integer that every JSON reader holds exactly, 2^53 - 1; the smallest is its negative. */
    public static final long INTEGER_MAX = 9_007_199_254_740_991L;
    /** First and last year of a time. Outside, a time is a mistake or an attack on date arithmetic. */
    public static final int YEAR_MIN = 2026;
    public static final int YEAR_MAX = 2999;
    /** Bytes of a refusal's body: it must never be worth more than the request that caused it. */
    public static final int REFUSAL_BYTES = 300;

    // Names. DNS allows 127 labels; more than eight is a name nobody can read aloud.
    public static final int HOST_CHARS = 253;
    public static final int HOST_LABELS_MIN = 2;
    public static final int HOST_LABELS_MAX = 8;
    public static final int LABEL_CHARS = 63;

    // Time. Five minutes is what unattended clocks keep to even when their time server is gone for a week.
    /** Seconds by which the time of a request's signature may differ from ours, either way. */
    public static final int SIGNATURE_WINDOW_SECONDS = 300;
    /** Seconds by which a proof may be dated later than our clock, and earlier than its own {@code published}. */
    public static final int CLOCK_SKEW_SECONDS = 300;
    /** Seconds of measured skew beyond which a node opens nothing on that peer's slots. */
    public static final int SKEW_STOP_SECONDS = 120;

    // Keys.
    /** Keys in one statement, over all purposes. */
    public static final int KEYS_STATED = 20;
    /** Offline keys that may state a new set after a theft: at least one, or a theft is final. */
    public static final int RECOVERY_KEYS_MIN = 1;
    public static final int RECOVERY_KEYS_MAX = 3;
    /** Days during which an old and a new key are both valid, so that peers that were away can follow. */
    public static final int ROTATION_OVERLAP_DAYS = 14;

    // The public log.
    /** Bytes of one leaf's text. */
    public static final int LOG_ENTRY_BYTES = 140;
    /** Leaf texts in one answer. */
    public static final int LOG_ENTRIES_PER_PAGE = 5_000;
    /** Hashes of a frontier: one per bit of a size that fits a long. */
    public static final int FRONTIER_HASHES = 64;
    /** Cosignatures, each of another peer, that a checkpoint is served with. */
    public static final int COSIGNATURES = 15;
    /** Characters of a checkpoint with all its signatures: 1 + 16 lines of at most 400. */
    public static final int CHECKPOINT_CHARS = 8_192;
    /** Seconds for which a checkpoint may be cached. */
    public static final int CHECKPOINT_AGE_SECONDS = 2;
    /** Hours a log has to give the entries that explain a fork before it counts as one. */
    public static final int FORK_ANSWER_HOURS = 24;
    /** Days after which readers may drop a closed listing; its author may not. */
    public static final int LISTING_EXPIRED_DAYS = 180;
    /** Readers beyond which new entries are pushed only to peers that take work; the rest pull. */
    public static final int PUSH_READERS = 200;

    // The private channel.
    /** First wait after a failed delivery; it doubles up to the maximum. */
    public static final int BACKOFF_FIRST_SECONDS = 1;
    public static final int BACKOFF_MAX_SECONDS = 900;
    /** Spread of each wait, either way, so that peers of a node that was away do not return in step. */
    public static final int BACKOFF_JITTER_PERMILLE = 200;
    /** The longest wait that another node may ask for. */
    public static final int RETRY_AFTER_MAX_SECONDS = 3_600;
    /** A channel in which nothing came for so long is pulled: a push may have been lost with its sender's memory. */
    public static final int PULL_AFTER_SECONDS = 600;
    /** Days for which both sides keep the bytes of a message after its acknowledgement; hashes are kept for ever. */
    public static final int CHANNEL_BYTES_KEPT_DAYS = 90;
    /** Numbers back from its own for which an acknowledgement lists all refusals. */
    public static final int ACK_REFUSALS = 500;
    /** Seconds for which {@code /.well-known/canut} of a peer is believed. */
    public static final int WELL_KNOWN_AGE_SECONDS = 3_600;

    // What an unknown or a known peer may make us store.
    public static final int KNOCKS = 100;
    public static final int REFUSALS_KEPT_PER_PEER = 1_000;
    public static final long PEER_STORED_BYTES = 1L << 30;
    public static final int PEER_OPEN_LISTINGS = 2_000;
    /** Sustained: over the seconds below, within which a peer that was away may bring all of it at once. */
    public static final int PEER_MESSAGES_PER_SECOND = 50;
    public static final int PEER_BURST_SECONDS = 600;
    /** Requests of one peer that are under way; an honest one has a batch of each stream and a file or two. */
    public static final int PEER_REQUESTS_AT_ONCE = 8;

    // Content that travels beside messages.
    /** Bytes of one image or file. */
    public static final int CONTENT_BYTES = 10 * 1_048_576;
    /** Files of one unit or answer. */
    public static final int CONTENT_PER_UNIT = 10;

    // Listings.
    public static final int CATEGORIES = 20;
    public static final int LANGUAGES = 20;
    public static final int SKILLS = 20;
    public static final int AUDIENCE_HOSTS = 200;
    /** Severity of what a task shows: 0 nothing, 4 what must be kept to minutes a day. */
    public static final int SEVERITY_MAX = 4;
    public static final int ANSWERS_PER_UNIT = 100;
    public static final int CLAIM_MIN_SECONDS = 60;
    public static final int CLAIM_MAX_SECONDS = 604_800;
    /** At least an hour, so that no lease is given twice for any clock that is less than an hour wrong. */
    public static final int RECLAIM_MIN_SECONDS = 3_600;
    public static final int RECLAIM_MAX_SECONDS = 604_800;
    public static final int AUTO_ACCEPT_MIN_SECONDS = 3_600;
    /** A year: nobody waits longer for a review, and a date so far ahead still fits every calendar and database. */
    public static final int AUTO_ACCEPT_MAX_SECONDS = 31_536_000;
    public static final int PAY_FLOORS = 20;
    public static final int SEVERITY_LEVELS = 5;
    public static final int REJECTION_MIN_DAYS = 7;
    public static final int REJECTION_MAX_DAYS = 365;

    // Leases and claims (section "No unit twice, none lost").
    /** Slots of one request, and of one part of a grant: the bound on what one lost peer can cost. */
    public static final int SLOTS_PER_REQUEST = 500;
    /** Seconds between the last possible end of a claim and the end of its lease: covers skew and the grace. */
    public static final int LEASE_MARGIN_SECONDS = 300;
    /** Seconds before {@code openUntil} at which a home node stops opening claims. */
    public static final int OPEN_MARGIN_SECONDS = 30;
    /** Seconds after {@code due} in which an answer still counts, for the worker who pressed the button in time. */
    public static final int CLAIM_GRACE_SECONDS = 60;
    /** Seconds back over which a home node counts claims to judge how many slots to ask for, and the surplus. */
    public static final int STOCK_WINDOW_SECONDS = 600;
    public static final int STOCK_SURPLUS = 5;
    /** Seconds over which the asking nodes are counted when open slots are shared among them. */
    public static final int STOCK_SHARE_SECONDS = 3_600;
    public static final int ITEMS_PER_ACCEPTANCE = 500;
    public static final int ERASED_PER_MESSAGE = 500;

    // Standing.
    /** Days for which a receipt speaks. */
    public static final int RECEIPT_DAYS = 90;

    private Limits() {
    }
}
