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
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Sends requests to other nodes over HTTP. A host that stands in the address book is reached there; every other one by the
 * addresses of its name, looked up once for each request: if any of them is not public nobody is connected to, else the
 * connection goes to the very address that was looked at.
 */
public final class PeerClient implements Network {

    /** From the first byte sent to the last byte read (F-57): a drip of bytes is no answer. */
    static final Duration DEADLINE = Duration.ofSeconds(10);
    static final int CONNECT_MILLIS = 3_000;
    static final int IDLE_SECONDS = 30;
    /** Connections to one peer; one batch is in flight per stream. */
    static final int CONNECTIONS = 8;
    /** Requests to one host that are under way or wait for a connection: what asks for more is told to come back (F-60). */
    static final int UNDER_WAY = 64;
    /** Bytes of an answer's first line and of all its headers. */
    static final int LINE_BYTES = 4_096;
    static final int HEADER_BYTES = 8_192;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,10}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

    private final Vertx vertx;
    private final Map<Host, InetSocketAddress> addressBook;
    private final Outside outside;
    private final HttpClient plain;
    private final HttpClient secure;
    /** Hosts with requests under way, and how many; empty when nothing is. */
    private final Map<Host, Integer> underWay = new ConcurrentHashMap<>();

    /** @param addressBook hosts that are reached by plain HTTP at a fixed address, as nodes on one machine are */
    public PeerClient(Vertx vertx, Map<Host, InetSocketAddress> addressBook) {
        this(vertx, addressBook, Outside.INTERNET);
    }

    PeerClient(Vertx vertx, Map<Host, InetSocketAddress> addressBook, Outside outside) {
        this.vertx = vertx;
        this.addressBook = Map.copyOf(addressBook);
        this.outside = outside;
        var pool = new PoolOptions().setHttp1MaxSize(CONNECTIONS);
        this.plain = vertx.createHttpClient(options(), pool);
        this.secure = vertx.createHttpClient(
            options().setSsl(true).setVerifyHost(true).setTrustAll(false).setTrustOptions(outside.trust()), pool);
    }

    private static HttpClientOptions options() {
        return new HttpClientOptions()
            .setConnectTimeout(CONNECT_MILLIS).setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setKeepAlive(true).setPipelining(false).setDecompressionSupported(false)
            .setMaxInitialLineLength(LINE_BYTES).setMaxHeaderSize(HEADER_BYTES)
            .setMaxRedirects(0).setTcpNoDelay(true);
    }

    @Override
    public Future<Answer> send(Host to, Request request) {
        if (underWay.merge(to, 1, Integer::sum) > UNDER_WAY) {
            ended(to);
            return Future.failedFuture(UNDER_WAY + " requests to " + to + " are under way");
        }
        return withinDeadline(to, request).onComplete(done -> ended(to));
    }

    private void ended(Host to) {
        underWay.computeIfPresent(to, (host, count) -> count == 1 ? null : count - 1);
    }

    private Future<Answer> withinDeadline(Host to, Request request) {
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
                .setHost(to.toString()).setPort(target.address.port())
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
            InetAddress[] addresses = outside.names().of(to.toString());
            for (InetAddress address : addresses) {
                outside.rule().require(address);
            }
            return new Target(SocketAddress.inetSocketAddress(outside.port(), addresses[0].getHostAddress()), true);
        }, false);
    }

    private static Future<Answer> read(HttpClientResponse answer, int maxBytes) {
        if (answer.getHeader("Content-Encoding") != null) {
            return Future.failedFuture("the answer is coded");
        }
        String length = answer.getHeader("Content-Length");
        if (length != null && (!LENGTH.matcher(length).matches() || Long.parseLong(length) > maxBytes)) {
            return Future.failedFuture("an answer of " + maxBytes + " bytes at most was asked for");
        }
        Promise<Answer> promise = Promise.promise();
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
            answer.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
            promise.tryComplete(new Answer(answer.statusCode(), headers.getOrDefault("content-type", ""),
                seconds(headers.get("retry-after")), headers, body));
        });
        return promise.future();
    }

    private static long seconds(String retryAfter) {
        return retryAfter != null && SECONDS.matcher(retryAfter).matches() ? Long.parseLong(retryAfter) : 0;
    }
}
