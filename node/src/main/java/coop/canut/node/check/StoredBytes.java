package coop.canut.node.check;

import coop.canut.node.check.ByteStore.Cosigned;
import coop.canut.node.check.ByteStore.End;
import coop.canut.node.check.ByteStore.ForkRow;
import coop.canut.node.check.ByteStore.Kept;
import coop.canut.node.check.ByteStore.LogRow;
import coop.canut.node.store.Sql;
import coop.canut.protocol.Refused;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Purpose;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Walks through everything that is kept as signed bytes: logs, channels, receipts. */
final class StoredBytes {

    /** Messages after which the walk says how far it is: about a second of proofs. */
    private static final long TOLD_EVERY = 10_000;

    private final Host self;
    private final Sql sql;
    private final Consumer<String> progress;
    private final ByteStore rows = new ByteStore();
    private final Map<String, Hash> heads = new HashMap<>();
    private long walked;

    /** What this host keeps, as the transaction shows it. */
    StoredBytes(Host self, Sql sql, Consumer<String> progress) {
        this.self = self;
        this.sql = sql;
        this.progress = progress;
    }

    Future<List<Finding>> check() {
        return rows.statements(sql).compose(statements -> rows.members(sql)
            .map(members -> new Proofs(self, statements, members)))
            .compose(proofs -> rows.logs(sql).compose(logs -> Pages.each(logs, log -> log(proofs, log)))
                .compose(logs -> rows.ends(sql)).compose(ends -> Pages.each(ends, end -> channel(proofs, end)))
                .compose(ends -> rows.issuers(sql))
                .compose(issuers -> Pages.each(issuers, issuer -> receipts(proofs, issuer)))
                .compose(done -> rows.forks(sql))
                .map(forks -> {
                    forks.forEach(fork -> evidence(proofs, fork));
                    return proofs.findings();
                }));
    }

    /** What a person is to decide by must be what that host has signed, whatever became of the key since. */
    private static void evidence(Proofs proofs, ForkRow fork) {
        try {
            List<Key> keys = proofs.keys(fork.host()).map(history -> history.known().stream()
                .filter(known -> known.purpose() == Purpose.LOG).map(KeyHistory.Known::key).toList()).orElse(List.of());
            Checkpoint held = Checkpoint.verify(fork.held(), keys);
            Checkpoint shown = Checkpoint.verify(fork.shown(), keys);
            String origin = Checkpoint.origin(fork.host(), fork.epoch());
            if (!held.origin().equals(origin) || !shown.origin().equals(origin) || held.equals(shown)
                || fork.proof() != (held.size() == shown.size())) {
                proofs.add("I-12", "The two states of the log of " + fork.host() + " are no fork.");
            }
        } catch (Refused refused) {
            proofs.add("I-12", "The evidence against the log of " + fork.host() + " does not hold: "
                + refused.problem().code() + ".");
        }
    }

    private Future<Void> log(Proofs proofs, LogRow log) {
        var tree = new Tree(proofs, log);
        boolean own = log.host().equals(self);
        var last = new long[] {-1};
        return Pages.walk(() -> rows.entries(sql, log, last[0]).compose(entries -> {
            if (entries.isEmpty()) {
                return Future.succeededFuture(false);
            }
            long from = last[0];
            last[0] = entries.getLast().place();
            Future<Map<Long, String>> notes = own ? rows.checkpoints(sql, log.epoch(), from + 1, last[0] + 1)
                : Future.succeededFuture(Map.of());
            return notes.map(checkpoints -> {
                tree.append(entries, checkpoints);
                tell("the log of " + log.host(), entries.size());
                return true;
            });
        })).compose(done -> {
            tree.end();
            return own ? rows.cosigned(sql, log.epoch()).map(all -> {
                all.forEach(each -> cosigned(proofs, each));
                return null;
            }) : Future.succeededFuture();
        });
    }

    /** A witness's line is served to others as evidence, so it must be one. */
    private static void cosigned(Proofs proofs, Cosigned line) {
        try {
            KeyHistory keys = proofs.keys(line.witness()).orElse(null);
            if (keys == null || line.note() == null) {
                proofs.add("I-12", "The cosignature of " + line.witness() + " is of a host or a size that we do not know.");
            } else {
                Checkpoint.verifyCosignature(line.note(), line.line(), Checkpoint.witness(line.witness()),
                    keys.current(Purpose.WITNESS, line.at()));
            }
        } catch (Refused refused) {
            proofs.add("I-12", "The cosignature of " + line.witness() + " at size " + line.size() + " does not hold: "
                + refused.problem().code() + ".");
        }
    }

    private Future<Void> channel(Proofs proofs, End end) {
        Host from = end.out() ? self : end.peer();
        Host to = end.out() ? end.peer() : self;
        String name = "the channel from " + from + " to " + to;
        var last = new long[] {0};
        // A new epoch goes on from the last hash of the one before.
        var head = new Hash[] {heads.getOrDefault(name, Hash.ZERO)};
        return Pages.walk(() -> rows.messages(sql, end, last[0]).map(page -> {
            for (Kept kept : page) {
                var place = new ChannelPosition(end.epoch(), kept.place(), head[0]);
                String where = "message " + kept.place() + " of " + name;
                // After a gap, which is told by I-14, nobody knows the hash before.
                boolean follows = kept.place() == last[0] + 1;
                proofs.proven(where, kept, from, to)
                    .filter(message -> follows && !message.envelope().channel().equals(place))
                    .ifPresent(message -> proofs.add("I-14", "The bytes of " + where + " do not follow those before."));
                last[0] = kept.place();
                head[0] = kept.hash();
                heads.put(name, kept.hash());
            }
            tell(name, page.size());
            return !page.isEmpty();
        }));
    }

    private Future<Void> receipts(Proofs proofs, Host issuer) {
        var last = new String[] {""};
        return Pages.walk(() -> rows.receipts(sql, issuer, last[0]).map(page -> {
            for (Kept kept : page) {
                proofs.proven("the receipt " + kept.id() + " of " + issuer, kept, issuer, self);
                last[0] = kept.id();
            }
            tell("the receipts of " + issuer, page.size());
            return !page.isEmpty();
        }));
    }

    private void tell(String where, int more) {
        if ((walked + more) / TOLD_EVERY > walked / TOLD_EVERY) {
            progress.accept((walked + more) + " messages proven, in " + where);
        }
        walked += more;
    }
}
