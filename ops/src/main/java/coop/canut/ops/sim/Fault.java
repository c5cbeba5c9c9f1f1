package coop.canut.ops.sim;

import coop.canut.node.store.Passage.Step;

/** What is wrong with a node on purpose, from outside of its code: another statement goes in the place of one of its own. */
interface Fault {

    /** Nothing is wrong. */
    Fault NONE = (step, statement) -> statement;

    /** The statement that is sent. */
    String instead(Step step, String statement);
}
