package coop.canut.node.keys;

import coop.canut.node.CannotStart;
import coop.canut.node.Identity;
import coop.canut.node.Secret;
import coop.canut.node.World;
import coop.canut.node.post.Outbox;
import coop.canut.node.store.Store;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.KeyHistory.Known;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.SigningKey;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys of this node: looking at them, and stating others. Each use case gives the history as it is then; a
 * {@link CannotStart} says in one sentence what a person has to do instead.
 */
public final class Keys {

    private final World world;
    private final Identity identity;
    private final Store store;
    private final Outbox outbox;
    private final StatementStore statements = new StatementStore();

    /** The keys of this identity, stated in the log of the node that owns this store. */
    public Keys(World world, Identity identity, Store store, Outbox outbox) {
        this.world = world;
        this.identity = identity;
        this.store = store;
        this.outbox = outbox;
    }

    /** What is stated, with what waits for its place in the log. */
    public Future<KeyHistory> stated() {
        return statements.statements(store, identity.host()).map(this::history);
    }

    private KeyHistory history(List<byte[]> said) {
        if (said.isEmpty()) {
            throw new CannotStart(identity.host() + " has stated no keys yet; start it once, so that it is founded.");
        }
        return KeyHistory.read(identity.host(), said);
    }

    /** States a fresh key for each of these purposes; those before go on until the overlap is over. */
    public Future<KeyHistory> rotate(Set<Purpose> purposes) {
        Instant now = world.second();
        return stated().compose(before -> {
            SigningKey signer = signer(before, null, now);
            return say(before, NextKeys.rotated(before, fresh(purposes), now), signer, now);
        });
    }

    /**
     * States that nothing by this key is believed any more, and a fresh key if no other of its purpose lasts. If the only
     * node key is revoked it signs that itself: whoever stole it could say something else at the same time, against which
     * only {@link #recover} helps.
     */
    public Future<KeyHistory> revoke(Key stolen) {
        Instant now = world.second();
        return stated().compose(before -> {
            Known known = before.known().stream().filter(each -> each.key().equals(stolen)).findFirst()
                .orElseThrow(() -> new CannotStart(stolen + " is no key of " + identity.host()
                    + "; 'ops/canut keys show' lists them."));
            if (known.revoked() != null) {
                throw new CannotStart(stolen + " is revoked already, from " + known.revoked() + " on.");
            }
            if (!known.named() || known.until() != null && !known.until().isAfter(now)) {
                throw new CannotStart(stolen + " ended at " + known.until() + "; nothing that it signs now is believed.");
            }
            SigningKey signer = signer(before, stolen, now);
            return say(before, NextKeys.revoked(before, stolen, fresh(NextKeys.orphaned(before, known)), now), signer, now);
        });
    }

    /**
     * Revokes all keys and states fresh ones, by the recovery key. It wins over whatever somebody with a node key alone has
     * stated in our name, here or to our peers.
     *
     * @param paper   the secret of the recovery key
     * @param renewed the secret of the recovery key that takes its place, or null to keep it
     */
    public Future<KeyHistory> recover(Secret paper, Secret renewed) {
        Instant now = world.second();
        SigningKey recovery = SigningKey.fromSeed(paper.reveal());
        return stated().compose(said -> {
            KeyHistory before = said.recoverableBy(recovery.key()).orElseThrow(() -> new CannotStart("This is not the "
                + "recovery key of " + identity.host() + ", or one that another has replaced."));
            Key next = renewed == null ? recovery.key() : SigningKey.fromSeed(renewed.reveal()).key();
            List<Key> named = before.recovery().stream().map(key -> key.equals(recovery.key()) ? next : key).toList();
            KeysStated stated = NextKeys.recovered(before, named, fresh(Set.of(Purpose.values())), now);
            return say(said, stated, recovery, now).onSuccess(after -> identity.noteRecovery(next));
        });
    }

    /** A node key that lasts and whose secret is here, not the one that is revoked unless there is no other. */
    private SigningKey signer(KeyHistory before, Key revoked, Instant now) {
        List<SigningKey> able = before.known().stream()
            .filter(known -> known.purpose() == Purpose.NODE && known.current(now) && known.lasts())
            .flatMap(known -> identity.held(Purpose.NODE, known.key()).stream()).toList();
        return able.stream().filter(key -> !key.key().equals(revoked)).findFirst()
            .or(() -> able.stream().findFirst())
            .orElseThrow(() -> new CannotStart("The folder of keys holds no node key that may state others; restore it from a "
                + "backup, or take the recovery key from its paper and say 'ops/canut keys recover'."));
    }

    /** Into the folder first: if we crash before the statement is said they wait there unused. */
    private Map<Purpose, SigningKey> fresh(Set<Purpose> purposes) {
        Map<Purpose, SigningKey> fresh = new EnumMap<>(Purpose.class);
        purposes.forEach(purpose -> fresh.put(purpose, identity.add(purpose, world::random)));
        world.reached("keys made");
        return fresh;
    }

    private Future<KeyHistory> say(KeyHistory before, KeysStated stated, SigningKey signer, Instant now) {
        Signed signed = Codec.sign(Envelope.of(identity.host(), now, null, null, stated), signer, now);
        KeyHistory after = accepted(before, signed);
        return store.write(tx -> statements.alone(tx)
                .compose(alone -> statements.statements(tx, identity.host()))
                .compose(said -> history(said).last().equals(before.last())
                    ? outbox.publish(tx, signed)
                    : Future.failedFuture(new CannotStart("Somebody else has just stated keys of " + identity.host()
                        + "; look at them with 'ops/canut keys show'."))))
            .map(said -> {
                world.reached("keys said");
                return after;
            });
    }

    /** As a peer would judge it. */
    private static KeyHistory accepted(KeyHistory before, Signed signed) {
        try {
            KeyHistory after = Codec.read(signed.wire()).keysAfter(before);
            after.requireUnpublished();
            return after;
        } catch (Refused refused) {
            throw new CannotStart(refused.problem() == Problem.JSON_LIMIT
                ? "So many keys overlap already that one statement cannot name them all; wait until some have ended."
                : "Peers would refuse this statement (" + refused.getMessage() + "), so it is not said.");
        }
    }
}
