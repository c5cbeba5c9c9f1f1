package coop.canut.node.api;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The parameters of a query, all of them known and each given once. Refusals name the parameter. */
final class Parameters {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,15}");

    private final MultiMap given;

    private Parameters(MultiMap given) {
        this.given = given;
    }

    /**
     * Reads a query.
     *
     * @param known    the parameters that there may be
     * @param repeated the one that may stand there more than once, or null
     * @throws Refused {@code field-wrong} on a parameter that is unknown, stands there twice, is too long or holds a control
     *     character; {@code field-wrong} on {@code query} if it cannot be read at all
     */
    static Parameters read(RoutingContext context, Set<String> known, String repeated) {
        MultiMap given;
        try {
            given = context.queryParams();
        } catch (RuntimeException broken) {
            throw Refused.at(Problem.FIELD_WRONG, "query", broken.getMessage());
        }
        for (String name : given.names()) {
            List<String> values = given.getAll(name);
            if (!known.contains(name)) {
                throw Refused.at(Problem.FIELD_WRONG, shown(name), "unknown parameter");
            }
            if (values.size() > 1 && !name.equals(repeated)) {
                throw Refused.at(Problem.FIELD_WRONG, name, "given " + values.size() + " times");
            }
            if (values.stream().anyMatch(value -> value.length() > Limits.LINE_CHARS
                || value.chars().anyMatch(c -> c < ' '))) {
                throw Refused.at(Problem.FIELD_WRONG, name, "too long, or not one line");
            }
        }
        return new Parameters(given);
    }

    /** Names that somebody made up are told only as far as a name of ours could go. */
    private static String shown(String name) {
        return name.length() > Limits.NAME_CHARS ? name.substring(0, Limits.NAME_CHARS) : name;
    }

    /** A text, or null. */
    String text(String name) {
        return given.get(name);
    }

    /** All values of the parameter that may be repeated. */
    List<String> all(String name) {
        return given.getAll(name);
    }

    /** A value that a function reads, or null; its refusals get this parameter's name. */
    <T> T named(String name, Function<String, T> reader) {
        String value = given.get(name);
        if (value == null) {
            return null;
        }
        try {
            return reader.apply(value);
        } catch (Refused refused) {
            throw Refused.at(refused.problem(), name, refused.detail());
        }
    }

    /** A number within bounds, both included, or null; anything else is {@code number-form}. */
    Long number(String name, long min, long max) {
        String value = given.get(name);
        if (value == null) {
            return null;
        }
        if (!NUMBER.matcher(value).matches() || Long.parseLong(value) < min || Long.parseLong(value) > max) {
            throw Refused.at(Problem.NUMBER_FORM, name, "not an integer of " + min + " to " + max);
        }
        return Long.parseLong(value);
    }

    /** The parameter {@code limit}: rows of a page, at most and if nothing is said {@code page}. */
    int limit(int page) {
        Long limit = number("limit", 1, Limits.INTEGER_MAX);
        return limit == null ? page : (int) Math.min(limit, page);
    }
}
