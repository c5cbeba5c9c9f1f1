package coop.canut.ops.bench;

import java.util.List;

/**
 * One line of the table.
 *
 * @param what     was measured
 * @param measured the number with its unit
 * @param beside   the number that it is set against, or a dash
 * @param ratio    of the two, or a dash
 * @param goal     what was to be reached, or a dash
 * @param reached  whether it was; null where there is no goal
 * @param method   sentences: how it was measured, and how far it scattered
 * @param why      the likely reason, in a sentence, if the goal was missed
 */
record Measured(String what, String measured, String beside, String ratio, String goal, Boolean reached,
                List<String> method, String why) {

    static final String NONE = "–";

    /** The line as Markdown. */
    String line() {
        return "| " + String.join(" | ", what, measured, beside, ratio, goal,
            reached == null ? NONE : reached ? "yes" : "**no**") + " |";
    }

    /** How it was measured, and why it lost if it did. */
    String explained() {
        return String.join(" ", method) + (reached == null || reached ? "" : " Likely reason for missing the goal: " + why);
    }
}
