package coop.canut.ops.sim;

import coop.canut.node.store.Passage.Step;
import java.util.List;

/** What is wrong with all nodes of a town on purpose, from outside of their code. */
interface Fault {

    /** Nothing is wrong. */
    Fault NONE = (step, statement) -> statement;

    /** The statement that goes to the server in the place of the node's own. */
    String instead(Step step, String statement);

    /** Statements by which a database loses what would stand in the way, such as a constraint. */
    default List<String> loosened() {
        return List.of();
    }

    /** Whether a commit is reported before it is made, so that a death soon after undoes what was answered. */
    default boolean commitsLate() {
        return false;
    }
}
