package coop.canut.node.fetch;

import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Sends requests to other nodes over HTTP. */
public final class PeerClient implements Network {

    /** From the first byte sent to the last byte read (F-57): a drip of bytes is no answer. */
    static final Duration DEADLINE = Duration.ofSeconds(10);
    static final int CONNECT_MILLIS = 3_000;
    static final int IDLE_SECONDS = 30;
    /** Connections to one peer; one batch is in flight per stream. */
    static final int CONNECTIONS = 8;
    static final int HTTPS_PORT = 443;

    private final Vertx vertx;
    private final Map<Host, InetSocketAddress> addressBook;
    private final HttpClient plain;
    private final HttpClient secure;

    public PeerClient(Vertx vertx, Map<Host, InetSocketAddress> addressBook) {
        this.vertx = vertx;
        this.addressBook = Map.copyOf(addressBook);
        var pool = new PoolOptions().setHttp1MaxSize(CONNECTIONS);
        this.plain = vertx.createHttpClient(options(), pool);
        this.secure = vertx.createHttpClient(options().setSsl(true).setVerifyHost(true), pool);
    }

    private static HttpClientOptions options() {
        return new HttpClientOptions()
            .setConnectTimeout(CONNECT_MILLIS).setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setKeepAlive(true).setPipelining(false).setDecompressionSupported(false)
            .setMaxRedirects(0).setTcpNoDelay(true);
    }

    @Override
    public Future<Answer> send(Host to, Request request) {
        Promise<Answer> promise = Promise.promise();
        long timer = vertx.setTimer(DEADLINE.toMillis(), late -> promise.tryFail(to + " did not answer in time"));
        exchange(to, request, promise.future()).onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.succeeded()) {
                promise.tryComplete(done.result());
            } else {
                promise.tryFail(done.cause());
            }
        });
        return promise.future();
    }

    /** @param given the answer as the caller sees it: when it is given up, the connection is of no use to anybody */
    private Future<Answer> exchange(Host to, Request request, Future<Answer> given) {
        return address(to).compose(target -> {
            var options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setHost(to.toString()).setPort(target.ssl ? HTTPS_PORT : target.address.port())
                .setServer(target.address).setURI(request.path()).setSsl(target.ssl)
                .setFollowRedirects(false);
            return (target.ssl ? secure : plain).request(options).compose(outgoing -> {
                given.onFailure(late -> outgoing.connection().close());
                request.headers().forEach(outgoing::putHeader);
                Buffer body = request.body();
                return (body == null ? outgoing.send() : outgoing.send(body))
                    .compose(answer -> read(answer, request.maxBytes()));
            });
        });
    }

    /** Where a host is reached: an address literal, so that no name is resolved a second time (F-52). */
    private record Target(SocketAddress address, boolean ssl) {
    }

    private Future<Target> address(Host to) {
        InetSocketAddress known = addressBook.get(to);
        if (known != null) {
            String literal = known.getAddress().getHostAddress();
            return Future.succeededFuture(new Target(SocketAddress.inetSocketAddress(known.getPort(), literal), false));
        }
        return vertx.executeBlocking(() -> {
            List<InetAddress> addresses = Arrays.asList(InetAddress.getAllByName(to.toString()));
            for (InetAddress address : addresses) {
                PublicAddress.require(address);
            }
            return new Target(SocketAddress.inetSocketAddress(HTTPS_PORT, addresses.getFirst().getHostAddress()), true);
        }, false);
    }

    private static Future<Answer> read(HttpClientResponse answer, int maxBytes) {
        Promise<Answer> promise = Promise.promise();
        if (answer.getHeader("Content-Encoding") != null) {
            return Future.failedFuture("the answer is coded");
        }
        Buffer body = Buffer.buffer();
        answer.handler(chunk -> {
            if (body.length() + chunk.length() > maxBytes) {
                answer.handler(null);
                promise.tryFail("the answer is longer than " + maxBytes + " bytes");
            } else {
                body.appendBuffer(chunk);
            }
        });
        answer.exceptionHandler(promise::tryFail);
        answer.endHandler(end -> {
            Map<String, String> headers = new HashMap<>();
            answer.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
            promise.tryComplete(new Answer(answer.statusCode(), headers.getOrDefault("content-type", ""),
                seconds(headers.get("retry-after")), headers, body));
        });
        return promise.future();
    }

    private static long seconds(String retryAfter) {
        return retryAfter != null && retryAfter.matches("[0-9]{1,6}") ? Long.parseLong(retryAfter) : 0;
    }
}
