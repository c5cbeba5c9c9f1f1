package coop.canut.node.member;

import coop.canut.node.store.Store;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.util.List;

/** What was done about people, for every member to read: acts of stewards, and their looks at what is private (I-21, W-36). */
public final class Chronicle {

    /** Events in one page. */
    public static final int PAGE = 100;

    private final Store store;
    private final ChronicleStore events = new ChronicleStore();

    /** The chronicle of the node whose store this is. */
    public Chronicle(Store store) {
        this.store = store;
    }

    /**
     * A page of it, the newest first.
     *
     * @param about  id of whom it is about, or null for all
     * @param before number of the last event of the page before, or null
     * @throws coop.canut.protocol.Refused (in the future) {@code not-allowed} to anybody but a member, who may read all of it;
     *     everybody may read what is about her
     */
    public Future<List<Event>> read(Person by, Id about, Long before) {
        return Future.succeededFuture().compose(begun -> {
            if (!by.id().equals(about)) {
                by.requireMember();
            }
            return events.page(store, about, before == null ? Long.MAX_VALUE : before, PAGE);
        });
    }
}
