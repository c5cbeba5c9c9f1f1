package coop.canut.node.check;

import static coop.canut.node.work.Home.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MirrorsTest {

    @Test
    void nodesThatHeardEachOtherAgree() {
        try (var nodes = new TwoNodes()) {
            assertEquals(List.of(), get(new Mirrors().check(nodes.stores())));
        }
    }

    private record Apart(String invariants, boolean atHome, String statements) {
        @Override
        public String toString() {
            return invariants + (atHome ? " at home: " : " at the publisher: ") + statements.lines().findFirst().orElse("");
        }
    }

    static Stream<Apart> apart() {
        return Stream.of(
            new Apart("I6 I7", true, "alter table account disable trigger balances_change_by_transfers_only; "
                + "update account set balance = balance - 1 where code = 'peer:lyon.example:due-from'"),
            new Apart("I-04 I7", false, "alter table account disable trigger balances_change_by_transfers_only; "
                + "insert into account (code, currency, side) values ('own:due', 'EUR', 'liability'); "
                + "update account set balance = 1 where code = 'own:due'; "
                + "update submission set amount = amount - 1 where state = 'accepted' and basis = 'answer'"),
            new Apart("I-14", true, "update channel set seq = seq - 1 where direction = 'in'"),
            new Apart("I-14", false, "update channel set acknowledged = seq - 1 where direction = 'out'"),
            new Apart("I-11", true, "update log_entry set message = null where kind = 'listing-published'"),
            new Apart("I-11", true, "update log_entry set message = null, gone = 'erased' where kind = 'listing-published'"),
            new Apart("I-11", false, "update log_entry set message = null, gone = 'erased' where kind = 'listing-published'"),
            new Apart("", true, "update log_entry set message = null, gone = 'expired' where kind = 'listing-published'"),
            new Apart("I-11", true, "update log set size = size - 1 where host = 'lyon.example'"),
            new Apart("I-15", false, "insert into outbox (id, kind, published, object) values ('x', 'x', now(), 'x')"),
            new Apart("P4", false, "insert into credit (peer, direction, currency, number, amount) "
                + "values ('bologna.example', 'given', 'EUR', 1, 9)"),
            new Apart("P1", false, "delete from submission where state = 'submitted'"),
            new Apart("I-07", false, "update lease_slot set ended = 'reclaimed' where ended is null"),
            new Apart("I-08", true, "update held_slot set state = 'returned' where state = 'stock'"));
    }

    @ParameterizedTest
    @MethodSource("apart")
    void whatOneNodeHasOtherwiseIsFound(Apart apart) {
        try (var nodes = new TwoNodes()) {
            Speaker changed = apart.atHome() ? nodes.bologna : nodes.lyon;
            for (String statement : apart.statements().split("; ")) {
                changed.run(statement);
            }
            List<Finding> findings = get(new Mirrors().check(nodes.stores()));
            assertEquals(new TreeSet<>(Stream.of(apart.invariants().split(" ")).filter(number -> !number.isEmpty()).toList()),
                new TreeSet<>(findings.stream().map(Finding::invariant).toList()), findings.toString());
        }
    }

    @Test
    void aSlotThatTwoNodesWorkOnIsFound() {
        try (var nodes = new TwoNodes()) {
            nodes.bologna.run("drop index one_live_claim_per_slot");
            nodes.bologna.run("""
                insert into claim (id, held_slot, listing, revision, unit, member, opened_at, due)
                select 'other', held_slot, listing, revision, unit, 'other', opened_at, due
                from claim where state = 'open'""");
            List<Finding> findings = get(new Mirrors().check(nodes.stores()));
            assertEquals(List.of("I-07"), findings.stream().map(Finding::invariant).toList(), findings.toString());
        }
    }
}
