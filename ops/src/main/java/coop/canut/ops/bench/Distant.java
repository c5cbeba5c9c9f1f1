package coop.canut.ops.bench;

import coop.canut.node.World;
import coop.canut.node.fetch.Network;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The real world, in which other nodes are a distance away: each request arrives so much later at their real servers, and each
 * answer so much later here. What goes over the line is counted, and what the node reaches is told.
 */
final class Distant implements World {

    /** What ends a line of HTTP, and stands between a header's name and its value. */
    private static final int BETWEEN = 2;

    private final World real;
    private final Network network;
    private final Consumer<String> reached;

    /** @param hop one way; @param bytes where they are counted; @param reached hears every point that the node reaches */
    Distant(World real, Duration hop, LongAdder bytes, Consumer<String> reached) {
        this.real = real;
        this.reached = reached;
        this.network = (to, request) -> {
            bytes.add(size(to, request));
            return after(hop).compose(there -> real.network().send(to, request))
                .compose(answer -> {
                    bytes.add(size(answer));
                    return after(hop).map(answer);
                });
        };
    }

    private Future<Void> after(Duration hop) {
        Promise<Void> promise = Promise.promise();
        real.after(hop, promise::complete);
        return promise.future();
    }

    private static long size(Host to, Network.Request request) {
        long headers = request.headers().entrySet().stream()
            .mapToLong(header -> header.getKey().length() + header.getValue().length() + 2 * BETWEEN).sum();
        return (request.method() + " " + request.path() + " HTTP/1.1\r\nHost: " + to + "\r\n\r\n").length() + headers
            + (request.body() == null ? 0 : request.body().length());
    }

    private static long size(Network.Answer answer) {
        long headers = answer.headers().entrySet().stream()
            .mapToLong(header -> header.getKey().length() + header.getValue().length() + 2 * BETWEEN).sum();
        return "HTTP/1.1 202 Accepted\r\n\r\n".length() + headers + answer.body().length();
    }

    @Override
    public Instant now() {
        return real.now();
    }

    @Override
    public byte[] random(int count) {
        return real.random(count);
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        return real.after(delay, action);
    }

    @Override
    public <T> Future<T> compute(Callable<T> sum) {
        return real.compute(sum);
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public void reached(String point) {
        reached.accept(point);
    }
}
