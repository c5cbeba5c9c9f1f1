package coop.canut.node.decision;

import java.util.Locale;

/** How much agreement an act needs; which act is of which class, and what a class asks, say the statutes. */
public enum Majority {
    /** What comes up every month: fees, floors, peers, resolutions. */
    ORDINARY,
    /** What touches a person, or all of the cooperative's money. */
    SPECIAL,
    /** What changes how decisions are made. */
    CONSTITUTIONAL;

    /** The word in the store and on forms. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
