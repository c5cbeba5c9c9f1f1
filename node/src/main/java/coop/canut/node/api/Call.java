package coop.canut.node.api;

import coop.canut.node.member.Person;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Name;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Function;

/** One request that came through the gate, and the ways to answer it. */
final class Call {

    static final String JSON = "application/json";
    static final String CSV = "text/csv";

    private final RoutingContext context;
    private final Person person;
    private final Map<String, Name> names;
    private final Parameters query;
    private final Body.Content content;

    Call(RoutingContext context, Person person, Map<String, Name> names, Parameters query, Body.Content content) {
        this.context = context;
        this.person = person;
        this.names = names;
        this.query = query;
        this.content = content;
    }

    /** Who asks; null on a route that is for anybody. */
    Person person() {
        return person;
    }

    /** The id in the path. */
    Id id() {
        return (Id) names.get("id");
    }

    /** The host in the path. */
    Host host() {
        return (Host) names.get("host");
    }

    /** The hash in the path. */
    Hash sha256() {
        return (Hash) names.get("sha256");
    }

    /** A variable of the path that may be any text. */
    String text(String variable) {
        return context.pathParam(variable);
    }

    /** The query's parameters. */
    Parameters query() {
        return query;
    }

    /** The body as it came. */
    Buffer body() {
        return content.bytes();
    }

    /** What a function reads from the body's object; a member that it does not ask for is {@code member-unknown}. */
    <T> T read(Function<Members, T> reader) {
        var members = new Members(content.object(), "");
        T read = reader.apply(members);
        members.done();
        return read;
    }

    /** Answers with an object. */
    Future<Void> ok(Builder object) {
        return json(200, object);
    }

    /** Answers that something was made. */
    Future<Void> created(Builder object) {
        return json(201, object);
    }

    /** Answers that it is done, and nothing more. */
    Future<Void> done() {
        return head(204).end();
    }

    /** Answers with bytes of a media type. */
    Future<Void> bytes(String mediaType, Buffer bytes) {
        return head(200).putHeader("Content-Type", mediaType).end(bytes);
    }

    /** Answers with a file to be kept, never to be shown in place. */
    Future<Void> file(String mediaType, String fileName, Buffer bytes) {
        return attached(mediaType, fileName).end(bytes);
    }

    /**
     * Answers with a file whose length nobody knows yet. Nothing is sent before its first chunk, so that a refusal may still
     * take its place; each chunk waits until the one before has left.
     *
     * @param writer gives its chunks to the function it is handed
     */
    Future<Void> stream(String mediaType, String fileName, Function<Function<Buffer, Future<Void>>, Future<?>> writer) {
        HttpServerResponse response = context.response();
        Runnable begin = () -> {
            if (!response.headWritten()) {
                attached(mediaType, fileName).setChunked(true);
            }
        };
        return writer.apply(chunk -> {
            begin.run();
            return response.write(chunk);
        }).compose(written -> {
            begin.run();
            return response.end();
        });
    }

    private HttpServerResponse attached(String mediaType, String fileName) {
        return head(200).putHeader("Content-Type", mediaType)
            .putHeader("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
    }

    private Future<Void> json(int status, Builder object) {
        return head(status).putHeader("Content-Type", JSON).end(object.build().text());
    }

    private HttpServerResponse head(int status) {
        return context.response().setStatusCode(status)
            .putHeader("X-Content-Type-Options", "nosniff").putHeader("Cache-Control", "private, no-store");
    }
}
