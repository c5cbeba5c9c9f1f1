package coop.canut.web.page;

import coop.canut.node.member.Person;
import coop.canut.node.member.Role;

/** Who may use a route; {@code MEMBER} is for members whatever their roles, {@code PEOPLE} for everybody who is signed in. */
public enum Access {
    ANYONE(null), PEOPLE(null), MEMBER(null), WORKER(Role.WORKER), REQUESTER(Role.REQUESTER), TREASURER(Role.TREASURER),
    STEWARD(Role.STEWARD);

    private final Role role;

    Access(Role role) {
        this.role = role;
    }

    /**
     * Whether somebody who is signed in may; null stands for somebody who is not. {@code MEMBER} is whoever is more than a
     * requester; who may vote and propose is asked of the roll, where it is done.
     */
    public boolean allows(Person person) {
        return this == ANYONE || person != null && (role == null || person.is(role)) && (this != MEMBER || person.isMember());
    }
}
