package coop.canut.node.post;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Query parameters of the federation's routes: numbers, each given exactly once. */
final class Query {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,15}");

    private Query() {
    }

    /** One of these words. */
    static <T> T word(RoutingContext context, String name, List<T> values, Function<T, String> code) {
        List<String> given = context.queryParam(name);
        return values.stream().filter(value -> given.equals(List.of(code.apply(value)))).findFirst()
            .orElseThrow(() -> Refused.at(Problem.MEMBER_UNKNOWN, name, "one of the words that stand for it is needed"));
    }

    /** A number within its bounds; larger ones are cut to {@code max} only where that is a page's length. */
    static long number(RoutingContext context, String name, long min, long max) {
        List<String> given = context.queryParam(name);
        if (given.size() != 1 || !NUMBER.matcher(given.getFirst()).matches()) {
            throw Refused.at(Problem.NUMBER_FORM, name, "one number is needed");
        }
        long value = Long.parseLong(given.getFirst());
        if (value < min) {
            throw Refused.at(Problem.NUMBER_FORM, name, "below " + min);
        }
        return Math.min(value, max);
    }
}
