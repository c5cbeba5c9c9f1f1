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
 * of any length one page of leaves and two of messages are in memory, and the root after each page of leaves: while a page of
 * messages is applied, the next is fetched and verified.
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

    /** Contents of leaves that follow each other, all there or all gone. @param batch null if they are gone */
    private record Run(Frame frame, List<byte[]> lines, List<LogEntry> named, Batch batch) {
    }

    /** Contents that were fetched at once. @param rest the leaves of the stretch whose contents come after them */
    private record Page(List<Run> runs, long end, List<LogEntry> rest) {
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
            return messages(frontier.size(), entries).compose(this::take).compose(read -> {
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

    /** Contents of leaves from an index on, verified; what is left of the leaves comes after them. */
    private Future<Page> messages(long from, List<LogEntry> entries) {
        int limit = Math.min(Limits.BATCH_MESSAGES, entries.size());
        return calls.getPublic(host, prefix + "/messages?from=" + from + "&limit=" + limit, PAGE_BYTES).compose(body -> {
            List<byte[]> lines = Batch.lines(body.getBytes());
            if (lines.isEmpty() || lines.size() > limit) {
                throw new Refused(Problem.LOG_INCONSISTENT, "no messages from " + from + " on");
            }
            KeyHistory before = keys;
            return world.compute(() -> runs(from, lines, entries, before)).map(runs -> {
                // What follows may be signed by a key that is stated here.
                runs.stream().filter(run -> run.batch != null).forEach(run -> keys = run.batch.keys());
                return new Page(runs, from + lines.size(), entries.subList(lines.size(), entries.size()));
            });
        });
    }

    /** A page is taken in runs: of messages, and of lines that say what is gone. */
    private List<Run> runs(long from, List<byte[]> lines, List<LogEntry> entries, KeyHistory before) {
        List<Run> runs = new ArrayList<>();
        KeyHistory known = before;
        int start = 0;
        while (start < lines.size()) {
            boolean gone = GoneLine.is(lines.get(start));
            int end = start + 1;
            while (end < lines.size() && GoneLine.is(lines.get(end)) == gone) {
                end++;
            }
            var frame = new Frame(head.epoch(), from + start, end - start, host, identity.host(), Stream.LOG, note);
            List<byte[]> run = lines.subList(start, end);
            Batch batch = gone ? null : Batch.read(frame, run, identity.host(), known, world.now());
            known = gone ? known : batch.keys();
            runs.add(new Run(frame, run, entries.subList(start, end), batch));
            start = end;
        }
        return runs;
    }

    /** Applies a page. The next one of the same leaves is fetched and verified meanwhile, and no more than that one. */
    private Future<Void> take(Page page) {
        Future<Page> next = page.rest.isEmpty() ? null : messages(page.end, page.rest);
        return take(page.runs, 0).compose(taken -> next == null ? Future.succeededFuture() : next.compose(this::take));
    }

    private Future<Void> take(List<Run> runs, int done) {
        if (done == runs.size()) {
            return Future.succeededFuture();
        }
        Run run = runs.get(done);
        Future<?> taken = run.batch != null ? inbox.page(run.batch, checkpoint, run.named)
            : inbox.gone(run.frame, checkpoint, run.lines.stream().map(GoneLine::of).toList(), run.named);
        return taken.compose(applied -> take(runs, done + 1));
    }
}
