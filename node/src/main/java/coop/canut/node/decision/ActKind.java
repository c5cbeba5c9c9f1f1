package coop.canut.node.decision;

import static coop.canut.node.decision.Majority.CONSTITUTIONAL;
import static coop.canut.node.decision.Majority.ORDINARY;
import static coop.canut.node.decision.Majority.SPECIAL;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.util.Locale;

/** The kinds of acts: the word in the store, the class that they usually have, and whether they are about a person. */
public enum ActKind {
    SET_PAY_FLOOR(ORDINARY, false), SET_FEE(ORDINARY, false), SET_FUND(ORDINARY, false), SET_CAPS(ORDINARY, false),
    ADMIT_PEER(ORDINARY, false), LIMIT_PEER(ORDINARY, false), END_PEER(ORDINARY, false),
    ADMIT_MEMBER(ORDINARY, true), EXCLUDE_MEMBER(SPECIAL, true), ELECT(ORDINARY, true), RECALL(SPECIAL, true),
    ALLOCATE_SURPLUS(SPECIAL, false), AMEND_STATUTES(CONSTITUTIONAL, false), RESOLVE(ORDINARY, false),
    /** Nobody proposes it: see {@link Act.Restate}. */
    RESTATE(ORDINARY, false);

    private final Majority usual;
    private final boolean aboutPerson;

    ActKind(Majority usual, boolean aboutPerson) {
        this.usual = usual;
        this.aboutPerson = aboutPerson;
    }

    /** The class of such an act unless the statutes say another. */
    public Majority usual() {
        return usual;
    }

    /** Whether it is about a person, so that a vote on it may be secret. */
    public boolean isAboutPerson() {
        return aboutPerson;
    }

    /** Whether it is a decision against somebody, which names who answers for it. */
    public boolean isAdverse() {
        return this == EXCLUDE_MEMBER || this == RECALL;
    }

    /** The word, such as {@code set-pay-floor}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of a word; {@code not-found} for any other, and for what nobody can propose. */
    public static ActKind proposed(String code) {
        for (ActKind kind : values()) {
            if (kind.code().equals(code) && kind != RESTATE) {
                return kind;
            }
        }
        throw new Refused(Problem.NOT_FOUND, "no act " + code);
    }
}
