package coop.canut.protocol.message;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.ChannelAcknowledged.Refusal;
import coop.canut.protocol.message.StandingMessage.ReceiptIssued;
import coop.canut.protocol.name.Noun;
import java.util.List;
import java.util.regex.Pattern;

/** The members of receipts: of a worker's record, and of what arrived in a channel. Source: FEDERATION.md 7.5, 7.6. */
final class StandingCodec {
    private static final Pattern MONTH = Pattern.compile("(202[6-9]|20[3-9][0-9]|2[1-9][0-9]{2})-(0[1-9]|1[0-2])");

    private StandingCodec() {
    }

    /** The object without its {@code type}. */
    static Builder write(StandingMessage message) {
        return switch (message) {
            case ReceiptIssued m -> Json.object()
                .put("subject", m.subject())
                .put("requester", m.requester())
                .put("skill", m.skill())
                .put("seq", m.seq())
                .put("paidMinutes", m.paidMinutes())
                .put("ok", m.ok())
                .put("bad", m.bad())
                .put("contested", m.contested())
                .put("lastMonth", m.lastMonth())
                .put("expires", m.expires());
        };
    }

    /** The object without its {@code type}. */
    static Builder write(ChannelAcknowledged m) {
        return Json.object()
            .put("from", m.from())
            .put("epoch", m.epoch())
            .put("seq", m.seq())
            .put("head", m.head())
            .put("refused", m.refused().stream().map(refusal -> Json.object()
                .put("seq", refusal.seq())
                .put("problem", refusal.problem().code()).build()).toList());
    }

    static ReceiptIssued receiptIssued(Fields in) {
        return new ReceiptIssued(
            in.subject("subject"),
            in.url("requester", Noun.REQUESTER),
            in.shortText("skill"),
            in.integer("seq", 1),
            in.integer("paidMinutes", 0),
            in.integer("ok", 0),
            in.integer("bad", 0),
            in.integer("contested", 0),
            in.name("lastMonth", StandingCodec::month),
            in.time("expires"));
    }

    private static String month(String text) {
        if (!MONTH.matcher(text).matches()) {
            throw new Refused(Problem.TIME_FORM, "not a month YYYY-MM");
        }
        return text;
    }

    static ChannelAcknowledged channelAcknowledged(Fields in) {
        return new ChannelAcknowledged(
            in.host("from"),
            in.integer("epoch", 1),
            in.integer("seq", 0),
            in.hash("head"),
            in.objects("refused", 0, Limits.ACK_REFUSALS, refusal -> new Refusal(
                refusal.integer("seq", 1),
                refusal.word("problem", List.of(Problem.values()), Problem::code))));
    }
}
