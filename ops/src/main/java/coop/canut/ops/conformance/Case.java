package coop.canut.ops.conformance;

import coop.canut.protocol.Problem;
import java.util.concurrent.Callable;

/**
 * One question to the node.
 *
 * @param name     which, such as {@code number-form/decimal}
 * @param expected a status, and the code of a problem if it is a refusal
 * @param asked    asks and gives the same form of what came back
 */
record Case(String name, String expected, Callable<String> asked) {

    /** A question that must be refused. */
    static Case refused(String name, Problem problem, Callable<Reply> asked) {
        return new Case(name, problem.status() + " " + problem.code(), () -> asked.call().verdict());
    }

    /** A question whose answer has this status, and is what the check says it must be. */
    static Case answered(String name, int status, Callable<Reply> asked, Check check) {
        return new Case(name, Integer.toString(status), () -> {
            Reply reply = asked.call();
            if (reply.status() == status) {
                check.of(reply);
            }
            return reply.verdict();
        });
    }

    /** Throws what is wrong with an answer. */
    @FunctionalInterface
    interface Check {
        /** @throws Exception if the answer is not what it must be */
        void of(Reply reply) throws Exception;

        /** Any answer will do. */
        Check NONE = reply -> { };
    }

    /** Asks; an answer that cannot be read is told as what was wrong with it. */
    Told ask() {
        try {
            return new Told(name, expected, asked.call());
        } catch (Exception wrong) {
            return new Told(name, expected, "not as it must be: " + wrong.getMessage());
        }
    }

    /** What was expected and what came. */
    record Told(String name, String expected, String got) {

        boolean holds() {
            return expected.equals(got);
        }
    }
}
