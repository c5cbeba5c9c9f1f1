package coop.canut.node.publish;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.work.ListingRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a draft may be published. First every field by itself, so that a person is told all at once what to correct; then,
 * if each is right, the rules that other nodes will ask of the message. The floor is asked last: it is the one thing that a
 * requester can argue about. Pure.
 */
final class DraftRules {

    /** Bytes of a listing's object that leave room for the envelope and its proof. */
    private static final int OBJECT_BYTES = Limits.MESSAGE_BYTES - 4_096;
    private static final Set<String> MACHINE_HELP = Set.of("none", "declared", "allowed");

    /** What the members of the message are called in a draft, where that differs. */
    private static final Map<String, String> DRAFT_NAMES = Map.of(
        "name", "title", "content", "instructions", "endUse.statement", "endUse", "endUse.signedBy", "signedBy");

    private DraftRules() {
    }

    /**
     * Adds everything for which a draft could not stand as a listing to the problems that its items and its template have.
     *
     * @param published made of the draft; looked at only where the draft's fields are right
     * @param floors    of our own policy, per hour
     */
    static void check(Published published, Draft draft, Instant now, List<Money> floors, List<Refused> problems) {
        checkFields(published, draft, now, problems);
        if (problems.isEmpty()) {
            ask(problems, () -> {
                requireReadable(published);
                ListingRules.requirePublishable(published, now);
            });
        }
        if (draft.price() != null && draft.price().amount() > 0 && draft.estimatedSeconds() > 0) {
            ask(problems, () -> ListingRules.requireFloor(draft.price(), draft.estimatedSeconds(), floors));
        }
    }

    private static void checkFields(Published published, Draft draft, Instant now, List<Refused> problems) {
        ask(problems, () -> requireLine(draft.title(), "title"));
        ask(problems, () -> requireText(draft.instructions(), "instructions"));
        ask(problems, () -> requireText(draft.endUse(), "endUse"));
        ask(problems, () -> requireLine(draft.signedBy(), "signedBy"));
        ask(problems, () -> requirePrice(draft.price()));
        ask(problems, () -> require(draft.topUp() == null || draft.price() == null
            || draft.topUp().currency().equals(draft.price().currency()), "topUp", "of another currency than the price"));
        ask(problems, () -> requireWithin(draft.answersPerUnit(), 1, Limits.ANSWERS_PER_UNIT, "answersPerUnit"));
        ask(problems, () -> requireWithin(draft.estimatedSeconds(), 1, Limits.CLAIM_MAX_SECONDS, "estimatedSeconds"));
        ask(problems, () -> requireCategories(draft.categories()));
        ask(problems, () -> requireWords(draft.languages(), Limits.LANGUAGES, "languages"));
        ask(problems, () -> requireWords(draft.skills(), Limits.SKILLS, "skills"));
        ask(problems, () -> requireMachineHelp(draft.machineHelp()));
        ask(problems, () -> requireDeadline(draft, now));
        ask(problems, () -> requireClaim(draft));
        ask(problems, () -> requireWithin(draft.reclaimSeconds(), Limits.RECLAIM_MIN_SECONDS, Limits.RECLAIM_MAX_SECONDS,
            "reclaimSeconds"));
        ask(problems, () -> requireWithin(draft.autoAcceptSeconds(), Limits.AUTO_ACCEPT_MIN_SECONDS,
            Limits.AUTO_ACCEPT_MAX_SECONDS, "autoAcceptSeconds"));
        ask(problems, () -> require(draft.audience().size() <= Limits.AUDIENCE_HOSTS, "audience", "too many hosts"));
        if (draft.answersPerUnit() <= Limits.ANSWERS_PER_UNIT) {
            ask(problems, () -> require(published.work().units() * draft.answersPerUnit() <= Listings.SLOTS,
                "answersPerUnit", "more than " + Listings.SLOTS + " answers in all"));
        }
    }

    private static void ask(List<Refused> problems, Runnable rule) {
        try {
            rule.run();
        } catch (Refused refused) {
            problems.add(refused);
        }
    }

    private static void require(boolean right, String field, String otherwise) {
        if (!right) {
            throw Refused.at(Problem.FIELD_WRONG, field, otherwise);
        }
    }

    private static void requirePresent(boolean present, String field) {
        if (!present) {
            throw Refused.at(Problem.FIELD_MISSING, field, "empty");
        }
    }

    private static void requireText(String text, String field) {
        requirePresent(text != null && !text.isBlank(), field);
        if (!Texts.isPlain(text)) {
            throw Refused.at(Problem.TEXT_INVALID, field, "a control character or half a surrogate pair");
        }
        require(text.length() <= Limits.TEXT_CHARS, field, "longer than " + Limits.TEXT_CHARS);
    }

    private static void requireLine(String text, String field) {
        requireText(text, field);
        require(text.chars().noneMatch(c -> c < ' '), field, "not one line");
        require(text.length() <= Limits.LINE_CHARS, field, "longer than " + Limits.LINE_CHARS);
    }

    private static void requireWithin(long number, long min, long max, String field) {
        requirePresent(number != 0, field);
        require(number >= min && number <= max, field, "not " + min + " to " + max);
    }

    private static void requirePrice(Money price) {
        requirePresent(price != null, "price");
        if (price.amount() < 1) {
            throw Refused.at(Problem.PRICE_TOO_SMALL, "price", "no price");
        }
    }

    private static void requireCategories(List<Category> categories) {
        requireWords(categories.stream().map(Category::category).toList(), Limits.CATEGORIES, "categories");
        require(categories.stream().allMatch(category ->
            category.severity() >= 0 && category.severity() <= Limits.SEVERITY_MAX), "categories", "a severity that is none");
    }

    private static void requireWords(List<String> words, int most, String field) {
        require(words.size() <= most && words.stream().allMatch(word ->
            word.length() <= Limits.SHORT_CHARS && Texts.isPlain(word)), field, "too many, too long, or no text");
    }

    private static void requireMachineHelp(String machineHelp) {
        requirePresent(machineHelp != null && !machineHelp.isBlank(), "machineHelp");
        require(MACHINE_HELP.contains(machineHelp), "machineHelp", "not one of " + MACHINE_HELP);
    }

    private static void requireDeadline(Draft draft, Instant now) {
        requirePresent(draft.deadline() != null, "deadline");
        require(!draft.deadline().isBefore(now.plusSeconds(Math.clamp(draft.claimSeconds(), 0, Limits.CLAIM_MAX_SECONDS))),
            "deadline", "too soon after " + now);
    }

    private static void requireClaim(Draft draft) {
        requireWithin(draft.claimSeconds(), Limits.CLAIM_MIN_SECONDS, Limits.CLAIM_MAX_SECONDS, "claimSeconds");
        require(draft.claimSeconds() >= Math.min(draft.estimatedSeconds(), Limits.CLAIM_MAX_SECONDS), "claimSeconds",
            "shorter than the estimated time");
    }

    /** A message that our own codec would not read back would stop our log for everybody. */
    private static void requireReadable(Published published) {
        try {
            require(Codec.object(published).canonical().length <= OBJECT_BYTES, "instructions",
                "the listing is longer than a message");
            Codec.requireSendable(published);
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
