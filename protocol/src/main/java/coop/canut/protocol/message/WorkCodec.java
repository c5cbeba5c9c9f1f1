package coop.canut.protocol.message;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.WorkMessage.Accepted;
import coop.canut.protocol.message.WorkMessage.AcceptedItem;
import coop.canut.protocol.message.WorkMessage.BonusGranted;
import coop.canut.protocol.message.WorkMessage.ClaimDeclined;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.message.WorkMessage.GrantedSlot;
import coop.canut.protocol.message.WorkMessage.RejectionProposed;
import coop.canut.protocol.message.WorkMessage.SlotsGranted;
import coop.canut.protocol.message.WorkMessage.SlotsRecalled;
import coop.canut.protocol.message.WorkMessage.SlotsRefused;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.message.WorkMessage.SlotsReturned;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import java.util.List;

/** The members of the conversation about slots, answers and reviews. Source: FEDERATION.md 7.3. */
final class WorkCodec {
    private static final List<String> SLOTS_PROBLEMS =
        List.of("none-left", "listing-not-open", "revision-old", "peer-limited", "quota", "credit-exceeded");
    private static final List<String> DECLINE_CAUSES = List.of("stopped", "broken", "disturbing", "screened-out");
    private static final List<String> BASES = List.of("answer", "time", "automatic");
    private static final List<String> REJECTION_REASONS = List.of("wrong", "incomplete", "off-instructions", "spam");
    private static final int HOLDERS = 20;
    /** Nobody can work longer on a claim than it lives. */
    private static final long WORKED_MAX_SECONDS = Limits.CLAIM_MAX_SECONDS + Limits.CLAIM_GRACE_SECONDS;

    private WorkCodec() {
    }

    /** The object without its {@code type}. */
    static Builder write(WorkMessage message) {
        return switch (message) {
            case SlotsRequested m -> Json.object()
                .put("request", m.request())
                .put("listing", m.listing())
                .put("revision", m.revision())
                .put("count", m.count())
                .putOptional("units", m.units().isEmpty() ? null : Json.texts(m.units()));
            case SlotsGranted m -> Json.object()
                .put("request", m.request())
                .put("part", m.part())
                .put("parts", m.parts())
                .put("lease", m.lease())
                .put("openUntil", m.openUntil())
                .put("until", m.until())
                .put("reclaimAt", m.reclaimAt())
                .put("slots", m.slots().stream().map(WorkCodec::slot).toList());
            case SlotsRefused m -> Json.object()
                .put("request", m.request())
                .put("problem", m.problem())
                .putTexts("holders", m.holders())
                .put("retryAfterSeconds", m.retryAfterSeconds());
            case SlotsRecalled m -> Json.object()
                .put("lease", m.lease())
                .put("number", m.number())
                .putTexts("slots", m.slots());
            case SlotsReturned m -> Json.object()
                .put("lease", m.lease())
                .put("number", m.number())
                .putTexts("slots", m.slots());
            case ClaimDeclined m -> Json.object()
                .put("slot", m.slot())
                .put("claim", m.claim())
                .put("lease", m.lease())
                .put("subject", m.subject())
                .put("worker", m.worker())
                .put("seconds", m.seconds())
                .put("cause", m.why())
                .putOptional("reason", m.reason());
            case Submitted m -> Json.object()
                .put("slot", m.slot())
                .put("claim", m.claim())
                .put("lease", m.lease())
                .put("listing", m.listing())
                .put("revision", m.revision())
                .put("subject", m.subject())
                .put("worker", m.worker())
                .put("seconds", m.seconds())
                .put("machineHelp", m.machineHelp())
                .put("answer", m.answer())
                .put("answerSha256", m.answerSha256())
                .put("content", m.content().stream().map(WorkCodec::content).toList());
            case Accepted m -> Json.object()
                .put("acceptance", m.acceptance())
                .put("obligation", m.obligation())
                .put("due", m.due())
                .put("currency", m.currency())
                .put("total", m.total())
                .put("policy", ListingCodec.policy(m.policy()))
                .put("items", m.items().stream().map(WorkCodec::item).toList());
            case RejectionProposed m -> Json.object()
                .put("slot", m.slot())
                .put("claim", m.claim())
                .put("answerSha256", m.answerSha256())
                .put("reason", m.reason())
                .put("text", m.text())
                .put("by", m.by())
                .put("lapsesAt", m.lapsesAt());
            case BonusGranted m -> Json.object()
                .put("bonus", m.bonus())
                .put("obligation", m.obligation())
                .put("claim", m.claim())
                .put("amount", Codec.money(m.amount()))
                .put("due", m.due())
                .put("reason", m.reason());
        };
    }

    private static Json.Obj slot(GrantedSlot slot) {
        return Json.object()
            .put("slot", slot.slot())
            .put("unit", slot.unit())
            .put("input", slot.input())
            .put("content", slot.content().stream().map(WorkCodec::content).toList())
            .build();
    }

    private static Json.Obj content(Content content) {
        return Json.object()
            .put("sha256", content.sha256())
            .put("bytes", content.bytes())
            .put("mediaType", content.mediaType())
            .build();
    }

    private static Json.Obj item(AcceptedItem item) {
        return Json.object()
            .put("slot", item.slot())
            .put("claim", item.claim())
            .put("answerSha256", item.answerSha256())
            .put("basis", item.basis())
            .put("amount", item.amount())
            .build();
    }

    static SlotsRequested slotsRequested(Fields in) {
        SlotsRequested read = new SlotsRequested(
            in.id("request"),
            in.url("listing", Noun.LISTING),
            in.integer("revision", 1),
            in.integer("count", 1, Limits.SLOTS_PER_REQUEST),
            // An empty list would be a second spelling of "any unit": the member is absent then.
            in.has("units") ? in.names("units", 1, Limits.SLOTS_PER_REQUEST, Id::of) : List.of());
        if (in.sound() && read.units().size() > read.count()) {
            in.fault(Problem.JSON_LIMIT, "units", "more than count");
        }
        return read;
    }

    static SlotsGranted slotsGranted(Fields in) {
        SlotsGranted read = new SlotsGranted(
            in.id("request"),
            in.integer("part", 1, Limits.SLOTS_PER_REQUEST),
            in.integer("parts", 1, Limits.SLOTS_PER_REQUEST),
            in.id("lease"),
            in.time("openUntil"),
            in.time("until"),
            in.time("reclaimAt"),
            in.objects("slots", 1, Limits.SLOTS_PER_REQUEST, WorkCodec::slot));
        if (in.sound() && read.part() > read.parts()) {
            in.fault(Problem.NUMBER_FORM, "part", "more than parts");
        }
        return read;
    }

    private static GrantedSlot slot(Fields in) {
        return new GrantedSlot(in.id("slot"), in.id("unit"), in.opaque("input"), contents(in));
    }

    private static List<Content> contents(Fields in) {
        return in.objects("content", 0, Limits.CONTENT_PER_UNIT, content -> new Content(
            content.hash("sha256"), content.integer("bytes", 0, Limits.CONTENT_BYTES), content.shortText("mediaType")));
    }

    static SlotsRefused slotsRefused(Fields in) {
        return new SlotsRefused(
            in.id("request"),
            in.word("problem", SLOTS_PROBLEMS),
            in.names("holders", 0, HOLDERS, Host::of),
            in.integer("retryAfterSeconds", 0, Limits.RETRY_AFTER_MAX_SECONDS));
    }

    static SlotsRecalled slotsRecalled(Fields in) {
        return new SlotsRecalled(in.id("lease"), in.integer("number", 1), slots(in));
    }

    static SlotsReturned slotsReturned(Fields in) {
        return new SlotsReturned(in.id("lease"), in.integer("number", 1), slots(in));
    }

    private static List<Id> slots(Fields in) {
        return in.names("slots", 1, Limits.SLOTS_PER_REQUEST, Id::of);
    }

    static ClaimDeclined claimDeclined(Fields in) {
        return new ClaimDeclined(
            in.id("slot"),
            in.id("claim"),
            in.id("lease"),
            in.subject("subject"),
            in.worker("worker"),
            in.integer("seconds", 0, WORKED_MAX_SECONDS),
            in.word("cause", DECLINE_CAUSES),
            in.optionalLine("reason"));
    }

    static Submitted submitted(Fields in) {
        return new Submitted(
            in.id("slot"),
            in.id("claim"),
            in.id("lease"),
            in.url("listing", Noun.LISTING),
            in.integer("revision", 1),
            in.subject("subject"),
            in.worker("worker"),
            in.integer("seconds", 0, WORKED_MAX_SECONDS),
            in.line("machineHelp"),
            in.opaque("answer"),
            in.hash("answerSha256"),
            contents(in));
    }

    static Accepted accepted(Fields in) {
        Accepted read = new Accepted(
            in.id("acceptance"),
            in.id("obligation"),
            in.time("due"),
            in.name("currency", Fields::currency),
            in.integer("total", 0),
            in.object("policy", ListingCodec::policy),
            in.objects("items", 1, Limits.ITEMS_PER_ACCEPTANCE, WorkCodec::item));
        // 500 amounts below 2^53 stay below 2^62: the sum cannot overflow.
        if (in.sound() && read.items().stream().mapToLong(AcceptedItem::amount).sum() != read.total()) {
            in.fault(Problem.NUMBER_FORM, "total", "not the sum of the items");
        }
        return read;
    }

    private static AcceptedItem item(Fields in) {
        return new AcceptedItem(
            in.id("slot"),
            in.id("claim"),
            in.hash("answerSha256"),
            in.word("basis", BASES),
            in.integer("amount", 0));
    }

    static RejectionProposed rejectionProposed(Fields in) {
        return new RejectionProposed(
            in.id("slot"),
            in.id("claim"),
            in.hash("answerSha256"),
            in.word("reason", REJECTION_REASONS),
            in.text("text"),
            in.line("by"),
            in.time("lapsesAt"));
    }

    static BonusGranted bonusGranted(Fields in) {
        return new BonusGranted(
            in.id("bonus"),
            in.id("obligation"),
            in.id("claim"),
            in.money("amount", 1),
            in.time("due"),
            in.line("reason"));
    }
}
