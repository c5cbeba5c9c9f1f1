package coop.canut.node.post;

import coop.canut.node.World;
import coop.canut.node.post.SignedCalls.PeerRefused;
import coop.canut.node.store.Store;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which kinds of messages each peer reads, as it says of itself at a well-known address. Asked once an hour and before
 * anything is numbered, since a number that was given stays given, and a message that the peer cannot read would stop the
 * channel behind it. Source: FEDERATION.md 1, versions.
 */
final class Vocabulary {

    private static final Duration AGE = Duration.ofSeconds(Limits.WELL_KNOWN_AGE_SECONDS);
    private static final int KINDS = 200;

    /** Kinds, or null of a peer that answers and names none: it gets everything. */
    private record Said(Set<String> kinds, Instant at) {
    }

    private final World world;
    private final Store store;
    private final Function<Host, Future<Members>> wellKnown;
    private final VocabularyStore said = new VocabularyStore();
    private final Map<Host, Said> remembered = new ConcurrentHashMap<>();

    Vocabulary(World world, Store store, Function<Host, Future<Members>> wellKnown) {
        this.world = world;
        this.store = store;
        this.wellKnown = wellKnown;
    }

    /**
     * The kinds that a peer reads, or null: all. If it cannot be asked, what it said last, however long ago; a peer that
     * never said anything and is silent fails with what it was asked with.
     */
    Future<Set<String>> of(Host peer) {
        Said known = remembered.get(peer);
        return known != null && world.now().isBefore(known.at().plus(AGE)) ? Future.succeededFuture(known.kinds()) : ask(peer);
    }

    /** A peer refused a kind: it is asked anew before anything else is numbered for it. */
    void forget(Host peer) {
        remembered.remove(peer);
    }

    private Future<Set<String>> ask(Host peer) {
        return wellKnown.apply(peer)
            .<Set<String>>map(document -> new TreeSet<>(document.texts("kinds", KINDS, Limits.NAME_CHARS)))
            .compose(kinds -> said.keep(store, peer, kinds, world.now()).map(kinds))
            .recover(error -> error instanceof Refused || error instanceof PeerRefused ? Future.succeededFuture(null)
                : said.find(store, peer).compose(last -> last.<Future<Set<String>>>map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(error))))
            .map(kinds -> {
                remembered.put(peer, new Said(kinds, world.now()));
                return kinds;
            });
    }

    /** What a peer does not read, by what it said last: of what waits for it, and of our own log. */
    Future<List<LeftOut>> leftOut(Host self, Host peer) {
        return said.find(store, peer).compose(last -> last.isEmpty() ? Future.succeededFuture(List.of())
            : said.leftOut(store, self, peer, last.get(), List.of(Kind.values()).stream()
                .filter(kind -> kind.stream() == Stream.LOG && !last.get().contains(kind.code())).map(Kind::code)
                .collect(Collectors.toSet())));
    }
}
