package coop.canut.protocol.message;

import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Instant;
import java.util.List;

/** What a publishing node says about a listing, to everyone. Source: FEDERATION.md 7.2, terms of FEP-0837. */
public sealed interface ListingMessage extends Message {

    /** The listing it speaks of. */
    ObjectUrl listing();

    /**
     * A listing, or a new revision of one.
     *
     * @param revision   1 and rising by 1; new revisions touch new leases only
     * @param requester  URL of the requester at the publishing node ({@code attributedTo})
     * @param identity   who the requester legally is
     * @param name       the title, one line
     * @param content    the instructions, text
     * @param categories what a worker will meet, with its severity
     * @param band       {@code new}, {@code established} or {@code trusted}
     * @param audience   hosts that may take it; empty: every peer at level {@code claim}
     * @param machineHelp {@code none}, {@code declared} or {@code allowed}
     * @param work       the half that is asked for ({@code publishes})
     * @param pay        the half that is given ({@code reciprocal})
     * @param policy     the policy of the publishing node under which it stands
     */
    record Published(ObjectUrl listing, long revision, ObjectUrl requester, Identity identity, String name, String content,
                     EndUse endUse, List<Category> categories, List<String> languages, List<String> skills, String band,
                     List<Host> audience, String machineHelp, Work work, Pay pay, Instant deadline, PolicyRef policy)
        implements ListingMessage {
        @Override
        public Kind kind() {
            return Kind.LISTING_PUBLISHED;
        }

        @Override
        public String cause() {
            return listing.id() + "/" + revision;
        }
    }

    /** The requester's legal identity: name, country (ISO 3166-1 alpha-2), place in a register. */
    record Identity(String name, String country, String register) {
    }

    /** The signed statement of what the answers are for. */
    record EndUse(String statement, String signedBy, Instant signedAt) {
    }

    /** A kind of content with its severity, 0 (none) to 4 (worst). */
    record Category(String category, long severity) {
    }

    /**
     * The service asked for.
     *
     * @param units            number of units
     * @param answersPerUnit   1 to 100
     * @param estimatedSeconds per answer
     * @param claimSeconds     how long a worker may hold one, 60 to 604 800
     * @param reclaimSeconds   how long an answer may still be on its way, 3 600 to 604 800
     * @param template         opaque JSON: kind, what is shown, question, choices
     */
    record Work(long units, long answersPerUnit, long estimatedSeconds, long claimSeconds, long reclaimSeconds,
                String template) {
    }

    /** The price of one answer, and after how many seconds without a review it is accepted (at least 3 600). */
    record Pay(Money price, long autoAcceptSeconds) {
    }

    /** A policy by number and by the hash of the bytes of its message. */
    record PolicyRef(long number, Hash sha256) {
    }

    /** Whether new work may begin on a listing. */
    enum State {
        OPEN, PAUSED, WITHDRAWN, CLOSED;

        /** The word on the wire. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** Whether nothing follows it. */
        public boolean isFinal() {
            return this == WITHDRAWN || this == CLOSED;
        }
    }

    /**
     * The listing opens, pauses, or ends. No new leases unless open; live leases run out.
     *
     * @param number 1 and rising by 1 for this listing
     * @param until  or null
     */
    record StateChanged(ObjectUrl listing, long number, State state, String reason, Instant until)
        implements ListingMessage {
        @Override
        public Kind kind() {
            return Kind.LISTING_STATE_CHANGED;
        }

        @Override
        public String cause() {
            return listing.id() + "/" + number;
        }
    }
}
