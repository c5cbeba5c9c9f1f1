package coop.canut.node.check;

/**
 * Something that must never be, and is.
 *
 * @param invariant its number: {@code I-01} to {@code I-23} of ATTACKS.md 4.2, {@code I6} and {@code I7} of COOPERATIVE.md
 *                  2.2, {@code P1} to {@code P8} of DESIGN.md 2, {@code W-37} of ATTACKS.md for what members decided
 * @param sentence  what is wrong, naming the row
 */
public record Finding(String invariant, String sentence) {

    /** Number and sentence, as a person reads them. */
    @Override
    public String toString() {
        return invariant + " " + sentence;
    }
}
