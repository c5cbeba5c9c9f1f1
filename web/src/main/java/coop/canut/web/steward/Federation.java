package coop.canut.web.steward;

import coop.canut.node.peer.Peering;
import coop.canut.node.peer.Peers;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Host;
import coop.canut.web.look.Fabric;
import coop.canut.web.page.Visit;
import coop.canut.web.steward.PeerPages.Row;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Draws all cooperatives that we know of, ours first, and what each says of each. */
final class Federation {

    /** Threads of the picture. More are no picture; the table has all. */
    private static final int THREADS = 24;

    private final Visit visit;
    private final Peers peers;
    private final Host self;
    private final Map<Host, Row> rows;
    private final List<Host> hosts = new ArrayList<>();

    Federation(Visit visit, Peers peers, Host self, List<Row> rows) {
        this.visit = visit;
        this.peers = peers;
        this.self = self;
        this.rows = rows.stream().collect(Collectors.toMap(row -> row.state().host(), Function.identity()));
        hosts.add(self);
        rows.stream().limit(THREADS - 1).forEach(row -> hosts.add(row.state().host()));
    }

    /** The picture; null while there is nobody but us. */
    Future<String> svg() {
        return hosts.size() < 2 ? Future.succeededFuture(null) : peers.peerings(new LinkedHashSet<>(hosts)).map(peerings -> {
            var said = peerings.stream().collect(Collectors.toMap(each -> List.of(each.from(), each.to()), Peering::level));
            List<List<Fabric.Crossing>> crossings = hosts.stream().map(from -> hosts.stream()
                .map(to -> from.equals(to) ? null : crossing(from, to, said.get(List.of(from, to)))).toList()).toList();
            return Fabric.svg(visit.words().text("peers.fabric"), hosts.stream()
                .map(host -> new Fabric.Thread(host.toString(), visit.mark(host))).toList(), crossings);
        });
    }

    /** Between us and a peer what holds now is known; between two others, what their logs say. */
    private Fabric.Crossing crossing(Host from, Host to, Level said) {
        Row row = rows.get(from.equals(self) ? to : from);
        boolean ours = from.equals(self) || to.equals(self);
        Level level = !ours ? said : from.equals(self) ? row.state().ours() : row.state().theirs();
        int used = !ours ? -1 : from.equals(self) ? Credit.usedByThem(row.credit()) : Credit.usedByUs(row.credit());
        return level == null ? null : new Fabric.Crossing(level, used, used < 0
            ? visit.words().text("peers.crossing", from, to, visit.words().text("level." + level.code()))
            : visit.words().text("peers.crossing.credit", from, to, visit.words().text("level." + level.code()),
                visit.words().percent(used, 1_000)));
    }
}
