package coop.canut.node.member;

import coop.canut.node.World;
import coop.canut.node.store.Store;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;

/** The use cases of this room beside those of coming in: who belongs here, who acts for whom, and what was done about it. */
public record People(Membership membership, Applications applications, Hearings hearings, Requesters requesters,
                     Chronicle chronicle) {

    /** The people of this host. */
    public static People of(World world, Host self, Store store, Bylaws bylaws) {
        var membership = new Membership(world, store, bylaws);
        return new People(membership, new Applications(world, store, membership), new Hearings(world, store, membership, bylaws),
            new Requesters(world, self, store), new Chronicle(store));
    }

    /** What time brings about. */
    public Future<Void> tick() {
        return membership.tick().compose(done -> applications.tick()).compose(done -> requesters.tick());
    }
}
