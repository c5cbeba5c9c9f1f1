package coop.canut.node.member;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import java.util.Set;

/**
 * Somebody who acts on this node.
 *
 * @param id       random, known inside this node only
 * @param name     as the cooperative calls this person
 * @param roles    may be none: of somebody who has left, or whose requester nobody has checked
 * @param isMember whether this is a member of the cooperative, on probation or in full; apart from the roles
 */
public record Person(Id id, String name, Set<Role> roles, boolean isMember) {

    /** Copies the roles. */
    public Person {
        roles = Set.copyOf(roles);
    }

    /** A person with these roles, of which all but that of a requester are for members. */
    public Person(Id id, String name, Set<Role> roles) {
        this(id, name, roles, roles.stream().anyMatch(role -> role != Role.REQUESTER));
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

    /** Refuses with {@code not-allowed} unless this person is a member. */
    public void requireMember() {
        if (!isMember) {
            throw new Refused(Problem.NOT_ALLOWED, "needs a member");
        }
    }
}
