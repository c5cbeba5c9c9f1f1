package coop.canut.node.member;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import java.util.Set;

/**
 * Somebody who acts on this node.
 *
 * @param id    random, known inside this node only
 * @param name  as the cooperative calls this person
 * @param roles at least one
 */
public record Person(Id id, String name, Set<Role> roles) {

    /** Copies the roles. */
    public Person {
        roles = Set.copyOf(roles);
    }

    /** Whether this person has the role. */
    public boolean is(Role role) {
        return roles.contains(role);
    }

    /** Refuses with {@code not-allowed} unless this person has the role. */
    public void require(Role role) {
        if (!is(role)) {
            throw new Refused(Problem.NOT_ALLOWED, "needs the role " + role.code());
        }
    }
}
