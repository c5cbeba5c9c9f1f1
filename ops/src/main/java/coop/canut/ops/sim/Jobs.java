package coop.canut.ops.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Does things side by side, and tells of each in the order in which they were asked for. */
final class Jobs {

    /** Results that wait for an earlier one hold a trace each, so only so many for each job are begun before it is told. */
    private static final int AHEAD = 4;

    private Jobs() {
    }

    /**
     * Does the work for each task; blocks until all is told.
     *
     * @param count of those that are under way at one time
     * @param tell  is called in this thread
     * @throws java.util.concurrent.CompletionException if the work throws; nothing is begun after that
     */
    static <T, R> void each(int count, Stream<T> tasks, Function<T, R> work, Consumer<R> tell) {
        Iterator<T> todo = tasks.iterator();
        Deque<CompletableFuture<R>> begun = new ArrayDeque<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            try {
                while (todo.hasNext() || !begun.isEmpty()) {
                    while (todo.hasNext() && begun.size() < count * AHEAD) {
                        T task = todo.next();
                        begun.add(CompletableFuture.supplyAsync(() -> work.apply(task), threads));
                    }
                    tell.accept(begun.remove().join());
                }
            } finally {
                begun.forEach(each -> each.cancel(false));
            }
        }
    }
}
