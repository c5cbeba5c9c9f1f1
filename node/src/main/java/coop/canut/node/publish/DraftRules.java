package coop.canut.node.publish;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.work.ListingRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Whether a draft may be published. Pure. The floor is asked last: it is the one thing that a requester can argue about. */
final class DraftRules {

    /** Bytes of a listing's object that leave room for the envelope and its proof. */
    private static final int OBJECT_BYTES = Limits.MESSAGE_BYTES - 4_096;

    /** What the members of the message are called in a draft, where that differs. */
    private static final Map<String, String> DRAFT_NAMES = Map.of(
        "name", "title", "content", "instructions", "endUse.statement", "endUse", "endUse.signedBy", "signedBy");

    private DraftRules() {
    }

    /**
     * Refuses a draft that could not stand as a listing.
     *
     * @param floors of our own policy, per hour
     */
    static void check(Published published, Draft draft, Instant now, List<Money> floors) {
        requireLine(draft.title(), "title");
        requireText(draft.instructions(), "instructions");
        requireText(draft.endUse(), "endUse");
        requireLine(draft.signedBy(), "signedBy");
        if (draft.price().amount() < 1) {
            throw Refused.at(Problem.PRICE_TOO_SMALL, "price", "no price");
        }
        requireReadable(published);
        if (Math.multiplyExact(published.work().units(), published.work().answersPerUnit()) > Listings.SLOTS) {
            throw Refused.at(Problem.FIELD_WRONG, "answersPerUnit", "more than " + Listings.SLOTS + " answers in all");
        }
        ListingRules.requirePublishable(published, now);
        ListingRules.requireFloor(draft.price(), draft.estimatedSeconds(), floors);
    }

    private static void requireText(String text, String field) {
        if (text == null || text.isBlank()) {
            throw Refused.at(Problem.FIELD_MISSING, field, "empty");
        }
    }

    private static void requireLine(String text, String field) {
        requireText(text, field);
        if (text.chars().anyMatch(c -> c < ' ')) {
            throw Refused.at(Problem.FIELD_WRONG, field, "not one line");
        }
    }

    /** A message that our own codec would not read back would stop our log for everybody. */
    private static void requireReadable(Published published) {
        try {
            var object = Codec.object(published);
            Codec.message(Kind.LISTING_PUBLISHED, object);
            if (object.canonical().length > OBJECT_BYTES) {
                throw Refused.at(Problem.FIELD_WRONG, "instructions", "the listing is longer than a message");
            }
        } catch (Refused refused) {
            if (refused.problem() == Problem.FIELD_WRONG) {
                throw refused;
            }
            throw Refused.at(Problem.FIELD_WRONG, draftName(refused.field()), refused.detail());
        }
    }

    private static String draftName(String field) {
        if (field == null) {
            return "draft";
        }
        String member = field.replaceFirst("^object\\.", "").replaceFirst("^(publishes|reciprocal)\\.", "");
        return DRAFT_NAMES.getOrDefault(member, member);
    }
}
