package coop.canut.node.peer;

import coop.canut.node.World;
import coop.canut.node.store.Store;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * What hangs between us and other cooperatives: shown to stewards before they change anything, and told to the members and
 * requesters whose work it touches afterwards. Looking changes nothing.
 */
public final class Ties {

    /** Claims of one member that are looked at for what touches them. */
    private static final int CLAIMS_LOOKED_AT = 2_000;

    private final World world;
    private final Store store;
    private final Peers peers;
    private final TieStore ties = new TieStore();

    /** The ties to these peers. */
    public Ties(World world, Store store, Peers peers) {
        this.world = world;
        this.store = store;
        this.peers = peers;
    }

    /**
     * What stating a level would do.
     *
     * @param now  what holds
     * @param then what would hold
     */
    public record Effects(Host host, Level now, Level then, List<Effect> all) {
    }

    /** What hangs between us and a peer now; {@code not-found} for any other host. */
    public Future<Tie> of(Host host) {
        return peers.peer(host).compose(known -> ties.count(store, host, world.now(), peers.relations().under(host)));
    }

    /** What stating this level would bring about, and what of running work and money it leaves as it is. */
    public Future<Effects> effects(Host host, Level level) {
        return of(host).map(tie -> {
            PeerStore.Relation relation = peers.relations().of(host);
            boolean covered = peers.relations().coveredBy(host).isPresent();
            Level then = level.lower(relation.theirs());
            return new Effects(host, peers.level(host), covered ? then.lower(Level.SUSPENDED) : then,
                EffectRules.of(tie, relation.held(), level, relation.theirs(), covered));
        });
    }

    /** What letting a peer owe us up to this would bring about. */
    public Future<List<Effect>> credit(Host host, Money limit) {
        return of(host).map(tie -> EffectRules.ofCredit(tie, limit));
    }

    /**
     * What a member has begun at cooperatives with which no new tasks are taken, and why that is so. Costs nothing while
     * there are none.
     */
    public Future<List<Notice>> ofMember(Id member) {
        List<Host> below = peers.relations().belowClaim();
        return below.isEmpty() ? Future.succeededFuture(List.of())
            : ties.ofMember(store, member, below, CLAIMS_LOOKED_AT).map(begun -> begun.entrySet().stream()
                .map(each -> notice(each.getKey(), each.getValue())).toList());
    }

    /**
     * Cooperatives whose members can take no tasks of a listing of ours although it was offered to them, and why. Whoever
     * was never let in is not among them.
     */
    public Future<List<Notice>> ofListing(Id listing) {
        List<Host> below = peers.relations().belowClaim();
        return below.isEmpty() ? Future.succeededFuture(List.of())
            : ties.ofListing(store, listing, below).map(offered -> {
                List<Notice> notices = new ArrayList<>();
                for (TieStore.Offered each : offered) {
                    Notice notice = notice(each.host(), each.begun());
                    boolean lost = notice.why() != null && peers.relations().before(each.host()) == Level.CLAIM
                        && notice.why().at().isAfter(each.published());
                    if (each.touched() || lost) {
                        notices.add(notice);
                    }
                }
                return notices;
            });
    }

    private Notice notice(Host host, TieStore.Begun begun) {
        return new Notice(host, peers.level(host), peers.relations().why(host), begun.open(), begun.answers());
    }
}
