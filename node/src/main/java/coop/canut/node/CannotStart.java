package coop.canut.node;

/**
 * A node cannot be started as it was asked to, and a person has to change something first: a line of the configuration, a
 * file, a folder. The message is one whole sentence that says what was found, where, and what to do instead; it is printed
 * as it stands, without a stack trace. What goes wrong while a node runs is never this.
 */
public final class CannotStart extends RuntimeException {

    /** With the sentence for the person at the terminal. */
    public CannotStart(String sentence) {
        super(sentence, null, false, false);
    }

    /** With the sentence, and what the system said, for the log. */
    public CannotStart(String sentence, Throwable cause) {
        super(sentence, cause, false, false);
    }
}
