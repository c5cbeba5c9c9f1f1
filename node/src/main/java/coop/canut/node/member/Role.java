package coop.canut.node.member;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.util.Locale;

/** What a person may do on this node. Roles add up; none contains another. */
public enum Role {
    /** Takes tasks and is paid for them. */
    WORKER,
    /** Publishes work in the name of a requester, reviews and exports the answers. */
    REQUESTER,
    /** Records deposits and sees the ledger. */
    TREASURER,
    /** Admits people and states how this node stands to its peers. */
    STEWARD,
    /** Keeps the minutes. */
    SECRETARY;

    /** Whether members are put into it for a term: treasurer, steward and secretary. */
    public boolean isOffice() {
        return this != WORKER && this != REQUESTER;
    }

    /** The word in the store and in the API, such as {@code worker}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of a word; any other word is {@code field-wrong}. */
    public static Role of(String code) {
        for (Role role : values()) {
            if (role.code().equals(code)) {
                return role;
            }
        }
        throw new Refused(Problem.FIELD_WRONG, "not a role");
    }
}
