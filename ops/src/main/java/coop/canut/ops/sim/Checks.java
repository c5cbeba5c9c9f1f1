package coop.canut.ops.sim;

import coop.canut.node.check.Finding;
import coop.canut.node.check.Invariants;
import coop.canut.node.check.Mirrors;
import coop.canut.node.store.Passage;
import coop.canut.node.store.Store;
import coop.canut.ops.sim.CheckStore.End;
import coop.canut.ops.sim.CheckStore.Ends;
import coop.canut.ops.sim.CheckStore.Working;
import coop.canut.protocol.Limits;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What must hold in the whole town. Cheap things are looked at after every step that can break them, a whole node every so
 * many steps and whenever it came back to life, and everything at the end of a calm.
 */
final class Checks {

    /** Steps between two looks at a whole node, one after another. */
    private static final int WHOLE_NODE_EVERY = 400;

    private final Town town;
    private final Map<Resident, Looked> open = new HashMap<>();
    private final Map<Resident, Told<List<Working>>> working = new HashMap<>();
    private final Map<Resident, Told<Ends>> ends = new HashMap<>();
    private int steps;
    private int next;

    /** A connection to a node's database; it is cut with the life that it was opened in. */
    private record Looked(Life life, boolean over, CheckStore store) {
    }

    /** What a node's database answered, when the node had made so many statements in its life. */
    private record Told<T>(CheckStore by, long statements, Future<T> answer) {
    }

    Checks(Town town) {
        this.town = town;
    }

    private CheckStore store(Resident resident) {
        Life life = resident.life();
        Looked looked = open.get(resident);
        if (looked == null || looked.life != life || looked.over != life.isOver()) {
            if (looked != null) {
                looked.store.close();
            }
            looked = new Looked(life, life.isOver(), new CheckStore(
                Store.open(town.vertx(), resident.database(), 1, Passage.FREE)));
            open.put(resident, looked);
        }
        return looked.store;
    }

    /** Asks all nodes at once, but for those that have said nothing to their database since they were asked. */
    private <T> void ask(Map<Resident, Told<T>> told, Function<CheckStore, Future<T>> question) {
        for (Resident resident : town.residents()) {
            CheckStore store = store(resident);
            long statements = resident.life().lifeline().statements();
            Told<T> before = told.get(resident);
            if (before == null || before.by != store || before.statements != statements) {
                told.put(resident, new Told<>(store, statements, question.apply(store)));
            }
        }
    }

    /** Looks at what the step may have broken. */
    void afterStep() {
        boolean claimed = false;
        boolean acknowledged = false;
        for (Resident resident : town.residents()) {
            claimed |= resident.life().lifeline().tookClaim();
            acknowledged |= resident.life().lifeline().tookAcknowledgement();
        }
        if (claimed) {
            claims();
        }
        if (acknowledged) {
            acknowledgements();
        }
        if (++steps % WHOLE_NODE_EVERY == 0) {
            whole(town.residents().get(next++ % town.residents().size()));
        }
    }

    /**
     * Nobody works on a slot on which somebody else works, at whatever node (I-07). A liar lends one slot to as many nodes as it
     * likes, and nobody can know that; so of its slots this holds within each node.
     */
    private void claims() {
        ask(working, CheckStore::working);
        Map<String, String> live = new HashMap<>();
        for (Resident home : town.residents()) {
            var clock = town.timeline().now().plus(home.ahead()).minusSeconds(Limits.CLAIM_GRACE_SECONDS);
            for (Working task : working.get(home).answer.await()) {
                if (!task.due().isBefore(clock)) {
                    String other = live.putIfAbsent((town.isLiar(task.publisher()) ? home + " " : "") + task.publisher() + " "
                        + task.slot(), home + " " + task.claim());
                    if (other != null) {
                        find(new Finding("I-07", "The slot " + task.slot() + " of " + task.publisher() + " is worked on by "
                            + other + " and by " + home + " " + task.claim() + "."));
                    }
                }
            }
        }
    }

    /** Nobody believes that a peer has what it does not have (I-15). */
    private void acknowledgements() {
        ask(ends, CheckStore::ends);
        for (Resident speaker : town.residents()) {
            for (Resident listener : town.residents()) {
                if (speaker != listener && !listener.wasRestored()) {
                    End said = ends.get(speaker).answer.await().acknowledged().get(listener.host().toString());
                    End heard = ends.get(listener).answer.await().heard().get(speaker.host().toString());
                    if (said != null && said.seq() > 0 && (heard == null || heard.epoch() == said.epoch()
                            && heard.seq() < said.seq())) {
                        find(new Finding("I-15", speaker + " counts " + said + " as heard by " + listener + ", which has "
                            + heard + "."));
                    }
                }
            }
        }
    }

    /** Everything that one node's database can tell, unless half of it is still to come back. */
    private void whole(Resident resident) {
        if (!store(resident).settled(hosts()).await()) {
            return;
        }
        new Invariants(resident.host(), store(resident).store()).check().await().forEach(finding ->
            find(new Finding(finding.invariant(), resident + ": " + finding.sentence())));
    }

    /**
     * Everything, when all that was said should have been heard; gives what is wrong and reports nothing. Each node's own books
     * must balance whomever it dealt with. Between two nodes only what is between two of ours is compared: nothing of it may
     * wait for a liar, and what a liar has, or says that it has, is nobody's to vouch for.
     */
    List<String> atRest(Cast cast) {
        List<String> wrong = new ArrayList<>();
        for (Resident resident : town.residents()) {
            CheckStore store = store(resident);
            store.stuck().await().forEach(stuck -> wrong.add("I-08 " + resident + ": " + stuck));
            new Invariants(resident.host(), store.store()).check().await().forEach(finding ->
                wrong.add(finding.invariant() + " " + resident + ": " + finding.sentence()));
            Set<String> handedIn = store.handedIn().await();
            cast.handedIn().forEach((claim, taken) -> {
                if (taken.home() == resident && !handedIn.contains(claim.toString())) {
                    wrong.add("P1 " + resident + ": The answer " + claim + " was taken and is lost.");
                }
            });
        }
        Map<Host, Store> nodes = new LinkedHashMap<>();
        town.residents().forEach(resident -> nodes.put(resident.host(), store(resident).store()));
        new Mirrors().check(nodes).await().forEach(finding -> wrong.add(finding.toString()));
        return wrong;
    }

    private List<Host> hosts() {
        return town.residents().stream().map(Resident::host).toList();
    }

    private void find(Finding finding) {
        town.findings().add(finding.toString());
    }
}
