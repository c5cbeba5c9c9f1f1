package coop.canut.node.api;

import coop.canut.node.publish.Draft;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a draft is written in JSON. Only what a requester need not think about may be left out. */
final class Drafts {

    private Drafts() {
    }

    /** The draft in an object; refusals name its members. */
    static Draft read(Members in) {
        long estimated = in.integer("estimatedSeconds", 1, Limits.CLAIM_MAX_SECONDS);
        return new Draft(in.line("title"), in.longText("instructions"), data(in, "template"), in.id("items"), columns(in),
            (int) in.integer("answersPerUnit", 1, Limits.ANSWERS_PER_UNIT), Shapes.money(in, "price"), estimated,
            in.longText("endUse"), in.line("signedBy"),
            in.objects("categories", Limits.CATEGORIES, category -> new Category(category.shortText("category"),
                category.integer("severity", 0, Limits.SEVERITY_MAX))),
            in.texts("languages", Limits.LANGUAGES, Limits.SHORT_CHARS),
            in.texts("skills", Limits.SKILLS, Limits.SHORT_CHARS),
            in.shortText("machineHelp"), in.time("deadline"),
            seconds(in, "claimSeconds", Limits.CLAIM_MIN_SECONDS, Limits.CLAIM_MAX_SECONDS,
                Draft.claimSeconds(estimated)),
            seconds(in, "reclaimSeconds", Limits.RECLAIM_MIN_SECONDS, Limits.RECLAIM_MAX_SECONDS, Draft.RECLAIM_SECONDS),
            seconds(in, "autoAcceptSeconds", Limits.AUTO_ACCEPT_MIN_SECONDS, Limits.AUTO_ACCEPT_MAX_SECONDS,
                Draft.AUTO_ACCEPT_SECONDS),
            in.has("audience") ? in.names("audience", Limits.AUDIENCE_HOSTS, Host::of) : List.of(),
            in.has("topUp") ? Shapes.money(in, "topUp") : null);
    }

    private static long seconds(Members in, String name, long min, long max, long otherwise) {
        Long given = in.optionalInteger(name, min, max);
        return given == null ? otherwise : given;
    }

    private static Map<String, String> columns(Members in) {
        Map<String, String> columns = new HashMap<>();
        Members given = in.optionalObject("columns");
        if (given != null && in.value("columns") instanceof Json.Obj object) {
            object.members().keySet().forEach(shown -> columns.put(shown, given.shortText(shown)));
        }
        return columns;
    }

    /**
     * Task data (a template, an answer), which may be written as the object it is or as the string that it becomes; anything
     * else is {@code member-missing}, and longer than a message carries is {@code json-limit}.
     */
    static String data(Members in, String name) {
        return switch (in.value(name)) {
            case Json.Obj object -> bounded(object.text(), name);
            case Json.Text(String text) -> bounded(text, name);
            default -> throw Refused.at(Problem.MEMBER_MISSING, name, "neither an object nor a string");
        };
    }

    private static String bounded(String text, String name) {
        if (Json.text(text).canonical().length > Limits.OPAQUE_BYTES) {
            throw Refused.at(Problem.JSON_LIMIT, name, "longer than " + Limits.OPAQUE_BYTES + " bytes as encoded");
        }
        return text;
    }
}
