package coop.canut.node.check;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.Supplier;

/** Long walks, one page of rows after the other, however many there are. */
final class Pages {

    /** Messages of one page: their proofs take about ten milliseconds. */
    static final int MESSAGES = 100;
    /** Rows of one page where nothing is proven. */
    static final int ROWS = 1_000;

    private Pages() {
    }

    /** Takes pages until one says that it was the last. A chain of futures would be as long as the walk. */
    static Future<Void> walk(Supplier<Future<Boolean>> page) {
        Promise<Void> done = Promise.promise();
        next(page, done);
        return done.future();
    }

    private static void next(Supplier<Future<Boolean>> page, Promise<Void> done) {
        page.get().onComplete(read -> {
            if (read.failed()) {
                done.fail(read.cause());
            } else if (read.result()) {
                next(page, done);
            } else {
                done.complete();
            }
        });
    }

    /** Does the work for one after the other. */
    static <T> Future<Void> each(Collection<T> all, Function<T, Future<Void>> work) {
        Iterator<T> left = all.iterator();
        return all.isEmpty() ? Future.succeededFuture() : walk(() -> work.apply(left.next()).map(done -> left.hasNext()));
    }
}
