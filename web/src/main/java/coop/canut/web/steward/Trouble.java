package coop.canut.web.steward;

import coop.canut.protocol.Problem;
import coop.canut.web.page.Words;
import java.util.Locale;

/**
 * What a refusal between two nodes means for the people who look after them. The catalogue has a code for each fault of a
 * message; what a steward can do about it is one of a few things.
 */
enum Trouble {
    /** Something is asked that is not there. */
    ADDRESS,
    /** Something is written in a form that is not read: most often another version of the software. */
    FORM,
    /** A signature is missing or does not fit. */
    SIGNATURE,
    /** Clocks differ. */
    CLOCK,
    /** Keys that were not read yet, or are no longer valid. */
    KEYS,
    /** The level does not let it in. */
    LEVEL,
    /** Too much at once. */
    QUOTA,
    /** Something before it is missing; mends itself. */
    ORDER,
    /** Two stories under one number. */
    TWO_STORIES,
    /** Words in somebody else's name. */
    NAME,
    /** What the rules of work and money do not allow. */
    RULE,
    /** Not at that moment; it is sent again. */
    LATER,
    /** No answer, or one that is none of ours. */
    SILENCE;

    /** The trouble of a code, or of any other text that says why a delivery failed. */
    static Trouble of(String problem) {
        return Problem.find(problem).map(Trouble::of).orElse(SILENCE);
    }

    static Trouble of(Problem problem) {
        return switch (problem) {
            case WRONG_HOST, NOT_FOUND, METHOD_NOT_ALLOWED, TOMBSTONED -> ADDRESS;
            case LENGTH_REQUIRED, TOO_LARGE, MEDIA_TYPE_WRONG, ENCODING_REFUSED, NAME_NOT_CANONICAL, FRAME_WRONG, TEXT_INVALID,
                JSON_DUPLICATE_KEY, NUMBER_FORM, JSON_LIMIT, JSON_NOT_CANONICAL, MEMBER_UNKNOWN, MEMBER_MISSING, TIME_FORM,
                KIND_UNKNOWN, TYPE_MISMATCH -> FORM;
            case SIGNATURE_MISSING, SIGNATURE_AMBIGUOUS, SIGNATURE_INCOMPLETE, DIGEST_NOT_SIGNED, ALGORITHM_NOT_ALLOWED,
                DIGEST_MISMATCH, SIGNATURE_INVALID, PROOF_INVALID, KEY_WEAK, KEY_REUSED -> SIGNATURE;
            case SIGNATURE_STALE, CLOCK_SKEW -> CLOCK;
            case KEY_UNKNOWN, KEY_UNAVAILABLE, KEY_REVOKED, KEY_OWNER_MISMATCH, PROOF_KEY_UNKNOWN, SENDER_KEY_MISMATCH -> KEYS;
            case PEER_NOT_APPROVED, PEER_SUSPENDED, PEER_LIMITED -> LEVEL;
            case PEER_QUOTA, QUOTA, TOO_MANY -> QUOTA;
            case CURSOR_BEHIND, CURSOR_AHEAD, EPOCH_OLD, EPOCH_INCOMPLETE, NOT_YET -> ORDER;
            case CHAIN_BROKEN, EQUIVOCATION, LOG_INCONSISTENT -> TWO_STORIES;
            case RELAY_NOT_ALLOWED, LOCAL_ID_FORGED, ORIGIN_MISMATCH, ID_NOT_DERIVED, NOT_OWNER, URL_OFF_ORIGIN -> NAME;
            case RECOVERING, STORE_UNAVAILABLE, INTERNAL -> LATER;
            default -> RULE;
        };
    }

    /** What it means, and what to do. */
    String told(Words words) {
        return words.text("trouble." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
