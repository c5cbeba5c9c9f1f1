package coop.canut.node.work;

import coop.canut.node.post.Receiver;
import coop.canut.node.post.Verdict;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.WorkMessage.ClaimDeclined;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.message.WorkMessage.SlotsReturned;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Pseudonym;
import coop.canut.protocol.work.ClaimState;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/**
 * What the members' side had said and a backup did not know, taken in again as the publishing node gives it back: answers come
 * back to whom they belong, and slots that went back are not opened again. It builds on grants, which have to be read again
 * first; a claim that nobody ended in the end is simply over. Source: FEDERATION.md 5.1.
 */
public final class Regained {

    private final Pseudonyms names;
    private final RegainedStore regained = new RegainedStore();

    /** What the members' side takes in again; members are known by the names that they had. */
    public Regained(Pseudonyms names) {
        this.names = names;
    }

    /** An ended claim. @param answer null if it was declined */
    record Ended(Id claim, ClaimState state, long seconds, String machineHelp, String answer, Hash answerSha256, Instant at) {
    }

    /** A request: its answer is one that we asked for. */
    public Receiver<SlotsRequested> requested() {
        return Receiver.oneByOne((tx, to, next) -> regained.request(tx, next.message(), next.published())
            .map(known -> known ? Verdict.APPLIED : Verdict.NOT_YET));
    }

    /** Slots that went back, whatever became of them before. */
    public Receiver<SlotsReturned> returned() {
        return Receiver.oneByOne((tx, to, next) -> {
            SlotsReturned said = next.message();
            return regained.held(tx, to, said.lease(), said.slots()).compose(held -> held < said.slots().size()
                ? Future.succeededFuture(Verdict.NOT_YET)
                : regained.giveBack(tx, to, said, next.published()).map(Verdict.APPLIED));
        });
    }

    /** An answer that was handed in. */
    public Receiver<Submitted> submitted() {
        return Receiver.oneByOne((tx, to, next) -> {
            Submitted said = next.message();
            return end(tx, to, said.lease(), said.slot(), said.subject(), new Ended(said.claim(), ClaimState.SUBMITTED,
                said.seconds(), said.machineHelp(), said.answer(), said.answerSha256(), next.published()));
        });
    }

    /** A task that was stopped. */
    public Receiver<ClaimDeclined> declined() {
        return Receiver.oneByOne((tx, to, next) -> {
            ClaimDeclined said = next.message();
            return end(tx, to, said.lease(), said.slot(), said.subject(), new Ended(said.claim(),
                ClaimState.DECLINED, said.seconds(), null, null, null, next.published()));
        });
    }

    private Future<Verdict> end(Tx tx, Host to, Id lease, Id slot, Pseudonym subject, Ended ended) {
        return regained.isEnded(tx, ended.claim()).compose(known -> known ? Future.succeededFuture(Verdict.APPLIED)
            : regained.slot(tx, to, lease, slot).compose(held -> held.isEmpty() ? Future.succeededFuture(Verdict.NOT_YET)
                : member(tx, to, subject).compose(member -> member.isEmpty()
                    ? Future.succeededFuture(Verdict.refused(Problem.NOT_FOUND))
                    : regained.end(tx, held.get(), member.get(), ended).map(Verdict.APPLIED))));
    }

    /** Whose name this is: names cannot be turned back, so they are made again until one is the same. */
    private Future<Optional<Id>> member(Tx tx, Host to, Pseudonym subject) {
        return regained.members(tx).map(members ->
            members.stream().filter(member -> names.subject(member, to).equals(subject)).findFirst());
    }
}
