package coop.canut.node.check;

import coop.canut.node.store.Store;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must be true between nodes once everything that was said is heard: nobody works, all channels and logs are read, and
 * the clocks have done what they do. The databases are asked one after the other, so what moves meanwhile looks like a
 * fault. Peers whose database is not given are left out.
 */
public final class Mirrors {

    /** What is compared between two nodes, each way: channel, log, credit, debts, leases, acceptances, answers. */
    private static final int OF_A_PAIR = 7;
    /** What is asked of a node by itself: its outbox, its debts to its own members' side, open claims. */
    private static final int OF_A_NODE = 3;

    private final MirrorStore rows = new MirrorStore();

    /** How many things {@link #check} looks at for so many nodes. */
    public static int checks(int nodes) {
        return nodes * (nodes - 1) * OF_A_PAIR + nodes * OF_A_NODE;
    }

    /** One node's view of another. */
    private record Pair(Host publisher, Store there, Host home, Store here) {
        boolean isSelf() {
            return publisher.equals(home);
        }
    }

    /** What is wrong between these nodes; empty when all is well. Fails only when a database does not answer. */
    public Future<List<Finding>> check(Map<Host, Store> nodes) {
        List<Finding> findings = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        nodes.forEach((publisher, there) -> nodes.forEach((home, here) ->
            pairs.add(new Pair(publisher, there, home, here))));
        return Pages.each(nodes.entrySet(), node -> waiting(node.getKey(), node.getValue(), nodes.keySet(), findings))
            .compose(done -> debts(nodes, findings))
            .compose(done -> claims(nodes, findings))
            .compose(done -> Pages.each(pairs.stream().filter(pair -> !pair.isSelf()).toList(), pair ->
                channel(pair, findings).compose(read -> log(pair, findings)).compose(read -> credit(pair, findings))))
            .compose(done -> Pages.each(pairs, pair -> new WorkMirror(rows, pair.publisher(), pair.there(), pair.home(),
                pair.here(), findings).check()))
            .map(done -> List.copyOf(findings));
    }

    private Future<Void> waiting(Host host, Store store, Set<Host> nodes, List<Finding> findings) {
        return rows.waiting(store, nodes).map(waiting -> {
            waiting.forEach(each ->
                findings.add(new Finding("I-15", host + " has not said yet, to " + each + " messages.")));
            return null;
        });
    }

    /** The channel from the publisher to the home; the other way comes as another pair. */
    private Future<Void> channel(Pair pair, List<Finding> findings) {
        return rows.end(pair.there(), pair.home(), true).compose(out -> rows.end(pair.here(), pair.publisher(), false)
            .map(in -> {
                String name = "The channel from " + pair.publisher() + " to " + pair.home();
                if (out.seq() == 0 && out.head().equals(in.head())) {
                    // A new epoch in which nothing was said yet: the chain ends where the other side holds it.
                    return null;
                }
                if (out.epoch() != in.epoch() || out.seq() != in.seq() || !out.head().equals(in.head())) {
                    findings.add(new Finding("I-14", name + " is said up to " + out.epoch() + "/" + out.seq()
                        + " and heard up to " + in.epoch() + "/" + in.seq()
                        + (out.seq() == in.seq() ? " with another head." : ".")));
                } else if (out.acknowledged() != out.seq()) {
                    findings.add(new Finding("I-14", name + " is heard up to " + in.seq() + " and acknowledged up to "
                        + out.acknowledged() + "."));
                } else if (!in.restored() && !out.refused().equals(in.refused())) {
                    findings.add(new Finding("I-14", name + " was refused [" + in.refused() + "] and its sender knows of ["
                        + out.refused() + "]."));
                }
                return null;
            }));
    }

    private Future<Void> log(Pair pair, List<Finding> findings) {
        return rows.reads(pair.here(), pair.publisher()).compose(reads -> !reads ? Future.succeededFuture()
            : rows.log(pair.there(), pair.publisher()).compose(own -> rows.log(pair.here(), pair.publisher())
                .compose(read -> {
                    if (own == null || !own.equals(read)) {
                        findings.add(new Finding("I-11", "The log of " + pair.publisher() + " is " + own + " there and "
                            + read + " at " + pair.home() + "."));
                    }
                    return own == null ? Future.succeededFuture() : entries(pair, own.epoch(), findings);
                })));
    }

    private Future<Void> entries(Pair pair, long epoch, List<Finding> findings) {
        var last = new long[] {-1};
        return Pages.walk(() -> rows.entries(pair.there(), pair.publisher(), epoch, last[0]).compose(own ->
            own.isEmpty() ? Future.succeededFuture(false)
                : rows.entries(pair.here(), pair.publisher(), epoch, last[0]).map(read -> {
                    last[0] = own.getLast().index();
                    Map<Long, MirrorStore.Entry> copies = new HashMap<>();
                    read.forEach(entry -> copies.put(entry.index(), entry));
                    own.stream().filter(entry -> !entry.isReadAs(copies.get(entry.index()))).forEach(entry ->
                        findings.add(new Finding("I-11", "Entry " + entry.index() + " of the log of " + pair.publisher()
                            + " (" + entry.kind() + ") is not at " + pair.home() + " with equal bytes" + refused(
                                copies.get(entry.index())) + ".")));
                    return true;
                })));
    }

    private static String refused(MirrorStore.Entry copy) {
        return copy == null || copy.refused() == null ? "" : ": " + copy.refused();
    }

    private Future<Void> credit(Pair pair, List<Finding> findings) {
        return rows.credit(pair.there(), pair.home(), true).compose(given ->
            rows.credit(pair.here(), pair.publisher(), false).map(received -> {
                if (!given.equals(received)) {
                    findings.add(new Finding("P4", pair.publisher() + " gives " + pair.home() + " a credit of " + given
                        + ", and " + pair.home() + " knows of " + received + "."));
                }
                return null;
            }));
    }

    /** What one owes is what the other is owed (I6); over all of them as well (I7), own members' side included. */
    private Future<Void> debts(Map<Host, Store> nodes, List<Finding> findings) {
        Map<Host, Map<String, Long>> books = new TreeMap<>();
        return Pages.each(nodes.entrySet(), node -> rows.due(node.getValue()).map(due -> {
            books.put(node.getKey(), due);
            return null;
        })).map(read -> {
            Map<String, Long> sums = new TreeMap<>();
            books.forEach((debtor, due) -> {
                var currencies = new TreeSet<String>();
                books.values().forEach(all -> all.keySet().forEach(name -> currencies.add(name.split(" ")[1])));
                for (String currency : currencies) {
                    long own = due.getOrDefault("own:due " + currency, 0L);
                    if (own != 0) {
                        findings.add(new Finding("I7",
                            debtor + " owes its own members' side " + own + " " + currency + "."));
                    }
                    books.keySet().stream().filter(creditor -> !creditor.equals(debtor)).forEach(creditor -> {
                        long owes = due.getOrDefault("peer:" + creditor + ":due-to " + currency, 0L);
                        long owed = -books.get(creditor).getOrDefault("peer:" + debtor + ":due-from " + currency, 0L);
                        sums.merge(currency, owes - owed, Long::sum);
                        if (owes != owed) {
                            findings.add(new Finding("I6", debtor + " owes " + creditor + " " + owes + " " + currency
                                + " by its own books, and " + owed + " by the books of " + creditor + "."));
                        }
                    });
                }
            });
            sums.forEach((currency, sum) -> {
                if (sum != 0) {
                    findings.add(new Finding("I7", "All debts and all claims in " + currency + " differ by " + sum + "."));
                }
            });
            return null;
        });
    }

    /** No slot is worked on twice, at two nodes or at one. */
    private Future<Void> claims(Map<Host, Store> nodes, List<Finding> findings) {
        Map<String, List<String>> working = new TreeMap<>();
        return Pages.each(nodes.entrySet(), node -> {
            var last = new String[] {""};
            return Pages.walk(() -> rows.open(node.getValue(), last[0]).map(open -> {
                open.forEach(claim -> {
                    last[0] = claim.claim();
                    working.computeIfAbsent(claim.of(), slot -> new ArrayList<>(1))
                        .add(claim.claim() + " at " + node.getKey());
                });
                return !open.isEmpty();
            }));
        }).map(read -> {
            working.forEach((slot, claims) -> {
                if (claims.size() > 1) {
                    findings.add(new Finding("I-07", "The slot " + slot + " has the live claims " + String.join(", ", claims)
                        + "."));
                }
            });
            return null;
        });
    }
}
