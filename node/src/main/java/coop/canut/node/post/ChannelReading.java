package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.node.fetch.Network.Answer;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * One reading of a peer's channel to us, page after page from our cursor to its end. While a page is applied and its receipt is
 * on the way, the next is fetched and verified, so neither the distance nor the proofs are waited for. It is one page ahead and
 * no more: two are in memory, however much was missed. What it fetched is thrown away if the page before it was not taken.
 */
final class ChannelReading {

    private final World world;
    private final Identity identity;
    private final Correspondents correspondents;
    private final SignedCalls calls;
    private final Channels channels;
    private final Host peer;
    private final Function<Batch, Future<Inbox.Outcome>> apply;

    /** The last number that was read, and its epoch. */
    private record Place(long epoch, long seq) {
    }

    /**
     * A page that was fetched.
     *
     * @param after where it goes on from
     * @param lines none if there was nothing more
     * @param more  whether the peer said then that more follows
     * @param keys  by which the batch was verified
     */
    private record Page(Place after, List<byte[]> lines, boolean more, KeyHistory keys, Batch batch) {

        Place end() {
            Frame frame = batch.frame();
            return new Place(frame.epoch(), frame.first() + lines.size() - 1);
        }
    }

    /** A reading that has not begun; each page is handed to {@code apply}. */
    ChannelReading(World world, Identity identity, Correspondents correspondents, SignedCalls calls, Channels channels,
                   Host peer, Function<Batch, Future<Inbox.Outcome>> apply) {
        this.world = world;
        this.identity = identity;
        this.correspondents = correspondents;
        this.calls = calls;
        this.channels = channels;
        this.peer = peer;
        this.apply = apply;
    }

    /** Reads to the end, and tells the peer after each page how far we are. */
    Future<Void> read() {
        keys();
        return channels.incoming(peer).compose(cursor -> fetch(new Place(cursor.epoch(), cursor.seq())))
            .compose(page -> take(page, Future.succeededFuture()));
    }

    private KeyHistory keys() {
        return correspondents.keys(peer).orElseThrow(() -> new Refused(Problem.KEY_UNKNOWN, "never read " + peer));
    }

    private Future<Page> fetch(Place after) {
        return calls.find(peer, "/canut/1/channel?epoch=" + after.epoch + "&from=" + (after.seq + 1) + "&limit="
                + Limits.BATCH_MESSAGES, Reading.PAGE_BYTES)
            .compose(answer -> {
                List<byte[]> lines = Batch.lines(answer.body().getBytes());
                return verified(after, lines, isMore(answer, lines.size()));
            })
            .recover(error -> error instanceof SignedCalls.PeerRefused refused
                && SignedCalls.problem(refused.answer()).equals(Problem.CURSOR_AHEAD.code())
                // We hold more than the peer knows that it said: it is about to ask us.
                ? Future.succeededFuture(new Page(after, List.of(), false, null, null)) : Future.failedFuture(error));
    }

    /** Whether the peer has more than this page. One that does not say so is asked again when the page is applied. */
    private static boolean isMore(Answer answer, int count) {
        String[] said = answer.headers().getOrDefault("canut-channel", "").split("/", -1);
        try {
            return said.length == 4 && Long.parseLong(said[1]) + count <= Long.parseLong(said[3]);
        } catch (NumberFormatException notNumbers) {
            return false;
        }
    }

    private Future<Page> verified(Place after, List<byte[]> lines, boolean more) {
        if (lines.isEmpty()) {
            return Future.succeededFuture(new Page(after, lines, false, null, null));
        }
        KeyHistory keys = keys();
        Instant now = world.now();
        return world.compute(() -> Batch.read(frame(after, lines), lines, identity.host(), keys, now))
            .map(batch -> new Page(after, lines, more && batch.stopped() == null, keys, batch));
    }

    /** What was asked for, or the beginning of the next epoch, as the first line says; {@link Batch} holds all to it. */
    private Frame frame(Place after, List<byte[]> lines) {
        ChannelPosition first = Codec.read(lines.getFirst()).envelope().channel();
        boolean later = first != null && first.epoch() > after.epoch && first.seq() == 1;
        return new Frame(later ? first.epoch() : after.epoch, later ? 1 : after.seq + 1, lines.size(), peer,
            identity.host(), Stream.CHANNEL, null);
    }

    /** @param told when the peer has the receipt for the page before */
    private Future<Void> take(Page page, Future<Void> told) {
        if (page.lines.isEmpty()) {
            return told;
        }
        if (page.keys != keys()) {
            // The peer has stated others since: what was signed by one that is revoked now is not believed any more.
            return verified(page.after, page.lines, page.more).compose(again -> take(again, told));
        }
        Future<Page> next = page.more ? fetch(page.end()) : null;
        return apply.apply(page.batch).compose(outcome -> told.compose(before -> {
            Future<Void> telling = acknowledge();
            if (outcome.refusal() != null) {
                return telling.compose(heard -> Future.failedFuture(outcome.refusal()));
            }
            return next == null ? telling.compose(heard -> read()) : next.compose(following -> take(following, telling));
        }));
    }

    private Future<Void> acknowledge() {
        return channels.acknowledgement(peer).compose(ack -> {
            var frame = new Frame(0, 0, 1, identity.host(), peer, Stream.ACK, null);
            Buffer body = Buffer.buffer().appendBytes(frame.write()).appendString("\n")
                .appendBytes(ack.wire()).appendString("\n");
            return calls.post(peer, Courier.INBOX, Courier.LINES, body, Courier.ANSWER_BYTES).mapEmpty();
        });
    }
}
