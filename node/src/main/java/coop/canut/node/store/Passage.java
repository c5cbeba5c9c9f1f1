package coop.canut.node.store;

import io.vertx.core.Future;
import java.util.function.Function;

/**
 * What everything that a store says to its server goes through. A node's own lets it go; a simulator sees there what is under
 * way, and can end a node's life between any two statements, or after a commit and before anybody was told.
 */
@FunctionalInterface
public interface Passage {

    /** Lets everything go at once. */
    Passage FREE = new Passage() {
        @Override
        public <T> Future<T> pass(Step step, String statement, Function<String, Future<T>> send) {
            return send.apply(statement);
        }
    };

    /** Where a statement stands: by itself, or in a transaction, of which only one part is under way at a time. */
    enum Step {
        /** A statement by itself. */
        ALONE,
        /** A connection is taken and a transaction begun. */
        BEGIN,
        /** A statement of the transaction. */
        WITHIN,
        /** The transaction's end. */
        COMMIT,
        /** The transaction's end, without effect. */
        ROLLBACK
    }

    /**
     * Sends a statement on its way.
     *
     * @param statement its text; {@code begin}, {@code commit} and {@code rollback} for the three that have none
     * @param send      sends this text, or another in its place
     * @return the server's answer
     */
    <T> Future<T> pass(Step step, String statement, Function<String, Future<T>> send);
}
