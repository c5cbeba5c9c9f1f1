package coop.canut.node.check;

import coop.canut.node.check.ByteStore.Kept;
import coop.canut.node.check.ByteStore.LogRow;
import coop.canut.protocol.Refused;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.sign.Purpose;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One log, rebuilt leaf by leaf: no index is missing, every message is proven, and every checkpoint commits to this very
 * tree and is signed by a log key that was valid when its last entry was made.
 */
final class Tree {

    private final Proofs proofs;
    private final LogRow log;
    private Frontier frontier = Frontier.empty();
    private KeyHistory keys;
    private Instant made;
    private boolean broken;

    Tree(Proofs proofs, LogRow log) {
        this.proofs = proofs;
        this.log = log;
        this.keys = log.epoch() == 1 ? null : proofs.keys(log.host()).orElse(null);
    }

    /** Leaves so far. */
    long size() {
        return frontier.size();
    }

    /** The next entries, with what our node signed of the tree on the way, by size. */
    void append(List<Kept> entries, Map<Long, String> checkpoints) {
        for (Kept entry : entries) {
            if (broken) {
                return;
            }
            append(entry);
            String note = checkpoints.get(size());
            if (note != null) {
                requireCheckpoint(note);
            }
            if (log.checkpoint() != null && !log.checkpoint().equals(note) && sizeOf(log.checkpoint()) == size()) {
                requireCheckpoint(log.checkpoint());
            }
        }
    }

    private void append(Kept entry) {
        String where = "entry " + entry.place() + " of the log of " + log.host();
        if (entry.place() != size()) {
            broken("I-14", "The log of " + log.host() + " has no entry " + size() + " before " + entry.place() + ".");
            return;
        }
        proofs.proven(where, entry, log.host(), null, keys).ifPresent(message -> {
            made = message.created();
            if (message.envelope().message() instanceof KeysStated) {
                keysAfter(message);
            }
        });
        try {
            frontier = frontier.append(new LogEntry(Id.of(entry.id()), entry.kind(), entry.hash()).leaf());
        } catch (Refused | NullPointerException unreadable) {
            broken("I-12", "The " + where + " is no leaf.");
        }
    }

    /** The keys as they were known at this place, so that an old checkpoint is judged by old keys. */
    private void keysAfter(Unproven statement) {
        try {
            keys = log.epoch() == 1 ? statement.keysAfter(keys) : proofs.keys(log.host()).orElse(null);
        } catch (Refused rival) {
            keys = proofs.keys(log.host()).orElse(null);
        }
    }

    /** After the last entry: the row of the log says what the entries say. */
    void end() {
        if (broken || log.size() == null) {
            return;
        }
        if (log.size() != size()) {
            proofs.add("I-14", "The log of " + log.host() + " says " + log.size() + " entries and has " + size() + ".");
        } else if (!frontier.root().equals(log.root()) || !Arrays.equals(frontier.encoded(), log.frontier())) {
            proofs.add("I-12", "The entries of the log of " + log.host() + " do not lead to its root.");
        }
        if (log.checkpoint() != null && (sizeOf(log.checkpoint()) < 1 || sizeOf(log.checkpoint()) > size())) {
            proofs.add("I-12", "The checkpoint of the log of " + log.host() + " is not for a size that it has.");
        }
    }

    private void requireCheckpoint(String note) {
        String what = "The checkpoint of size " + size() + " of the log of " + log.host();
        try {
            Checkpoint checkpoint = Checkpoint.parse(note);
            if (!checkpoint.equals(new Checkpoint(Checkpoint.origin(log.host(), log.epoch()), size(), frontier.root()))) {
                proofs.add("I-12", what + " is of another tree.");
            } else {
                Checkpoint.verify(note, keys == null || made == null ? List.of() : keys.current(Purpose.LOG, made));
            }
        } catch (Refused refused) {
            proofs.add("I-12", what + " does not hold: " + refused.problem().code() + ".");
        }
    }

    /** After this nothing can be said about what follows. */
    private void broken(String invariant, String sentence) {
        broken = true;
        proofs.add(invariant, sentence);
    }

    private static long sizeOf(String note) {
        try {
            return Checkpoint.parse(note).size();
        } catch (Refused unreadable) {
            return 0;
        }
    }
}
