package coop.canut.protocol.message;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.NodeMessage.ContentErased;
import coop.canut.protocol.message.NodeMessage.CreditStated;
import coop.canut.protocol.message.NodeMessage.EpochStarted;
import coop.canut.protocol.message.NodeMessage.ForkShown;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.LogState;
import coop.canut.protocol.message.NodeMessage.PeeringStated;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import java.util.List;

/** The members of what a node says about itself. Source: FEDERATION.md 7.1. */
final class NodeCodec {
    private static final List<String> PICKET_STANDINGS = List.of("show", "warn", "hold");
    private static final List<String> EPOCH_REASONS = List.of("restored", "lost", "planned");

    private NodeCodec() {
    }

    /** The object without its {@code type}. */
    static Builder write(NodeMessage message) {
        return switch (message) {
            case KeysStated m -> Json.object()
                .put("number", m.number())
                .put("previous", m.previous())
                .put("keys", m.keys().stream().map(NodeCodec::key).toList())
                .putTexts("recovery", m.recovery());
            case PolicyEnacted m -> Json.object()
                .put("number", m.number())
                .put("previous", m.previous())
                .put("decision", m.decision())
                .put("payFloor", m.payFloor().stream().map(Codec::money).toList())
                .put("feePermille", m.feePermille())
                .put("fundPermille", m.fundPermille())
                .put("severityMinutesPerDay", m.severityMinutesPerDay().stream().map(Json.Int::new).toList())
                .put("severityMinutesPerWeek", m.severityMinutesPerWeek().stream().map(Json.Int::new).toList())
                .put("rejectionDays", m.rejectionDays())
                .put("picketStanding", m.picketStanding());
            case PeeringStated m -> Json.object()
                .put("peer", m.peer())
                .put("number", m.number())
                .put("level", m.level().code())
                .put("keys", m.keys())
                .put("sharePermille", m.sharePermille())
                .put("decision", m.decision())
                .putOptional("reason", m.reason());
            case EpochStarted m -> Json.object()
                .put("epoch", m.epoch())
                .put("previous", Json.object()
                    .put("epoch", m.previous().epoch())
                    .put("size", m.previous().size())
                    .put("root", m.previous().root()).build())
                .put("reason", m.reason());
            case ForkShown m -> Json.object()
                .put("origin", m.origin())
                .put("size", m.size())
                .putTexts("checkpoints", m.checkpoints());
            case ContentErased m -> Json.object()
                .putTexts("ids", m.ids())
                .put("reason", m.reason());
            case CreditStated m -> Json.object()
                .put("number", m.number())
                .put("limit", Codec.money(m.limit()));
        };
    }

    private static Json.Obj key(StatedKey key) {
        return Json.object()
            .put("publicKeyMultibase", key.key())
            .put("purpose", key.purpose().code())
            .put("from", key.from())
            .putOptional("until", key.until())
            .putOptional("revoked", key.revoked())
            .put("possession", key.possession())
            .build();
    }

    static KeysStated keysStated(Fields in) {
        return new KeysStated(
            in.integer("number", 1),
            in.hash("previous"),
            in.objects("keys", 1, Limits.KEYS_STATED, NodeCodec::key),
            in.names("recovery", Limits.RECOVERY_KEYS_MIN, Limits.RECOVERY_KEYS_MAX, Key::of));
    }

    private static StatedKey key(Fields in) {
        return new StatedKey(
            in.name("publicKeyMultibase", Key::of),
            in.word("purpose", List.of(Purpose.values()), Purpose::code),
            in.time("from"),
            in.optionalTime("until"),
            in.optionalTime("revoked"),
            in.name("possession", NodeCodec::signature));
    }

    private static String signature(String text) {
        Signatures.decode(text);
        return text;
    }

    static PolicyEnacted policyEnacted(Fields in) {
        return new PolicyEnacted(
            in.integer("number", 1),
            in.hash("previous"),
            in.shortText("decision"),
            in.objects("payFloor", 0, Limits.PAY_FLOORS, money -> money.money(0)),
            in.integer("feePermille", 0, 1_000),
            in.integer("fundPermille", 0, 1_000),
            in.integers("severityMinutesPerDay", Limits.SEVERITY_LEVELS, Limits.SEVERITY_LEVELS),
            in.integers("severityMinutesPerWeek", Limits.SEVERITY_LEVELS, Limits.SEVERITY_LEVELS),
            in.integer("rejectionDays", Limits.REJECTION_MIN_DAYS, Limits.REJECTION_MAX_DAYS),
            in.word("picketStanding", PICKET_STANDINGS));
    }

    static PeeringStated peeringStated(Fields in) {
        return new PeeringStated(
            in.host("peer"),
            in.integer("number", 1),
            in.word("level", List.of(Level.values()), Level::code),
            in.hash("keys"),
            in.integer("sharePermille", 0, 1_000),
            in.shortText("decision"),
            in.optionalLine("reason"));
    }

    static EpochStarted epochStarted(Fields in) {
        return new EpochStarted(in.integer("epoch", 2), in.object("previous", NodeCodec::logState),
            in.word("reason", EPOCH_REASONS));
    }

    private static LogState logState(Fields in) {
        return new LogState(in.integer("epoch", 1), in.integer("size", 0), in.hash("root"));
    }

    static ForkShown forkShown(Fields in) {
        return new ForkShown(in.line("origin"), in.integer("size", 0),
            in.names("checkpoints", 2, 2, NodeCodec::checkpoint));
    }

    private static String checkpoint(String text) {
        if (text.length() > Limits.CHECKPOINT_CHARS) {
            throw new Refused(Problem.JSON_LIMIT, "longer than " + Limits.CHECKPOINT_CHARS);
        }
        return text;
    }

    static ContentErased contentErased(Fields in) {
        return new ContentErased(in.names("ids", 1, Limits.ERASED_PER_MESSAGE, MessageUrl::of), in.line("reason"));
    }

    static CreditStated creditStated(Fields in) {
        return new CreditStated(in.integer("number", 1), in.money("limit", 0));
    }
}
