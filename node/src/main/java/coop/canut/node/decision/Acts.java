package coop.canut.node.decision;

import coop.canut.node.World;
import coop.canut.node.post.Outbox;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Carrying acts out, and finding out beforehand whether they could be. */
final class Acts {

    /** In place of a number while something is only tried. */
    private static final String TRIED = "tried";

    private final World world;
    private final Store store;
    private final Folds folds;
    private final Outbox outbox;
    private final Enactors enactors;

    Acts(World world, Store store, Folds folds, Outbox outbox, Enactors enactors) {
        this.world = world;
        this.store = store;
        this.folds = folds;
        this.outbox = outbox;
        this.enactors = enactors;
    }

    /** What ends a transaction in which something was only tried. */
    private static final class OnlyTried extends RuntimeException {

        private OnlyTried() {
            super("only tried", null, false, false);
        }
    }

    /** The day of an instant; all days here are those of UTC, so that a node's place decides nothing. */
    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /**
     * Fails with the first thing that would stand in the way if the act were enacted now. It is carried out in a transaction
     * that is then rolled back, so this asks exactly what enacting it will ask; a peer is only looked at.
     */
    Future<Void> tryOut(Act act) {
        Instant now = world.now();
        return folds.fold(store).map(Optional::orElseThrow).compose(policy -> {
            act.check(policy, day(now));
            return act instanceof Act.OnPeer peer ? enactors.compare(peer.host(), peer.level(), keys(peer))
                : rolledBack(act, now);
        });
    }

    private Future<Void> rolledBack(Act act, Instant now) {
        return store.write(tx -> perform(tx, act, TRIED, now).compose(done -> Future.<Void>failedFuture(new OnlyTried())))
            .recover(error -> error instanceof OnlyTried ? Future.succeededFuture() : Future.failedFuture(error));
    }

    private static Hash keys(Act.OnPeer peer) {
        return peer instanceof Act.AdmitPeer admit ? admit.keys() : null;
    }

    /** What has to be known from outside first; {@code not-yet} while it cannot be had. */
    Future<Void> reach(Act act) {
        return act instanceof Act.OnPeer peer
            ? enactors.meet(peer.host(), peer.level(), keys(peer))
            : Future.succeededFuture();
    }

    /**
     * Carries an act out: what other rooms hold is changed, and a policy that comes of it is said to everybody.
     *
     * @return the number of the policy that it made, or null; the future of {@code empty} if the log has not said the policy
     *     before yet, whose hash the next one names
     */
    Future<Optional<Carried>> carryOut(Tx tx, Policy now, Act act, String number, Instant at) {
        Policy then = now.after(new Policy.Enacted(number, act));
        if (then == now) {
            return perform(tx, act, number, at).map(Optional.of(new Carried(null)));
        }
        return folds.newest(tx).compose(newest -> {
            if (newest.isEmpty() || newest.get().policy().number() != now.number()) {
                return Future.succeededFuture(Optional.empty());
            }
            return outbox.publish(tx, at.truncatedTo(ChronoUnit.SECONDS), then.message(newest.get().sha256()))
                .map(Optional.of(new Carried(then)));
        });
    }

    /** @param policy that came of it, or null */
    record Carried(Policy policy) {

        Long number() {
            return policy == null ? null : policy.number();
        }
    }

    private Future<Void> perform(Tx tx, Act act, String number, Instant at) {
        return switch (act) {
            case Act.OnPeer peer -> enactors.statePeer(tx, peer.host(), peer.level(), number, peer.reason(), at);
            case Act.AdmitMember admit -> enactors.admit(tx, admit.application(), number, at);
            case Act.ExcludeMember exclude -> enactors.exclude(tx, exclude.person(), number, at);
            case Act.Elect elect -> enactors.elect(tx, elect.person(), elect.role(), elect.ends(), number);
            case Act.Recall recall -> enactors.recall(tx, recall.person(), recall.role(), number);
            case Act.AllocateSurplus allocate -> enactors.allocate(tx, allocate.surplus(), number, at);
            case Act.SetPayFloor set -> Future.succeededFuture();
            case Act.SetFee set -> Future.succeededFuture();
            case Act.SetFund set -> Future.succeededFuture();
            case Act.SetCaps set -> Future.succeededFuture();
            case Act.AmendStatutes amend -> Future.succeededFuture();
            case Act.Resolve resolve -> Future.succeededFuture();
            case Act.Restate restate -> Future.failedFuture(
                new Refused(Problem.ACT_IMPOSSIBLE, "nobody decides what was in force"));
        };
    }
}
