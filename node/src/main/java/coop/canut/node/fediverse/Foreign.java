package coop.canut.node.fediverse;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/**
 * A JSON document of a foreign server, read leniently: unknown members, nulls and fractions are theirs to have. What is not
 * there, or of another form, is null. Nothing of it is repeated to anybody; a document that is signed over its bytes is read by
 * this one reader only, so there are no two readings of it.
 */
final class Foreign {

    private final JsonObject object;

    private Foreign(JsonObject object) {
        this.object = object;
    }

    /** The object that these bytes are; {@code json-not-canonical} if they are none. */
    static Foreign read(Buffer bytes) {
        try {
            return new Foreign(bytes.toJsonObject());
        } catch (DecodeException | ClassCastException unreadable) {
            throw new Refused(Problem.JSON_NOT_CANONICAL, "no JSON object");
        }
    }

    /** A string. */
    String text(String name) {
        return object.getValue(name) instanceof String text ? text : null;
    }

    /** Whether the member is this string, or a list in which it stands: a type may be either. */
    boolean is(String name, String wanted) {
        return wanted.equals(text(name))
            || object.getValue(name) instanceof JsonArray list && list.getList().contains(wanted);
    }

    /** An object. */
    Foreign object(String name) {
        return object.getValue(name) instanceof JsonObject inner ? new Foreign(inner) : null;
    }

    /** What a member refers to, by its id alone or as a whole object. */
    String reference(String name) {
        Foreign inner = object(name);
        return inner == null ? text(name) : inner.text("id");
    }

    /** The objects of a list, or the only one; at most so many are looked at. */
    List<Foreign> objects(String name, int most) {
        return switch (object.getValue(name)) {
            case JsonObject only -> List.of(new Foreign(only));
            case JsonArray list -> Stream.iterate(0, at -> at < Math.min(list.size(), most), at -> at + 1)
                .map(list::getValue).filter(JsonObject.class::isInstance).map(each -> new Foreign((JsonObject) each)).toList();
            case null, default -> List.of();
        };
    }
}
