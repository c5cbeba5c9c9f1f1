package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Asks a peer for what we had said to it, or to everyone, and believes of the answer what carries our own signature. */
final class GivenBack {

    private static final int PAGE_BYTES = Limits.BATCH_BYTES + 3 * Limits.MESSAGE_BYTES;

    private final World world;
    private final Identity identity;
    private final SignedCalls calls;

    GivenBack(World world, Identity identity, SignedCalls calls) {
        this.world = world;
        this.identity = identity;
        this.calls = calls;
    }

    /** A page of what the peer holds from a place on, proven; empty at the end. */
    Future<List<Returned>> page(Host peer, Stream stream, long epoch, long from) {
        return calls.get(peer, Recovery.RETURNED + "?stream=" + stream.code() + "&epoch=" + epoch + "&from=" + from + "&limit="
            + Limits.BATCH_MESSAGES, PAGE_BYTES)
            .recover(error -> error instanceof SignedCalls.PeerRefused refused
                && SignedCalls.problem(refused.answer()).equals(Problem.KEY_UNKNOWN.code())
                // It has never read our keys, so it holds nothing that we signed.
                ? Future.succeededFuture(Buffer.buffer()) : Future.failedFuture(error))
            .compose(body -> world.compute(() -> {
                List<Returned> lines = Batch.lines(body.getBytes()).stream().map(Returned::read).toList();
                Returned.requirePlaces(lines, stream, epoch, from, world.now());
                KeyHistory keys = ours();
                for (Returned line : lines) {
                    keys = line.message() == null ? keys : requireOurs(peer, stream, line, keys);
                }
                return lines;
            }));
    }

    /** Nobody can show us what we did not sign, or signed for somebody else, or in another place. Gives our keys after it. */
    private KeyHistory requireOurs(Host peer, Stream stream, Returned line, KeyHistory keys) {
        Envelope envelope = own(line, keys).envelope();
        boolean here = stream == Stream.LOG ? envelope.to() == null
            : peer.equals(envelope.to()) && envelope.channel() != null && envelope.channel().epoch() == line.epoch()
                && envelope.channel().seq() == line.index();
        Unproven message = Codec.read(line.message());
        if (!here || !line.entry().hash().equals(message.hash())) {
            throw new Refused(Problem.EQUIVOCATION, peer + " gives back what does not belong there");
        }
        return envelope.kind() == Kind.KEYS_STATED ? message.keysAfter(keys) : keys;
    }

    /**
     * Refuses lines of our channel, which {@link #page} has proven, with {@code chain-broken} unless each message names the hash
     * of the line before it: so a peer cannot invent what it shows no bytes of, but at the end.
     *
     * @param head the hash of the last message before them
     */
    void requireChain(List<Returned> lines, Hash head) {
        Hash before = head;
        for (Returned line : lines) {
            if (line.message() != null && !Codec.read(line.message()).envelope().channel().prev().equals(before)) {
                throw new Refused(Problem.CHAIN_BROKEN, line.epoch() + "/" + line.index() + " does not follow " + before);
            }
            before = line.entry().hash();
        }
    }

    /** The message of a line that has one. */
    Signed own(Returned line) {
        return own(line, ours());
    }

    private Signed own(Returned line, KeyHistory keys) {
        Unproven message = Codec.read(line.message());
        message.requireOrigin(identity.host(), identity.host());
        return message.prove(keys, world.now(), message.created());
    }

    private KeyHistory ours() {
        return identity.stated().orElseThrow(() -> new Refused(Problem.KEY_UNKNOWN, "we have stated no keys"));
    }

    /** Log entries, each proven by the keys that we had stated before it. */
    List<Signed> inOrder(List<Returned> lines) {
        List<Signed> whole = new ArrayList<>();
        KeyHistory keys = ours();
        for (Returned line : lines) {
            if (line.message() != null) {
                Signed signed = own(line, keys);
                keys = signed.envelope().kind() == Kind.KEYS_STATED ? Codec.read(line.message()).keysAfter(keys) : keys;
                whole.add(signed);
            }
        }
        return whole;
    }
}
