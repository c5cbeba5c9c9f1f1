package coop.canut.node.start;

import coop.canut.node.World;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.util.List;

/** How far the founders of a node have come. */
public final class Start {

    private final World world;
    private final Host self;
    private final Store store;
    private final StartStore starts = new StartStore();

    /** The start of this host. */
    public Start(World world, Host self, Store store) {
        this.world = world;
        this.self = self;
        this.store = store;
    }

    /**
     * One of those who begin.
     *
     * @param signedIn  whether this person has a session
     * @param confirmed whether this person has read and confirmed what was agreed on
     */
    public record Founder(Id person, String name, boolean signedIn, boolean confirmed) {
    }

    /**
     * What is done already.
     *
     * @param founders   the members, in the order in which they were admitted, at most 50
     * @param requesters that may publish
     * @param peers      other cooperatives whose listings are seen
     * @param listings   that were published here
     */
    public record Progress(List<Founder> founders, long requesters, long peers, long listings) {

        /** Whether every member has been here. */
        public boolean allSignedIn() {
            return founders.stream().allMatch(Founder::signedIn);
        }

        /** Whether every member has confirmed what was agreed on. */
        public boolean allConfirmed() {
            return founders.stream().allMatch(Founder::confirmed);
        }

        /** Whether nothing is left to do. */
        public boolean isDone() {
            return allSignedIn() && allConfirmed() && requesters > 0 && peers > 0 && listings > 0;
        }
    }

    /** Opens it; whoever sets the node up does. Once it was closed it stays so. */
    public Future<Void> open(Sql sql) {
        return starts.open(sql, world.now());
    }

    /** Whether it is open. */
    public Future<Boolean> isOpen() {
        return starts.isOpen(store);
    }

    /** What is done already. {@code not-allowed} to anybody but a member; {@code not-found} if it is not open. */
    public Future<Progress> look(Person by) {
        return opened(by).compose(open -> starts.look(store, self));
    }

    /** A member has read what was agreed on, and confirms it. As {@link #look}. */
    public Future<Void> confirm(Person by) {
        return opened(by).compose(open -> starts.confirm(store, by.id(), world.now()));
    }

    /** A steward closes it for all, whether all is done or not. As {@link #look}, and {@code not-allowed} to other members. */
    public Future<Void> close(Person by) {
        return opened(by).compose(open -> {
            by.require(Role.STEWARD);
            return starts.close(store, world.now());
        });
    }

    private Future<Void> opened(Person by) {
        return Future.succeededFuture().compose(begun -> {
            by.requireMember();
            return isOpen();
        }).map(open -> {
            if (!open) {
                throw new Refused(Problem.NOT_FOUND, "there is no start, or it is over");
            }
            return null;
        });
    }
}
