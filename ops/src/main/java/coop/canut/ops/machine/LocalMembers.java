package coop.canut.ops.machine;

import coop.canut.node.NodeConfig;
import coop.canut.node.member.Members;
import coop.canut.node.member.Members.Admitted;
import coop.canut.node.member.Role;
import coop.canut.node.store.Migrations;
import coop.canut.protocol.name.Id;
import java.util.Set;

/** Admits people to a node from its own machine. */
public final class LocalMembers {

    private LocalMembers() {
    }

    /**
     * Admits a person; the node may be running or not.
     *
     * @param requester for the role of a requester, else null
     */
    public static Admitted admit(NodeConfig config, String name, Set<Role> roles, Id requester) {
        try (OpenDatabase database = OpenDatabase.of(config)) {
            var members = new Members(database.world(), config.host(), database.store());
            return database.get(store -> Migrations.apply(store)
                .compose(migrated -> members.admit(null, name, roles, requester)));
        }
    }
}
