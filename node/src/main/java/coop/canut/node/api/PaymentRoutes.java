package coop.canut.node.api;

import coop.canut.node.MoneyRooms;
import coop.canut.node.member.Members;
import coop.canut.node.member.Role;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** For treasurers: the books as files, and payments. For requesters: what they pay beside the price. */
final class PaymentRoutes {

    private static final String CSV = Call.CSV + "; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int YEAR_MIN = 2000;
    private static final int YEAR_MAX = 2999;
    private static final int LINES = 1_000;

    private final Members members;
    private final MoneyRooms money;

    PaymentRoutes(Members members, MoneyRooms money) {
        this.members = members;
        this.money = money;
    }

    void mount(Gate gate) {
        gate.way(HttpMethod.GET, "ledger/journal").taking("from", "to").by(Role.TREASURER, this::journal);
        gate.way(HttpMethod.GET, "ledger/fec").taking("year").by(Role.TREASURER, this::fec);
        gate.way(HttpMethod.POST, "payment-files").with(Body.JSON).by(Role.TREASURER, this::makeFile);
        gate.way(HttpMethod.GET, "payment-files/:id").by(Role.TREASURER, call ->
            money.payments().csv(call.person(), call.id()).compose(csv ->
                call.file(CSV, call.id() + ".csv", Buffer.buffer(csv))));
        gate.way(HttpMethod.POST, "payment-files/:id/answers").with(Body.JSON).by(Role.TREASURER, this::answer);
        gate.way(HttpMethod.POST, "listings/:id/top-ups").with(Body.JSON).by(Role.REQUESTER, this::topUp);
        gate.way(HttpMethod.POST, "answers/:id/bonuses").with(Body.JSON).by(Role.REQUESTER, this::bonus);
    }

    private Future<Void> journal(Call call) {
        LocalDate from = day(call, "from");
        LocalDate to = day(call, "to");
        return call.stream(CSV, "journal-" + from + "-" + to + ".csv", out ->
            money.journal().csv(call.person(), start(from), start(to.plusDays(1)), out));
    }

    /** A day of UTC; the last one is part of the journal. */
    private static LocalDate day(Call call, String name) {
        String day = call.query().text(name);
        if (day == null) {
            throw Refused.at(Problem.FIELD_MISSING, name, "no day");
        }
        try {
            return LocalDate.parse(day);
        } catch (DateTimeParseException wrong) {
            throw Refused.at(Problem.TIME_FORM, name, "no YYYY-MM-DD");
        }
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private Future<Void> fec(Call call) {
        Long year = call.query().number("year", YEAR_MIN, YEAR_MAX);
        if (year == null) {
            throw Refused.at(Problem.FIELD_MISSING, "year", "none");
        }
        return money.journal().fecName(year.intValue()).compose(name -> call.stream(TEXT, name, out ->
            money.journal().fec(call.person(), year.intValue(), out)));
    }

    private Future<Void> makeFile(Call call) {
        String currency = call.read(in -> in.named("currency", Shapes::currency));
        return money.payments().makeFile(call.person(), currency).compose(made -> made
            .map(file -> call.created(Json.object().put("id", file.id()).put("payments", (long) file.payments())
                .put("total", Shapes.money(file.total()))))
            .orElseGet(() -> call.ok(Json.object().put("payments", 0L))));
    }

    private record Answered(List<Id> payments, boolean booked, String reason) {
    }

    private Future<Void> answer(Call call) {
        Answered answered = call.read(in -> new Answered(in.names("payments", LINES, Id::of),
            in.choice("outcome", List.of("booked", "returned")).equals("booked"), in.optionalLine("reason")));
        Set<Id> lines = new HashSet<>(answered.payments());
        return money.payments().answer(call.person(), call.id(), lines, answered.booked(), answered.reason())
            .compose(count -> call.ok(Json.object().put("answered", (long) count)));
    }

    private record TopUp(Id form, Money amount) {
    }

    private Future<Void> topUp(Call call) {
        TopUp topUp = call.read(in -> new TopUp(in.id("form"), Shapes.money(in, "amount")));
        return members.requesterOf(call.person()).compose(requester ->
            money.given().topUp(requester, call.id(), topUp.form(), topUp.amount())
                .compose(done -> money.given().aside(requester, call.id())))
            .compose(aside -> call.ok(Json.object().put("aside", Shapes.money(aside))));
    }

    private record Bonus(Id id, Money amount, String reason) {
    }

    private Future<Void> bonus(Call call) {
        Bonus bonus = call.read(in -> new Bonus(in.id("bonus"), Shapes.money(in, "amount"), in.line("reason")));
        return members.requesterOf(call.person()).compose(requester ->
            money.given().grant(call.person(), requester, call.id(), bonus.id(), bonus.amount(), bonus.reason()))
            .compose(done -> call.created(Json.object().put("bonus", bonus.id()).put("amount", Shapes.money(bonus.amount()))
                .put("reason", bonus.reason())));
    }
}
