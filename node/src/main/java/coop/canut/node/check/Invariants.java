package coop.canut.node.check;

import coop.canut.node.decision.Audit;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Everything that one node's database can tell of the invariants. It is asked in one transaction that sees one instant and
 * can write nothing, so the node may be at work meanwhile; memory stays bounded however long the history is.
 */
public final class Invariants {

    private static final List<Invariant> ALL = Invariant.all();
    /** Kinds of stored bytes that are proven anew: keys, logs, cosignatures, channels, receipts, evidence of forks. */
    private static final int OF_BYTES = 6;
    /** The policy as a fold, the minutes as a chain, the numbers, the counts. */
    private static final int OF_DECISIONS = 4;
    /** Those that accounts and transfers alone can tell. */
    private static final Set<String> OF_BOOKS = Set.of("I-01", "I-02", "I-05", "I-06");
    /** Those about money, whatever else they look at. */
    private static final Set<String> OF_MONEY = Set.of("I-01", "I-02", "I-03", "I-04", "I-05", "I-06", "I-10");

    private final Host self;
    private final Store store;
    private final Consumer<String> progress;
    private final InvariantStore rows = new InvariantStore();

    /** The invariants of this host's database. */
    public Invariants(Host self, Store store) {
        this(self, store, said -> { });
    }

    /** As above; {@code progress} hears a few words from time to time while a long history is walked through. */
    public Invariants(Host self, Store store, Consumer<String> progress) {
        this.self = self;
        this.store = store;
        this.progress = progress;
    }

    /** How many things {@link #check} looks at. */
    public static int checks() {
        return ALL.size() + OF_BYTES + OF_DECISIONS;
    }

    /** What is wrong; empty when all is well. Fails only when the database does not answer. */
    public Future<List<Finding>> check() {
        return store.write(tx -> rows.oneInstant(tx).compose(set -> check(tx)));
    }

    /** The same on what a transaction sees that is open already. */
    Future<List<Finding>> check(Tx tx) {
        List<Finding> findings = new ArrayList<>();
        return rows.settings(tx, self)
            .compose(set -> Pages.each(ALL, invariant -> {
                progress.accept(invariant.number() + " " + invariant.sentence());
                return rows.findings(tx, invariant).map(found -> {
                    findings.addAll(found);
                    return null;
                });
            }))
            .compose(asked -> Audit.of(tx, self))
            .compose(decided -> {
                decided.forEach(sentence -> findings.add(new Finding("W-37", sentence)));
                return new StoredBytes(self, tx, progress).check();
            })
            .map(found -> Stream.concat(findings.stream(), found.stream()).toList());
    }

    /** How many things {@link #money} looks at. */
    public static long moneyChecks() {
        return ALL.stream().filter(invariant -> OF_MONEY.contains(invariant.number())).count();
    }

    /** All about money, and nothing else; as {@link #check}. */
    public Future<List<Finding>> money() {
        List<Finding> findings = new ArrayList<>();
        return store.write(tx -> rows.oneInstant(tx).compose(set -> rows.settings(tx, self)).compose(set -> Pages.each(
            ALL.stream().filter(invariant -> OF_MONEY.contains(invariant.number())).toList(), invariant -> {
                progress.accept(invariant.number() + " " + invariant.sentence());
                return rows.findings(tx, invariant).map(found -> {
                    findings.addAll(found);
                    return null;
                });
            }))).map(done -> List.copyOf(findings));
    }

    /** The books alone, recomputed from the transfers (I-01, I-02, I-05, I-06). */
    public static Future<List<Finding>> ofBooks(Sql sql) {
        var rows = new InvariantStore();
        List<Finding> findings = new ArrayList<>();
        return Pages.each(ALL.stream().filter(invariant -> OF_BOOKS.contains(invariant.number())).toList(),
            invariant -> rows.findings(sql, invariant).map(found -> {
                findings.addAll(found);
                return null;
            })).map(done -> List.copyOf(findings));
    }
}
