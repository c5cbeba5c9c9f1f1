package coop.canut.web.money;

import coop.canut.node.ledger.AccountClass;
import coop.canut.node.ledger.Balance;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Accounts as a treasurer looks at them: on one side what the cooperative has, on the other whose that is. Both come to the
 * same, in each currency. Pure.
 */
public final class Books {

    /** Accounts of one group that are shown, those with most in them. */
    static final int SHOWN = 50;

    private Books() {
    }

    /** The id of whose account it is: a requester, a listing, a member. Empty if the code has none. */
    static Optional<Id> id(String account) {
        return second(account, Id::of);
    }

    /** The cooperative that owes, or is owed. Empty if the code has none. */
    static Optional<Host> host(String account) {
        return second(account, Host::of);
    }

    private static <T> Optional<T> second(String account, Function<String, T> read) {
        String[] parts = account.split(":");
        try {
            return parts.length < 2 ? Optional.empty() : Optional.of(read.apply(parts[1]));
        } catch (Refused notCanonical) {
            return Optional.empty();
        }
    }

    /** One account, with what is in it as people count: what we have and what we owe are both above zero. */
    public record Line(String account, long amount) {
    }

    /**
     * Accounts of one kind in one currency.
     *
     * @param sum   of all of them, in minor units
     * @param lines those with most in them
     * @param more  how many others have something in them
     */
    public record Part(AccountClass group, long sum, List<Line> lines, int more) {
    }

    /**
     * One currency.
     *
     * @param has   what there is
     * @param whose whose that is
     */
    public record Sides(String currency, List<Part> has, long hasSum, List<Part> whose, long whoseSum) {
    }

    /** All accounts in which there is something, by currency. */
    static List<Sides> of(List<Balance> balances) {
        var currencies = new TreeSet<String>();
        balances.forEach(balance -> currencies.add(balance.currency()));
        List<Sides> all = new ArrayList<>();
        for (String currency : currencies) {
            List<Balance> these = balances.stream().filter(balance -> balance.currency().equals(currency)).toList();
            List<Part> has = parts(these, true);
            List<Part> whose = parts(these, false);
            all.add(new Sides(currency, has, sum(has), whose, sum(whose)));
        }
        return all;
    }

    /** Codes of all accounts that are shown. */
    static List<String> accounts(List<Sides> books) {
        return books.stream().flatMap(sides -> Stream.concat(sides.has().stream(), sides.whose().stream()))
            .flatMap(part -> part.lines().stream()).map(Line::account).distinct().toList();
    }

    private static long sum(List<Part> parts) {
        return parts.stream().mapToLong(Part::sum).sum();
    }

    private static List<Part> parts(List<Balance> balances, boolean asset) {
        List<Part> parts = new ArrayList<>();
        for (AccountClass group : AccountClass.values()) {
            if (group.isHad() == asset) {
                // An asset is below zero in the books.
                List<Line> lines = balances.stream()
                    .filter(balance -> AccountClass.of(balance.code()) == group && balance.amount() != 0)
                    .map(balance -> new Line(balance.code(), asset ? -balance.amount() : balance.amount()))
                    .sorted(Comparator.comparingLong(Line::amount).reversed()).toList();
                if (!lines.isEmpty()) {
                    parts.add(new Part(group, lines.stream().mapToLong(Line::amount).sum(),
                        lines.stream().limit(SHOWN).toList(), Math.max(0, lines.size() - SHOWN)));
                }
            }
        }
        return parts;
    }
}
