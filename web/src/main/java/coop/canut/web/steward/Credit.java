package coop.canut.web.steward;

import coop.canut.node.ledger.Account;
import coop.canut.node.ledger.Balance;
import coop.canut.node.peer.PeerState;
import coop.canut.protocol.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What two cooperatives owe each other in one currency, beside what each lets the other owe. Amounts in minor units.
 *
 * @param theyOwe  us
 * @param theyMay  owe us; what we let them
 * @param weOwe    them
 * @param weMay    owe them; what they let us
 */
record Credit(String currency, long theyOwe, long theyMay, long weOwe, long weMay) {

    private static final int FULL = 1_000;

    /** By currency, each in which either owes or may owe anything. */
    static List<Credit> of(PeerState peer, List<Balance> balances) {
        var currencies = new TreeSet<String>();
        peer.given().forEach(limit -> currencies.add(limit.currency()));
        peer.received().forEach(limit -> currencies.add(limit.currency()));
        balances.stream().filter(balance -> balance.isOf(peer.host())).forEach(balance -> currencies.add(balance.currency()));
        List<Credit> credits = new ArrayList<>();
        for (String currency : currencies) {
            // What we are owed is an asset, which the books have below zero.
            credits.add(new Credit(currency, -balance(balances, Account.dueFrom(peer.host()), currency),
                limit(peer.given(), currency), balance(balances, Account.dueTo(peer.host()), currency),
                limit(peer.received(), currency)));
        }
        return credits;
    }

    /** How much of what they may owe us they do, of 1000 parts, in the currency in which it is most; below 0 if they may not. */
    static int usedByThem(List<Credit> credits) {
        return credits.stream().mapToInt(credit -> used(credit.theyOwe, credit.theyMay)).max().orElse(-1);
    }

    /** The same of what we may owe them. */
    static int usedByUs(List<Credit> credits) {
        return credits.stream().mapToInt(credit -> used(credit.weOwe, credit.weMay)).max().orElse(-1);
    }

    private static int used(long owed, long limit) {
        return limit == 0 ? owed == 0 ? -1 : FULL : (int) Math.clamp((double) owed / limit * FULL, 0, FULL);
    }

    private static long limit(List<Money> limits, String currency) {
        return limits.stream().filter(limit -> limit.currency().equals(currency)).mapToLong(Money::amount).findFirst().orElse(0);
    }

    private static long balance(List<Balance> balances, Account account, String currency) {
        return balances.stream().filter(balance -> balance.code().equals(account.code()) && balance.currency().equals(currency))
            .mapToLong(Balance::amount).findFirst().orElse(0);
    }
}
