package coop.canut.node.member;

import coop.canut.node.World;
import coop.canut.node.mail.Addresses;
import coop.canut.node.mail.Letters;
import coop.canut.node.store.Store;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;

/** The use cases of this room beside those of coming in: who belongs here, who acts for whom, and what was done about it. */
public record People(Membership membership, Applications applications, Hearings hearings, Requesters requesters,
                     Chronicle chronicle) {

    /** The people of this host, of whom nobody is told anything by letter. */
    public static People of(World world, Host self, Store store, Bylaws bylaws) {
        return of(world, self, store, bylaws, new Chronicler(null, null));
    }

    /** The people of this host, to whom these letters go. */
    public static People of(World world, Host self, Store store, Bylaws bylaws, Letters letters, Addresses addresses) {
        return of(world, self, store, bylaws, new Chronicler(letters, addresses));
    }

    private static People of(World world, Host self, Store store, Bylaws bylaws, Chronicler chronicle) {
        var membership = new Membership(world, store, bylaws, chronicle);
        return new People(membership, new Applications(world, store, membership, chronicle),
            new Hearings(world, store, membership, bylaws, chronicle), new Requesters(world, self, store, chronicle),
            new Chronicle(store));
    }

    /** What time brings about. */
    public Future<Void> tick() {
        return membership.tick().compose(done -> applications.tick()).compose(done -> requesters.tick());
    }
}
