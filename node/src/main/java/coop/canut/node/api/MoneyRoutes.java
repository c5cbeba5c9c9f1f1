package coop.canut.node.api;

import coop.canut.node.ledger.Ledger;
import coop.canut.node.member.Members;
import coop.canut.node.member.Role;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/** For treasurers: money that came in, and the balances of all accounts. */
final class MoneyRoutes {

    private final Members members;
    private final Ledger ledger;

    MoneyRoutes(Members members, Ledger ledger) {
        this.members = members;
        this.ledger = ledger;
    }

    void mount(Gate gate) {
        gate.way(HttpMethod.POST, "deposits").with(Body.JSON).by(Role.TREASURER, this::deposit);
        gate.way(HttpMethod.GET, "ledger").by(Role.TREASURER, call -> ledger.balances().compose(balances ->
            call.ok(Json.object().put("balances", Shapes.each(balances, balance -> Json.object()
                .put("code", balance.code()).put("currency", balance.currency()).put("amount", balance.amount()))))));
    }

    private record Deposit(Id requester, Money amount, String reference) {
    }

    private Future<Void> deposit(Call call) {
        Deposit deposit = call.read(in ->
            new Deposit(in.id("requester"), Shapes.money(in, "amount"), in.line("reference")));
        return members.requester(deposit.requester())
            .compose(requester -> ledger.deposit(call.person(), requester.url(), deposit.amount(), deposit.reference()))
            .compose(done -> call.created(Json.object().put("requester", deposit.requester())
                .put("amount", Shapes.money(deposit.amount())).put("reference", deposit.reference())));
    }
}
