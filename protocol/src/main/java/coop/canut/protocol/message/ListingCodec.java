package coop.canut.protocol.message;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.message.ListingMessage.EndUse;
import coop.canut.protocol.message.ListingMessage.Identity;
import coop.canut.protocol.message.ListingMessage.Pay;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.ListingMessage.Work;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import java.util.List;

/**
 * The members of what is said about a listing. Source: FEDERATION.md 7.2. The two halves of a proposal have ids that follow
 * from the listing's ({@code #work}, {@code #pay}), as FEP-0837 wants them; they are written, and compared when read.
 */
final class ListingCodec {
    private static final List<String> BANDS = List.of("new", "established", "trusted");
    private static final List<String> MACHINE_HELP = List.of("none", "declared", "allowed");

    private ListingCodec() {
    }

    /** The object without its {@code type}. */
    static Builder write(ListingMessage message) {
        return switch (message) {
            case Published m -> Json.object()
                .put("id", m.listing())
                .put("revision", m.revision())
                .put("purpose", "request")
                .put("attributedTo", m.requester())
                .put("requester", Json.object()
                    .put("name", m.identity().name())
                    .put("country", m.identity().country())
                    .put("register", m.identity().register()).build())
                .put("name", m.name())
                .put("content", m.content())
                .put("endUse", Json.object()
                    .put("statement", m.endUse().statement())
                    .put("signedBy", m.endUse().signedBy())
                    .put("signedAt", m.endUse().signedAt()).build())
                .put("categories", m.categories().stream().map(category -> Json.object()
                    .put("category", category.category())
                    .put("severity", category.severity()).build()).toList())
                .putTexts("languages", m.languages())
                .putTexts("skills", m.skills())
                .put("band", m.band())
                .putTexts("audience", m.audience())
                .put("machineHelp", m.machineHelp())
                .put("publishes", work(m.listing(), m.work()))
                .put("reciprocal", pay(m.listing(), m.pay()))
                .put("deadline", m.deadline())
                .put("policy", policy(m.policy()));
            case StateChanged m -> Json.object()
                .put("listing", m.listing())
                .put("number", m.number())
                .put("state", m.state().code())
                .put("reason", m.reason())
                .putOptional("until", m.until());
        };
    }

    private static Json.Obj work(ObjectUrl listing, Work work) {
        return Json.object()
            .put("type", "Intent")
            .put("id", listing + "#work")
            .put("action", "deliverService")
            .put("units", work.units())
            .put("answersPerUnit", work.answersPerUnit())
            .put("estimatedSeconds", work.estimatedSeconds())
            .put("claimSeconds", work.claimSeconds())
            .put("reclaimSeconds", work.reclaimSeconds())
            .put("template", work.template())
            .build();
    }

    private static Json.Obj pay(ObjectUrl listing, Pay pay) {
        return Json.object()
            .put("type", "Intent")
            .put("id", listing + "#pay")
            .put("action", "transfer")
            .put("price", Codec.money(pay.price()))
            .put("autoAcceptSeconds", pay.autoAcceptSeconds())
            .build();
    }

    static Json.Obj policy(PolicyRef policy) {
        return Json.object().put("number", policy.number()).put("sha256", policy.sha256()).build();
    }

    static Published published(Fields in) {
        ObjectUrl listing = in.url("id", Noun.LISTING);
        in.constant("purpose", "request");
        return new Published(
            listing,
            in.integer("revision", 1),
            in.url("attributedTo", Noun.REQUESTER),
            in.object("requester", ListingCodec::identity),
            in.line("name"),
            in.text("content"),
            in.object("endUse", use -> new EndUse(use.text("statement"), use.line("signedBy"), use.time("signedAt"))),
            in.objects("categories", 0, Limits.CATEGORIES, ListingCodec::category),
            in.names("languages", 0, Limits.LANGUAGES, Fields::asShortText),
            in.names("skills", 0, Limits.SKILLS, Fields::asShortText),
            in.word("band", BANDS),
            in.names("audience", 0, Limits.AUDIENCE_HOSTS, Host::of),
            in.word("machineHelp", MACHINE_HELP),
            in.object("publishes", half -> work(listing, half)),
            in.object("reciprocal", half -> pay(listing, half)),
            in.time("deadline"),
            in.object("policy", ListingCodec::policy));
    }

    private static Identity identity(Fields in) {
        return new Identity(in.line("name"), in.name("country", ListingCodec::country), in.line("register"));
    }

    /** Two capital letters, as in ISO 3166-1; which of them are countries changes, so the table is not asked. */
    private static String country(String text) {
        if (text.length() != 2 || !text.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
            throw new Refused(Problem.NAME_NOT_CANONICAL, "not a country of two letters");
        }
        return text;
    }

    private static Category category(Fields in) {
        return new Category(in.shortText("category"), in.integer("severity", 0, Limits.SEVERITY_MAX));
    }

    private static Work work(ObjectUrl listing, Fields in) {
        in.type("Intent");
        half(in, listing, "#work", "deliverService");
        return new Work(
            in.integer("units", 1),
            in.integer("answersPerUnit", 1, Limits.ANSWERS_PER_UNIT),
            in.integer("estimatedSeconds", 1, Limits.CLAIM_MAX_SECONDS),
            in.integer("claimSeconds", Limits.CLAIM_MIN_SECONDS, Limits.CLAIM_MAX_SECONDS),
            in.integer("reclaimSeconds", Limits.RECLAIM_MIN_SECONDS, Limits.RECLAIM_MAX_SECONDS),
            in.opaque("template"));
    }

    private static Pay pay(ObjectUrl listing, Fields in) {
        in.type("Intent");
        half(in, listing, "#pay", "transfer");
        return new Pay(
            in.money("price", 1),
            in.integer("autoAcceptSeconds", Limits.AUTO_ACCEPT_MIN_SECONDS, Limits.AUTO_ACCEPT_MAX_SECONDS));
    }

    private static void half(Fields in, ObjectUrl listing, String fragment, String action) {
        in.name("id", text -> {
            // A listing that was refused has its fault noted already.
            if (listing != null && !text.equals(listing + fragment)) {
                throw new Refused(Problem.NAME_NOT_CANONICAL, "not the listing with " + fragment);
            }
            return text;
        });
        in.constant("action", action);
    }

    static PolicyRef policy(Fields in) {
        return new PolicyRef(in.integer("number", 1), in.hash("sha256"));
    }

    static StateChanged stateChanged(Fields in) {
        return new StateChanged(
            in.url("listing", Noun.LISTING),
            in.integer("number", 1),
            in.word("state", List.of(State.values()), State::code),
            in.line("reason"),
            in.optionalTime("until"));
    }
}
