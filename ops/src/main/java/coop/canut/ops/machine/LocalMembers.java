package coop.canut.ops.machine;

import coop.canut.node.NodeConfig;
import coop.canut.node.member.Members;
import coop.canut.node.member.Members.Admitted;
import coop.canut.node.member.Role;
import coop.canut.node.member.Sessions;
import coop.canut.node.store.Migrations;
import coop.canut.protocol.name.Id;
import java.util.Set;

/** Admits people to a node from its own machine. */
public final class LocalMembers {

    private LocalMembers() {
    }

    /**
     * Somebody who was admitted.
     *
     * @param link one-time link by which this person signs in with a browser: the path behind the node's address
     */
    public record Arrived(Admitted admitted, String link) {
    }

    /**
     * Admits a person; the node may be running or not.
     *
     * @param requester for the role of a requester, else null
     */
    public static Arrived admit(NodeConfig config, String name, Set<Role> roles, Id requester) {
        try (OpenDatabase database = OpenDatabase.of(config)) {
            var members = new Members(database.world(), config.host(), database.store());
            var sessions = new Sessions(database.world(), database.store());
            return database.get(store -> Migrations.apply(store)
                .compose(migrated -> members.admit(null, name, roles, requester))
                .compose(admitted -> sessions.link(null, admitted.person().id())
                    .map(link -> new Arrived(admitted, "/sign-in/" + link.revealText()))));
        }
    }
}
