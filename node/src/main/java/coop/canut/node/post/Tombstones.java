package coop.canut.node.post;

import coop.canut.node.World;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage;
import coop.canut.protocol.message.NodeMessage.ContentErased;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What authors took back. The leaf stays, so the tree stays true; the bytes go, wherever they are kept; the id never lives
 * again. Only what speaks of work can be taken back: what a node states about itself (keys, policies, levels, epochs, forks,
 * erasures) is what others rely on, and channels are the evidence of both sides. Source: FEDERATION.md 4, F-40, I-17.
 */
public final class Tombstones {

    /** Kinds whose bytes may be gone from a log. */
    static final String[] MAY_BE_GONE = {Kind.LISTING_PUBLISHED.code(), Kind.LISTING_STATE_CHANGED.code()};

    private final World world;
    private final TombstoneStore tombstones = new TombstoneStore();

    Tombstones(World world) {
        this.world = world;
    }

    /** Whether a log may be without the bytes of a message of this kind: of one that we do not know, too. */
    static boolean mayBeGone(String kind) {
        return Arrays.asList(MAY_BE_GONE).contains(kind)
            || Arrays.stream(Kind.values()).noneMatch(known -> known.code().equals(kind));
    }

    /**
     * Erasures in any log. Refused: one that names a message of another host ({@code not-owner}). The bytes themselves go when
     * the erasure is appended to the log, in the same transaction.
     *
     * @param room hears every erasure that holds, after the ids are dead
     */
    public Receiver<ContentErased> erased(Receiver<ContentErased> room) {
        return (tx, from, run) -> {
            List<Received<ContentErased>> held = run.stream().filter(each -> isOwn(from, each.message())).toList();
            String[] ids = held.stream().flatMap(each -> each.message().ids().stream()).map(url -> url.id().toString())
                .toArray(String[]::new);
            Future<List<Verdict>> heard = held.isEmpty() ? Future.succeededFuture(List.of())
                : tombstones.add(tx, from, ids, world.now()).compose(dead -> room.receive(tx, from, held));
            return heard.map(verdicts -> {
                List<Verdict> all = new ArrayList<>();
                run.forEach(each -> all.add(isOwn(from, each.message()) ? Verdict.APPLIED
                    : Verdict.refused(Problem.NOT_OWNER)));
                return all;
            });
        };
    }

    private static boolean isOwn(Host from, ContentErased erasure) {
        return erasure.ids().stream().allMatch(url -> url.host().equals(from));
    }

    /** Those of a host's messages, in their order, that it has taken back before, be it earlier among them. */
    Future<Set<Id>> among(Tx tx, Host from, List<Signed> messages) {
        Set<Id> here = new HashSet<>();
        Set<Id> erased = new HashSet<>();
        List<String> ids = new ArrayList<>();
        for (Signed signed : messages) {
            Id id = signed.envelope().id();
            if (signed.message() instanceof ContentErased erasure && isOwn(from, erasure)) {
                erasure.ids().forEach(url -> here.add(url.id()));
            } else if (canDie(signed.message())) {
                ids.add(id.toString());
                if (here.contains(id)) {
                    erased.add(id);
                }
            }
        }
        return ids.isEmpty() ? Future.succeededFuture(Set.of())
            : tombstones.among(tx, from, ids.toArray(String[]::new)).map(before -> {
                erased.addAll(before);
                return erased;
            });
    }

    /** Refuses a part of a log that says again what this log has said and taken back (F-40): {@code tombstoned}. */
    Future<Void> requireNotSaidAgain(Tx tx, Host from, long epoch, List<Signed> messages, List<Verdict> verdicts) {
        List<String> erased = new ArrayList<>();
        Set<Id> said = new HashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            Id id = messages.get(i).envelope().id();
            boolean again = !said.add(id);
            if (verdicts.get(i).problem() == Problem.TOMBSTONED) {
                if (again) {
                    throw new Refused(Problem.TOMBSTONED, "said again after it was erased");
                }
                erased.add(id.toString());
            }
        }
        return erased.isEmpty() ? Future.succeededFuture()
            : tombstones.stand(tx, from, epoch, erased.toArray(String[]::new)).map(stands -> {
                if (stands) {
                    throw new Refused(Problem.TOMBSTONED, "said again after it was erased");
                }
                return null;
            });
    }

    /** An author who names its own next keys among what it takes back has not taken back anything. */
    private static boolean canDie(Message message) {
        return !(message instanceof NodeMessage);
    }

    /** The ids of our own public messages about a listing whose bytes are still there. */
    public Future<List<Id>> about(Tx tx, ObjectUrl listing) {
        return tombstones.about(tx, listing, MAY_BE_GONE);
    }
}
