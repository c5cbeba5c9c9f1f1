package coop.canut.node.api;

import coop.canut.node.member.Requester;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.money.Money;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/** Shapes that several routes read or write. */
final class Shapes {

    private Shapes() {
    }

    /** {@code {"amount":40,"currency":"EUR"}}, minor units. */
    static Json.Obj money(Money money) {
        return Json.object().put("amount", money.amount()).put("currency", money.currency()).build();
    }

    /** An amount in a member of that name. */
    static Money money(Members in, String name) {
        Members money = in.object(name);
        Money read = money(money);
        money.done();
        return read;
    }

    /** An amount that is the object itself. */
    static Money money(Members in) {
        long amount = in.integer("amount", 0, Limits.INTEGER_MAX);
        return new Money(amount, in.named("currency", Shapes::currency));
    }

    /** A currency's code; {@code member-unknown} for any other text. */
    static String currency(String code) {
        if (!Money.isCurrency(code)) {
            throw new Refused(Problem.MEMBER_UNKNOWN, "not an ISO 4217 code with minor units");
        }
        return code;
    }

    /** A time as the wire has it; parts of a second are cut off. */
    static Instant second(Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }

    /** One object for each item. */
    static <T> List<Json.Obj> each(List<T> items, Function<T, Builder> shape) {
        return items.stream().map(item -> shape.apply(item).build()).toList();
    }

    /** Who has work done, by law. */
    static Builder requester(Requester requester) {
        return Json.object().put("id", requester.id()).put("url", requester.url())
            .put("name", requester.identity().name()).put("country", requester.identity().country())
            .put("register", requester.identity().register());
    }
}
