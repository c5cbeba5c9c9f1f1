package coop.canut.node.post;

import coop.canut.node.post.Channels.StopAt;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What is known about a batch so far. A room may refuse by a verdict, by a failed future (which costs the transaction),
 * or say that it cannot decide yet; then the transaction is redone with that knowledge.
 */
final class Attempt {

    /** A transaction is redone because the attempt has learnt a verdict. */
    static final class Undecided extends RuntimeException {
        Undecided() {
            super("once more", null, false, false);
        }
    }

    private final Receivers receivers;
    private final Tombstones tombstones;
    private final Map<Hash, Verdict> verdicts = new HashMap<>();
    private boolean singly;
    private int end;
    private Refused refusal;
    private Refused ruled;

    /** @param size messages of the batch */
    Attempt(Receivers receivers, Tombstones tombstones, int size) {
        this.receivers = receivers;
        this.tombstones = tombstones;
        this.end = size;
    }

    /** Why the messages from {@link #end} on cannot be decided yet, or null. */
    Refused refusal() {
        return refusal;
    }

    /** Null if anything was applied or known; else why the first message was refused by rule. */
    Refused ruled() {
        return ruled;
    }

    void rule(Refused why) {
        ruled = why;
    }

    /** So many messages of the batch are decided. */
    int end() {
        return end;
    }

    /** Those that are decided. */
    List<Signed> cut(List<Signed> messages) {
        return messages.subList(0, end);
    }

    /** What stood in an earlier epoch has had its effect; it is the same fact or it is refused. */
    Attempt knowing(List<Signed> fresh, Map<String, byte[]> earlier) {
        for (Signed signed : fresh) {
            byte[] before = earlier.get(signed.envelope().id().toString());
            if (before != null) {
                singly = true;
                verdicts.put(signed.hash(), isSameFact(signed.envelope(), Codec.read(before).envelope())
                    ? Verdict.APPLIED : Verdict.refused(Problem.EQUIVOCATION));
            }
        }
        return this;
    }

    private static boolean isSameFact(Envelope one, Envelope other) {
        return one.published().equals(other.published()) && one.message().equals(other.message());
    }

    /** Hands the messages to their rooms, with what is known about them. */
    Future<List<Verdict>> receive(Tx tx, Host from, List<Signed> fresh) {
        return singly ? each(tx, from, fresh, new ArrayList<>()) : judged(tx, from, fresh)
            .map(decided -> stopAtFirstWaiting(fresh, decided))
            .recover(error -> {
                if (error instanceof Refused && fresh.size() > 1) {
                    singly = true;
                    return Future.failedFuture(new Undecided());
                }
                return error instanceof Refused refused ? learn(fresh.getFirst(), 0, fresh, refused)
                    : Future.failedFuture(error);
            });
    }

    /** What was erased before it came is not heard any more. */
    private Future<List<Verdict>> judged(Tx tx, Host from, List<Signed> fresh) {
        return tombstones.among(tx, from, fresh).compose(erased -> erased.isEmpty() ? receivers.receive(tx, from, fresh)
            : receivers.receive(tx, from, fresh.stream().filter(signed -> !erased.contains(signed.envelope().id()))
                .toList()).map(verdicts -> {
                    List<Verdict> all = new ArrayList<>();
                    Iterator<Verdict> rest = verdicts.iterator();
                    fresh.forEach(signed -> all.add(erased.contains(signed.envelope().id())
                        ? Verdict.refused(Problem.TOMBSTONED) : rest.next()));
                    return all;
                }));
    }

    private Future<List<Verdict>> each(Tx tx, Host from, List<Signed> fresh, List<Verdict> decided) {
        int index = decided.size();
        if (index == fresh.size()) {
            return Future.succeededFuture(decided);
        }
        Signed next = fresh.get(index);
        Verdict known = verdicts.get(next.hash());
        Future<List<Verdict>> one = known != null ? Future.succeededFuture(List.of(known))
            : judged(tx, from, List.of(next)).recover(error -> error instanceof Refused refused
                ? learn(next, index, fresh, refused) : Future.failedFuture(error));
        return one.compose(verdict -> {
            decided.addAll(verdict);
            return verdict.getFirst().waits()
                ? Future.failedFuture(stop(fresh, index, verdict.getFirst().problem()))
                : each(tx, from, fresh, decided);
        });
    }

    private List<Verdict> stopAtFirstWaiting(List<Signed> fresh, List<Verdict> decided) {
        int waiting = Channels.firstWaiting(decided);
        if (waiting < decided.size()) {
            throw stop(fresh, waiting, decided.get(waiting).problem());
        }
        return decided;
    }

    private <T> Future<T> learn(Signed message, int index, List<Signed> fresh, Refused refused) {
        if (refused.problem().status() == 503) {
            return Future.failedFuture(stop(fresh, index, refused.problem()));
        }
        singly = true;
        verdicts.put(message.hash(), Verdict.refused(refused.problem()));
        return Future.failedFuture(new Undecided());
    }

    /** Nothing from this message on is received; if it is the first, its problem is the answer. */
    private RuntimeException stop(List<Signed> fresh, int index, Problem problem) {
        refusal = new Refused(problem, "cannot be decided yet");
        if (index == 0) {
            return refusal;
        }
        end -= fresh.size() - index;
        return new StopAt(index);
    }
}
