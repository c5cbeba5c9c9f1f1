package coop.canut.ops.demo;

import coop.canut.node.NodeConfig;
import coop.canut.node.check.Invariants;
import coop.canut.node.check.Mirrors;
import coop.canut.node.store.Store;
import coop.canut.ops.client.Patience;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.machine.OpenDatabase;
import coop.canut.protocol.name.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether everything that must be true of the nodes is true: of each by itself, and of all against each other. */
public final class Proof {

    private Proof() {
    }

    /**
     * Waits until the nodes have told each other everything, then checks every invariant in their databases.
     *
     * @return one sentence per finding; empty when all is well
     */
    public static List<String> of(Federation federation, List<Cooperative> cooperatives, Patience patience) {
        Map<Host, OpenDatabase> open = new LinkedHashMap<>();
        try {
            cooperatives.forEach(cooperative ->
                open.put(cooperative.host(), OpenDatabase.of(NodeConfig.read(federation.config(cooperative)))));
            Map<Host, Store> stores = new LinkedHashMap<>();
            open.forEach((host, database) -> stores.put(host, database.store()));
            OpenDatabase any = open.values().iterator().next();
            List<String> findings = new ArrayList<>();
            List<String> between = new ArrayList<>();
            try {
                patience.await("calm", () -> {
                    between.clear();
                    any.get(store -> new Mirrors().check(stores)).forEach(finding -> between.add(finding.toString()));
                    return between.isEmpty();
                });
            } catch (IllegalStateException noCalm) {
                findings.addAll(between);
            }
            open.forEach((host, database) -> database.get(store ->
                    new Invariants(host, store).check())
                .forEach(finding -> findings.add(host + ": " + finding)));
            return findings;
        } finally {
            open.values().forEach(OpenDatabase::close);
        }
    }
}
