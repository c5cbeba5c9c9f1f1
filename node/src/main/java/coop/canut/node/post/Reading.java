package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.GoneLine;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reading of a log, from where we stand to a checkpoint that its author signed. First the leaf texts alone are walked: only
 * when they lead to the checkpoint are contents worth reading. Then the contents, a stretch of leaves after the other. Of a log
 * of any length one page of leaves and one of messages are in memory, and the root after each page of leaves.
 */
final class Reading {

    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);
    static final int PAGE_BYTES = Limits.BATCH_BYTES + Limits.MESSAGE_BYTES;
    private static final int LEAVES_BYTES = Limits.LOG_ENTRIES_PER_PAGE * (Limits.LOG_ENTRY_BYTES + 1);

    private final World world;
    private final Identity identity;
    private final SignedCalls calls;
    private final Inbox inbox;
    private final Host host;
    private final String prefix;
    private final String note;
    private final Checkpoint checkpoint;
    private final LogStore.Head head;
    private KeyHistory keys;

    /** Where the leaves stand after a page, which the contents must reach as well. */
    private record Stretch(long end, Hash root) {
    }

    /** The entries do not lead from where we stand to the checkpoint that the log has signed. */
    static final class Astray extends RuntimeException {
        final Refused refused;

        Astray(Host host) {
            super("astray", null, false, false);
            refused = new Refused(Problem.LOG_INCONSISTENT, "the entries do not lead to the checkpoint of " + host);
        }
    }

    /**
     * A reading that has not begun.
     *
     * @param keys of the author, by which the note was verified
     * @param note larger than the head, of the same log
     */
    Reading(World world, Identity identity, SignedCalls calls, Inbox inbox, Host host, KeyHistory keys, LogStore.Head head,
            String note) {
        this.world = world;
        this.identity = identity;
        this.calls = calls;
        this.inbox = inbox;
        this.host = host;
        this.keys = keys;
        this.head = head;
        this.note = note;
        this.checkpoint = Checkpoint.parse(note);
        this.prefix = "/canut/1/log/" + head.epoch();
    }

    /** Reads to the end. Fails with {@link Astray} before anything is applied; with a {@code Refused} at what is wrong later. */
    Future<Void> read() {
        List<Stretch> stretches = new ArrayList<>();
        return leaves(head.frontier(), stretches).compose(walked -> contents(head.frontier(), stretches, 0));
    }

    private Future<Void> leaves(Frontier frontier, List<Stretch> stretches) {
        if (frontier.size() == checkpoint.size()) {
            return frontier.root().equals(checkpoint.root()) ? Future.succeededFuture() : Future.failedFuture(new Astray(host));
        }
        return page(frontier.size(), checkpoint.size()).compose(entries -> {
            Frontier longer = grown(frontier, entries);
            stretches.add(new Stretch(longer.size(), longer.root()));
            return leaves(longer, stretches);
        });
    }

    /** Leaves from an index on, at least one, none beyond the end. */
    private Future<List<LogEntry>> page(long from, long end) {
        long limit = Math.min(Limits.LOG_ENTRIES_PER_PAGE, end - from);
        return calls.getPublic(host, prefix + "/entries?from=" + from + "&limit=" + limit, LEAVES_BYTES).map(body -> {
            List<byte[]> lines = Batch.lines(body.getBytes());
            if (lines.isEmpty() || lines.size() > limit) {
                throw new Refused(Problem.LOG_INCONSISTENT, lines.size() + " entries for " + limit);
            }
            return lines.stream().map(line -> LogEntry.of(new String(line, StandardCharsets.US_ASCII))).toList();
        });
    }

    private static Frontier grown(Frontier frontier, List<LogEntry> entries) {
        Frontier longer = frontier;
        for (LogEntry entry : entries) {
            longer = longer.append(entry.leaf());
        }
        return longer;
    }

    /** The leaves of a stretch are asked for again: they must be the same, and nobody has kept them meanwhile. */
    private Future<Void> contents(Frontier frontier, List<Stretch> stretches, int next) {
        if (next == stretches.size()) {
            return Future.succeededFuture();
        }
        Stretch stretch = stretches.get(next);
        return stretch(frontier.size(), stretch.end(), new ArrayList<>()).compose(entries -> {
            Frontier longer = grown(frontier, entries);
            if (!longer.root().equals(stretch.root())) {
                throw new Astray(host);
            }
            return messages(frontier.size(), entries, 0).compose(read -> {
                if (next + 1 < stretches.size()) {
                    LOG.info("{} of {} entries of {} are read", stretch.end(), checkpoint.size(), host);
                }
                return contents(longer, stretches, next + 1);
            });
        });
    }

    private Future<List<LogEntry>> stretch(long from, long end, List<LogEntry> entries) {
        return from == end ? Future.succeededFuture(entries) : page(from, end).compose(more -> {
            entries.addAll(more);
            return stretch(from + more.size(), end, entries);
        });
    }

    private Future<Void> messages(long first, List<LogEntry> entries, int done) {
        if (done == entries.size()) {
            return Future.succeededFuture();
        }
        long from = first + done;
        int limit = Math.min(Limits.BATCH_MESSAGES, entries.size() - done);
        return calls.getPublic(host, prefix + "/messages?from=" + from + "&limit=" + limit, PAGE_BYTES).compose(body -> {
            List<byte[]> lines = Batch.lines(body.getBytes());
            if (lines.isEmpty() || lines.size() > limit) {
                throw new Refused(Problem.LOG_INCONSISTENT, "no messages from " + from + " on");
            }
            return runs(from, lines, entries.subList(done, done + lines.size()), 0)
                .compose(taken -> messages(first, entries, done + lines.size()));
        });
    }

    /** A page is taken in runs: of messages, and of lines that say what is gone. */
    private Future<Void> runs(long from, List<byte[]> lines, List<LogEntry> entries, int done) {
        if (done == lines.size()) {
            return Future.succeededFuture();
        }
        boolean gone = GoneLine.is(lines.get(done));
        int end = done + 1;
        while (end < lines.size() && GoneLine.is(lines.get(end)) == gone) {
            end++;
        }
        int next = end;
        var frame = new Frame(head.epoch(), from + done, end - done, host, identity.host(), Stream.LOG, note);
        List<byte[]> run = lines.subList(done, end);
        List<LogEntry> named = entries.subList(done, end);
        Future<?> taken = gone
            ? inbox.gone(frame, checkpoint, run.stream().map(GoneLine::of).toList(), named)
            : world.compute(() -> Batch.read(frame, run, identity.host(), keys, world.now())).compose(batch -> {
                keys = batch.keys();
                return inbox.page(batch, checkpoint, named);
            });
        return taken.compose(applied -> runs(from, lines, entries, next));
    }
}
