package coop.canut.node.post;

import coop.canut.node.World;
import coop.canut.node.store.Store;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last refusals to each peer: what its steward and ours look at first when two nodes do not understand each other. */
final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private final World world;
    private final RefusalLogStore refusals;

    RefusalLog(World world, Store store) {
        this.world = world;
        this.refusals = new RefusalLogStore(store);
    }

    /** Notes a refusal to an authenticated peer. It is no loss if this fails, so nobody waits for it. */
    void add(Host peer, Refused refused) {
        refusals.add(peer, refused, world.now())
            .onFailure(error -> LOG.debug("a refusal was not noted", error));
    }

    /** Rows and their cap. */
    private static final class RefusalLogStore {
        private static final String ADD = """
            with added as (insert into refusal_log (peer, problem, detail, at) values ($1, $2, $3, $4) returning row_number)
            delete from refusal_log where peer = $1 and row_number <= (select row_number - $5 from added)""";

        private final Store store;

        RefusalLogStore(Store store) {
            this.store = store;
        }

        io.vertx.core.Future<Void> add(Host peer, Refused refused, java.time.Instant at) {
            String detail = String.valueOf(refused.getMessage());
            return store.run(ADD, Tuple.of(peer.toString(), refused.problem().code(),
                detail.substring(0, Math.min(detail.length(), Limits.SHORT_CHARS)), at.atOffset(ZoneOffset.UTC),
                (long) Limits.REFUSALS_KEPT_PER_PEER)).mapEmpty();
        }
    }
}
