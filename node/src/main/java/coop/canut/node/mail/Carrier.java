package coop.canut.node.mail;

import io.vertx.core.Future;

/** Whoever takes letters away. */
interface Carrier {

    /** What became of a try. It never fails: what went wrong is told apart by whose trouble it is. */
    sealed interface Outcome {

        /** It was taken, and is on its way. */
        record Taken() implements Outcome { }

        /**
         * This letter was not taken, and others may be.
         *
         * @param forGood whether the same letter will never be taken
         * @param said    what the server said, one line
         */
        record Refusal(boolean forGood, String said) implements Outcome { }

        /** Nothing goes now, whatever the letter: the server does not answer, or does not let us in. */
        record Trouble(String said) implements Outcome { }
    }

    /** Takes a letter away, or says why not. */
    Future<Outcome> carry(Written letter);

    /** Ends its connections. */
    Future<Void> close();
}
