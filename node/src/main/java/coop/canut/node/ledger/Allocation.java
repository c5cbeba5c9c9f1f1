package coop.canut.node.ledger;

import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who gets what of a surplus, as the members decided. All amounts are of one currency.
 *
 * @param reserve what stays with the cooperative
 * @param fund    what goes to the fund of the federation
 * @param members what each member gets
 */
public record Allocation(Money reserve, Money fund, Map<Id, Money> members) {

    /** Copies the members' parts. */
    public Allocation {
        members = Map.copyOf(members);
    }

    String currency() {
        return reserve.currency();
    }

    Money whole() {
        Money whole = reserve.plus(fund);
        for (Money part : members.values()) {
            whole = whole.plus(part);
        }
        return whole;
    }

    /** The transfers out of the surplus; each is named by the decision, so that it is carried out once. */
    List<Transfer> transfers(String decision) {
        List<Transfer> transfers = new ArrayList<>();
        transfers.add(transfer(decision, Account.RESERVE, reserve));
        transfers.add(transfer(decision, Account.FEDERATION_FUND, fund));
        Map<String, Id> inOrder = new TreeMap<>();
        members.keySet().forEach(member -> inOrder.put(member.toString(), member));
        inOrder.values().forEach(member ->
            transfers.add(transfer(decision, Account.allocated(member), members.get(member))));
        return transfers;
    }

    private static Transfer transfer(String decision, Account to, Money amount) {
        return new Transfer(Transfer.Kind.ALLOCATE, decision + "/" + to, Account.SURPLUS, to, amount);
    }
}
