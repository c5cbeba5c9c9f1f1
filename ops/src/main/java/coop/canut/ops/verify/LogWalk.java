package coop.canut.ops.verify;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.GoneLine;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.NodeMessage.ContentErased;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.sign.Purpose;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One walk through a log: the keys prove each other, a log key signed the checkpoint, the leaves lead to it, and each message
 * is the one that its leaf names, from that host, proven by a key that was valid when it was signed. What is gone must have
 * been taken back by its author. Source: SPEC.md 4, 5, 7, 8.
 */
final class LogWalk {

    private static final int KEYS_BYTES = Limits.BATCH_BYTES;
    private static final int LEAVES_BYTES = Limits.LOG_ENTRIES_PER_PAGE * (Limits.LOG_ENTRY_BYTES + 1);
    private static final int PAGE_BYTES = Limits.BATCH_BYTES + Limits.MESSAGE_BYTES;
    private static final Set<String> ERASABLE = Set.of(Kind.LISTING_PUBLISHED.code(), Kind.LISTING_STATE_CHANGED.code());

    private final Source source;
    private final Host host;
    private final long epoch;
    private final boolean newest;
    private final Instant now;
    private final Checkpoint remembered;
    private final Findings findings;
    private final Consumer<String> progress;
    /** Statements of keys that the host shows, oldest first; those that the log states are taken out on the way. */
    private final Map<Hash, Unproven> statements = new LinkedHashMap<>();
    private final Set<Hash> shown = new HashSet<>();
    private final Set<Id> gone = new HashSet<>();
    private KeyHistory keys;
    /** The keys that were stated before an entry, which alone it is judged by. */
    private KeyHistory before;
    private Instant begun;
    private String note;
    private Checkpoint checkpoint;
    private Frontier frontier = Frontier.empty();
    private long proven;
    private long erased;

    /**
     * A walk that has not begun.
     *
     * @param newest     whether it is the node's present log, in which all its newer keys must stand
     * @param remembered a state that this log was in before, or null
     * @param progress   hears how far the walk is
     */
    LogWalk(Source source, Host host, long epoch, boolean newest, Instant now, Checkpoint remembered, Findings findings,
            Consumer<String> progress) {
        this.source = source;
        this.host = host;
        this.epoch = epoch;
        this.newest = newest;
        this.now = now;
        this.remembered = remembered;
        this.findings = findings;
        this.progress = progress;
    }

    /** Walks to the end. Throws {@code Unreadable}; what does not hold becomes a finding, and ends the walk if it must. */
    void walk() {
        try {
            keys();
            checkpoint();
            if (remembered != null && remembered.size() > checkpoint.size()) {
                findings.add("The log has " + checkpoint.size() + " entries, and had " + remembered.size() + " before.");
            }
            while (frontier.size() < checkpoint.size()) {
                leaves();
                progress.accept(frontier.size() + " of " + checkpoint.size() + " entries");
            }
            if (!frontier.root().equals(checkpoint.root())) {
                findings.add("The entries do not lead to the checkpoint.");
            }
            atEnd();
        } catch (Stop stop) {
            findings.add(stop.getMessage() + ".");
        }
    }

    private void keys() {
        List<byte[]> lines = source.lines("/canut/1/keys", KEYS_BYTES);
        keys = holds("The keys do not prove each other", () -> KeyHistory.read(host, lines));
        holds("The keys mean nothing", () -> {
            keys.requireUnpublished();
            return null;
        });
        lines.stream().map(Codec::read).forEach(statement -> statements.put(statement.hash(), statement));
        shown.addAll(statements.keySet());
    }

    private void checkpoint() {
        note = source.text("/canut/1/log/" + epoch + "/checkpoint", Limits.CHECKPOINT_CHARS);
        checkpoint = holds("The checkpoint does not hold", () -> Checkpoint.verify(note, keys.current(Purpose.LOG, now)));
        if (!checkpoint.origin().equals(Checkpoint.origin(host, epoch))) {
            throw new Stop("The checkpoint is of " + checkpoint.origin());
        }
    }

    /** One page of leaves, and the messages that they name. */
    private void leaves() {
        long from = frontier.size();
        long limit = Math.min(Limits.LOG_ENTRIES_PER_PAGE, checkpoint.size() - from);
        List<byte[]> lines = source.lines("/canut/1/log/" + epoch + "/entries?from=" + from + "&limit=" + limit, LEAVES_BYTES);
        if (lines.isEmpty() || lines.size() > limit) {
            throw new Stop(lines.size() + " entries were given from " + from + " on, and " + limit + " asked for");
        }
        List<LogEntry> entries = holds("An entry after " + from + " is no leaf", () -> lines.stream()
            .map(line -> LogEntry.of(new String(line, StandardCharsets.US_ASCII))).toList());
        messages(from, entries);
        for (LogEntry entry : entries) {
            frontier = frontier.append(entry.leaf());
            if (remembered != null && frontier.size() == remembered.size() && !frontier.root().equals(remembered.root())) {
                findings.add("The log tells another story than before: its first " + remembered.size()
                    + " entries are not those of the remembered checkpoint.");
            }
        }
    }

    private void messages(long first, List<LogEntry> entries) {
        int done = 0;
        while (done < entries.size()) {
            long from = first + done;
            int limit = Math.min(Limits.BATCH_MESSAGES, entries.size() - done);
            List<byte[]> lines = source.lines("/canut/1/log/" + epoch + "/messages?from=" + from + "&limit=" + limit,
                PAGE_BYTES);
            if (lines.isEmpty() || lines.size() > limit) {
                throw new Stop(lines.size() + " messages were given from " + from + " on, and " + limit + " asked for");
            }
            for (byte[] line : lines) {
                line(first + done, entries.get(done), line);
                done++;
            }
        }
    }

    private void line(long index, LogEntry entry, byte[] line) {
        try {
            if (GoneLine.is(line)) {
                gone(index, entry, GoneLine.of(line));
            } else {
                message(entry, line);
                proven++;
            }
        } catch (Refused refused) {
            findings.add("Entry " + index + " (" + entry.kind() + ") does not hold: " + refused.getMessage() + ".");
        }
    }

    private void gone(long index, LogEntry entry, GoneLine line) {
        if (!line.entry().equals(entry) || line.index() != index) {
            findings.add("In the place of entry " + index + " another is said to be gone.");
        } else if (!line.reason().equals(GoneLine.ERASED) || !ERASABLE.contains(entry.kind())) {
            findings.add("Entry " + index + " (" + entry.kind() + ") is not given, and an author may not take that back.");
        } else {
            erased++;
            gone.add(entry.id());
        }
    }

    private void message(LogEntry entry, byte[] line) {
        if (!Hash.sha256(line).equals(entry.hash())) {
            throw new Refused(Problem.LOG_INCONSISTENT, "these are not the bytes that its leaf names");
        }
        Unproven message = Codec.read(line);
        message.requireOrigin(host, null);
        if (begun == null) {
            begin(message.created());
        }
        // By its own date: when a stranger first saw it says nothing, and a key that was revoked since signed truly before.
        message.prove(before, now, message.created());
        if (!message.envelope().id().equals(entry.id()) || !message.envelope().kind().code().equals(entry.kind())
            || message.envelope().to() != null) {
            throw new Refused(Problem.LOG_INCONSISTENT, "the message is another than its leaf says");
        }
        if (message.envelope().kind() == Kind.KEYS_STATED) {
            before = message.keysAfter(before);
            if (statements.remove(message.hash()) == null && !shown.contains(message.hash())) {
                throw new Refused(Problem.EQUIVOCATION, "it states keys that the host does not show");
            }
        }
        if (message.envelope().message() instanceof ContentErased erasure) {
            erasure.ids().stream().filter(url -> url.host().equals(host)).forEach(url -> takenBack(url.id()));
        }
    }

    /** The log of a later epoch does not say again what keys were stated before it. */
    private void begin(Instant first) {
        begun = first;
        if (epoch > 1) {
            List<Unproven> earlier = statements.values().stream().filter(each -> !each.created().isAfter(first)).toList();
            for (Unproven statement : earlier) {
                before = statement.keysAfter(before);
                statements.remove(statement.hash());
            }
        }
    }

    /** What was taken back came before: it is gone, or is still given; unless it may not be taken back, or never was here. */
    private void takenBack(Id id) {
        if (!gone.remove(id)) {
            byte[] message = source.find("/canut/1/m/" + id, Limits.MESSAGE_BYTES);
            if (message != null && ERASABLE.contains(Codec.read(message).envelope().kind().code())) {
                findings.add("The message " + id + " was taken back and is still given.");
            }
        }
    }

    private void atEnd() {
        gone.forEach(id -> findings.add("The message " + id + " is not given, and nobody has taken it back."));
        if (newest && !statements.isEmpty()) {
            findings.add("Statements of keys that the host shows are not in its log: " + statements.size() + ".");
        }
    }

    /** What cannot be gone beyond. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stop(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /** One step of the walk, which may be refused. */
    @FunctionalInterface
    private interface Step<T> {
        T done();
    }

    private static <T> T holds(String otherwise, Step<T> step) {
        try {
            return step.done();
        } catch (Refused refused) {
            throw new Stop(otherwise + ": " + refused.getMessage());
        }
    }

    /** The keys of the host, or null if they do not hold. */
    KeyHistory history() {
        return keys;
    }

    /** The signed note, or null. */
    String note() {
        return note;
    }

    /** Where the log stands, or null. */
    Checkpoint end() {
        return checkpoint;
    }

    /** Messages that hold. */
    long proven() {
        return proven;
    }

    /** Places of what its author took back. */
    long erased() {
        return erased;
    }
}
