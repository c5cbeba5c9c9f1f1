package coop.canut.protocol;

/**
 * A refusal on its way out: this node will not do what was asked, and repeating the request changes nothing. It
 * carries a {@link Problem}, which may be shown to anybody, and a detail, which is for our own log only because it may
 * quote what the other side sent.
 *
 * <p>It has no stack trace: refusing is ordinary work, an attacker can cause any number of them, and the problem and
 * the detail say where it came from. Bugs are other exceptions and keep their traces.
 */
public final class Refused extends RuntimeException {
    private final Problem problem;
    private final String field;
    private final String detail;

    /**
     * A refusal of the whole input.
     *
     * @param detail what was wrong, for the log; never shown to the other side
     */
    public Refused(Problem problem, String detail) {
        this(problem, null, detail);
    }

    private Refused(Problem problem, String field, String detail) {
        super(problem.code() + (field == null ? "" : " at " + field) + ": " + detail, null, false, false);
        this.problem = problem;
        this.field = field;
        this.detail = detail;
    }

    /** A refusal because of one member of a message or one field of a form, named by its path as in {@code a.b[2]}. */
    public static Refused at(Problem problem, String field, String detail) {
        return new Refused(problem, field, detail);
    }

    /** What to answer. */
    public Problem problem() {
        return problem;
    }

    /** The member or form field at fault, or null if it is the input as a whole. */
    public String field() {
        return field;
    }

    /** What was wrong, for our own log; never shown to the other side. */
    public String detail() {
        return detail;
    }
}
