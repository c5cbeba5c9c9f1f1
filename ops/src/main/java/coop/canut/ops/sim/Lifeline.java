package coop.canut.ops.sim;

import coop.canut.node.store.Passage;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Between one life of a node and its database. One transaction, or one statement by itself, is under way at a time, so that
 * their order is the same whenever the seed is; and the life may end at any point: before a statement is sent, or after its
 * answer came and before anybody was told. What is under way then is never answered.
 */
final class Lifeline implements Passage {

    private final Pulse pulse;
    private final Fault fault;
    private final BooleanSupplier awaited;
    private final Runnable speech;
    private final Runnable death;
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private boolean taken;
    private boolean ended;
    private int outside;
    private int pointsLeft = Integer.MAX_VALUE;
    private boolean tooEarly;
    private boolean doomed;
    private String last = "";
    private long statements;
    private boolean claimed;
    private boolean acknowledged;

    /**
     * @param awaited whether a person waits to be told that something is done
     * @param speech is called before each statement
     * @param death  is called once when the life ends here
     */
    Lifeline(Pulse pulse, Fault fault, BooleanSupplier awaited, Runnable speech, Runnable death) {
        this.pulse = pulse;
        this.fault = fault;
        this.awaited = awaited;
        this.speech = speech;
        this.death = death;
    }

    @Override
    public <T> Future<T> pass(Step step, String statement, Function<String, Future<T>> send) {
        Promise<T> answer = Promise.promise();
        if (ended) {
            return answer.future();
        }
        outside++;
        pulse.out();
        speech.run();
        if (step == Step.WITHIN || step == Step.COMMIT || step == Step.ROLLBACK) {
            send(step, statement, send, answer);
        } else {
            turns.add(() -> send(step, statement, send, answer));
            next();
        }
        return answer.future();
    }

    private void next() {
        if (!taken && !turns.isEmpty()) {
            taken = true;
            turns.poll().run();
        }
    }

    private <T> void send(Step step, String statement, Function<String, Future<T>> send, Promise<T> answer) {
        point("before " + statement);
        if (ended) {
            return;
        }
        statements++;
        claimed |= statement.contains("insert into claim ");
        acknowledged |= statement.contains("update channel set acknowledged");
        last = statement;
        if (step == Step.COMMIT && (doomed || tooEarly && awaited.getAsBoolean())) {
            // Nor does it commit anything after that: the connection would make the earlier one good.
            doomed = true;
            answered(step, statement, Future.succeededFuture(), answer);
            return;
        }
        send.apply(fault.instead(step, statement)).onComplete(done -> answered(step, statement, done, answer));
    }

    private <T> void answered(Step step, String statement, AsyncResult<T> done, Promise<T> answer) {
        if (ended) {
            return;
        }
        point("after " + statement);
        if (ended) {
            return;
        }
        if (done.succeeded()) {
            answer.complete(done.result());
        } else {
            answer.fail(done.cause());
        }
        if (!ended && (step == Step.ALONE || step == Step.COMMIT || step == Step.ROLLBACK
                || step == Step.BEGIN && done.failed())) {
            taken = false;
            next();
        }
        if (!ended) {
            outside--;
            pulse.back(1);
        }
    }

    /** A point at which the life may end. */
    void point(String name) {
        if (!ended && --pointsLeft <= 0) {
            end(name);
        }
    }

    /**
     * The life ends so many points from now; 1 is the next. One that answers before it commits ends when it next tells a person
     * that something is done. To a peer it could say nothing false: our nodes read what they answer a peer after the commit.
     */
    void endAfter(int points) {
        tooEarly = points != Integer.MAX_VALUE && fault.commitsLate();
        pointsLeft = tooEarly ? Integer.MAX_VALUE : points;
    }

    /** Ends the life at once. */
    void end(String where) {
        if (ended) {
            return;
        }
        ended = true;
        last = where;
        turns.clear();
        int gone = outside;
        outside = 0;
        death.run();
        pulse.back(gone);
    }

    /** Whether it has answered what it has not committed, and dies of it. */
    boolean isDoomed() {
        return doomed && !ended;
    }

    boolean isEnded() {
        return ended;
    }

    /** The last statement that was sent, or where the life ended. */
    String last() {
        return last.lines().findFirst().orElse("").strip();
    }

    long statements() {
        return statements;
    }

    /** Whether a claim was opened since the last call. */
    boolean tookClaim() {
        boolean took = claimed;
        claimed = false;
        return took;
    }

    /** Whether an acknowledgement was booked since the last call. */
    boolean tookAcknowledgement() {
        boolean took = acknowledged;
        acknowledged = false;
        return took;
    }
}
