package coop.canut.node.fediverse;

import coop.canut.node.World;
import coop.canut.node.store.Store;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * What is posted to {@code /board/inbox}. Three things are understood, and a proof of who says them is asked only then; about
 * everything else there is nothing to refuse and nothing to keep, and an error would make its server try again.
 */
final class BoardInbox {

    /** Accounts that may follow. */
    static final int FOLLOWERS = 10_000;
    private static final int FOLLOW_CHARS = 1_000;

    private final World world;
    private final Store store;
    private final FollowerStore followers;
    private final Accounts accounts;
    private final String board;

    BoardInbox(World world, Store store, FollowerStore followers, Accounts accounts, String board) {
        this.world = world;
        this.store = store;
        this.followers = followers;
        this.accounts = accounts;
        this.board = board;
    }

    /** What we do about an activity. */
    private enum Wish { FOLLOW, LEAVE, NOTHING }

    /**
     * Does what the activity asks.
     *
     * @return when it is done, or when there was nothing to do
     * @throws Refused (in the future) if it asks for something in a name that it does not prove
     */
    Future<Void> receive(IncomingRequest request) {
        Foreign activity;
        ForeignUrl actor;
        try {
            activity = Foreign.read(Buffer.buffer(request.body()));
            actor = ForeignUrl.of(activity.reference("actor"));
        } catch (Refused unreadable) {
            return Future.succeededFuture();
        }
        return followers.find(store, actor).compose(known -> switch (wish(activity, actor, known)) {
            case NOTHING -> Future.succeededFuture();
            case FOLLOW -> follow(request, activity, actor);
            case LEAVE -> leave(request, known.orElseThrow());
        });
    }

    private Wish wish(Foreign activity, ForeignUrl actor, Optional<Follower> known) {
        if (activity.is("type", "Follow")) {
            return board.equals(activity.reference("object")) ? Wish.FOLLOW : Wish.NOTHING;
        }
        if (known.isEmpty()) {
            return Wish.NOTHING;
        }
        if (activity.is("type", "Delete")) {
            return actor.toString().equals(activity.reference("object")) ? Wish.LEAVE : Wish.NOTHING;
        }
        return activity.is("type", "Undo") && isFollow(activity, actor, known.get()) ? Wish.LEAVE : Wish.NOTHING;
    }

    private boolean isFollow(Foreign undo, ForeignUrl actor, Follower known) {
        Foreign undone = undo.object("object");
        return undone == null ? known.follow().equals(undo.text("object"))
            : undone.is("type", "Follow") && board.equals(undone.reference("object"))
                && actor.toString().equals(undone.reference("actor"));
    }

    private Future<Void> follow(IncomingRequest request, Foreign activity, ForeignUrl actor) {
        String id = activity.text("id");
        if (id == null || id.length() > FOLLOW_CHARS || !ForeignUrl.of(id).host().equals(actor.host())) {
            throw new Refused(Problem.ORIGIN_MISMATCH, "a request of another host than its account");
        }
        ClaimedSignature signature = ClaimedSignature.read(request, world.now());
        return accounts.look(actor, signature.keyId()).compose(account -> proven(signature, account.key())
            .compose(proven -> store.write(tx -> followers.put(tx, new Follower(actor, account.inbox(), account.sharedInbox(),
                id, signature.keyId(), account.key()), world.now(), FOLLOWERS)))
            .map(taken -> {
                if (!taken) {
                    throw new Refused(Problem.TOO_MANY, FOLLOWERS + " accounts follow already");
                }
                return null;
            }));
    }

    /** By the key that the account had, or if it names another one, by the one that it shows now. */
    private Future<Void> leave(IncomingRequest request, Follower follower) {
        ClaimedSignature signature = ClaimedSignature.read(request, world.now());
        Future<String> key = signature.keyId().equals(follower.keyId()) ? Future.succeededFuture(follower.key())
            : accounts.look(follower.actor(), signature.keyId()).map(Accounts.Account::key);
        return key.compose(pem -> proven(signature, pem))
            .compose(proven -> store.write(tx -> followers.remove(tx, follower.actor())));
    }

    private Future<Void> proven(ClaimedSignature signature, String pem) {
        return world.compute(() -> {
            signature.verify(RsaKey.read(pem));
            return null;
        });
    }
}
