package coop.canut.ops.machine;

import coop.canut.node.Identity;
import coop.canut.node.NodeConfig;
import coop.canut.node.Secret;
import coop.canut.node.mail.Address;
import coop.canut.node.mail.Addresses;
import coop.canut.node.mail.Letters;
import coop.canut.node.member.Members;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.member.Sessions;
import coop.canut.node.member.SignInLetters;
import coop.canut.node.start.Start;
import coop.canut.node.store.Migrations;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Admits those who found a cooperative to a node that has not run yet, and opens its guided start. */
public final class LocalFounding {

    private LocalFounding() {
    }

    /**
     * Somebody who founds.
     *
     * @param address of mail, or null
     */
    public record Founder(String name, Address address, Set<Role> roles) {
    }

    /**
     * Somebody who was admitted.
     *
     * @param link the path of a link that signs a browser in once, within two days
     */
    public record Admitted(Person person, String link) {
    }

    /**
     * Admits them, in this order. Whoever has an address gets a letter there with the same link, once the node runs.
     *
     * @param language of the letters
     */
    public static List<Admitted> found(NodeConfig config, Identity identity, List<Founder> founders, String language) {
        try (OpenDatabase database = OpenDatabase.of(config)) {
            var world = database.world();
            var store = database.store();
            var members = new Members(world, config.host(), store);
            var sessions = new Sessions(world, store);
            var letters = new Letters(world, config, store, identity.pseudonymKey());
            var links = new SignInLetters(world, store, letters, new Addresses(world, store, letters));
            return database.get(opened -> {
                List<Admitted> admitted = new ArrayList<>();
                Future<Void> done = Migrations.apply(store);
                for (Founder founder : founders) {
                    done = done.compose(before -> members.admit(null, founder.name(), founder.roles(), null))
                        .compose(known -> link(sessions, links, known.person(), founder, language).map(link -> {
                            admitted.add(new Admitted(known.person(), "/sign-in/" + link.revealText()));
                            return null;
                        }));
                }
                return done.compose(all -> new Start(world, config.host(), store).open(store)).map(admitted);
            });
        }
    }

    private static Future<Secret> link(Sessions sessions, SignInLetters links, Person person, Founder founder, String language) {
        return founder.address() == null ? sessions.link(null, person.id())
            : links.welcome(person.id(), founder.address(), language);
    }
}
