package coop.canut.web.page;

import coop.canut.node.Secret;
import coop.canut.node.member.Person;
import coop.canut.node.member.Sessions.Session;
import coop.canut.node.quota.Quotas;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Name;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One request that came through the gate. */
public final class Visit {

    private final Site site;
    private final RoutingContext context;
    private final Session session;
    private final Secret secret;
    private final Words words;
    private final Map<String, Name> names;
    private final Form form;

    Visit(Site site, RoutingContext context, Session session, Secret secret, Words words, Map<String, Name> names, Form form) {
        this.site = site;
        this.context = context;
        this.session = session;
        this.secret = secret;
        this.words = words;
        this.names = names;
        this.form = form;
    }

    /** Who asks; null on a route for anyone if nobody is signed in. */
    public Person person() {
        return session == null ? null : session.person();
    }

    /** The session; null if nobody is signed in. */
    public Session session() {
        return session;
    }

    /** The reader's language. */
    public Words words() {
        return words;
    }

    /** An id in the path: {@code :id}, {@code :draft}, {@code :claim}. */
    public Id id(String variable) {
        return (Id) names.get(variable);
    }

    /** The host in the path. */
    public Host host() {
        return (Host) names.get("host");
    }

    /** The hash in the path. */
    public Hash sha256() {
        return (Hash) names.get("sha256");
    }

    /** A variable of the path that may be any text. */
    public String variable(String name) {
        return context.pathParam(name);
    }

    /** A parameter of the query, or an empty text. Twice the same is {@code field-wrong}. */
    public String query(String name) {
        List<String> values = query(context, name);
        if (values.size() > 1) {
            throw Refused.at(Problem.FIELD_WRONG, name, "stands twice");
        }
        return values.isEmpty() ? "" : Form.requireText(values.getFirst()).strip();
    }

    /** What stands in the query under this name; {@code text-invalid} if the query is none. */
    static List<String> query(RoutingContext context, String name) {
        try {
            return context.queryParam(name);
        } catch (HttpException | IllegalArgumentException notEncoded) {
            throw new Refused(Problem.TEXT_INVALID, "a broken escape in the query");
        }
    }

    /** The address of a cooperative's woven mark; a plain one while we know no keys of it. */
    public String mark(Host host) {
        return site.mark(host);
    }

    /** What the browser says it is. */
    public String browser() {
        return String.valueOf(context.request().getHeader("User-Agent"));
    }

    /** Refuses with {@code too-many} whoever asks more often than a stranger may. Somebody who is signed in is none. */
    public void requireRoom(Quotas quotas) {
        if (session == null) {
            quotas.asks(context.request());
        }
    }

    /** The whole address of a page of ours, as the reader's browser has it. */
    public String whole(String path) {
        return context.request().scheme() + "://" + context.request().getHeader("Host") + path;
    }

    /** What was typed. */
    public Form form() {
        return form;
    }

    /** Whether a script asks for a part of the page and not for all of it. */
    public boolean wantsPart() {
        return context.request().headers().contains("HX-Request");
    }

    /** What stands around a page with this title. */
    public Page page(String title) {
        return new Page(title, words, context.request().path(), person(), secret == null ? "" : site.token(secret),
            site.assets(), site.home(), told(), chosen(), List.of(), false);
    }

    private String chosen() {
        String lang = query("lang");
        return Words.LANGUAGES.contains(lang) ? lang : null;
    }

    /** A redirect carries one of our own sentences and a number; nothing else can be made to appear. */
    private String told() {
        String key = "did." + query("did");
        String count = query("n");
        return words.has(key) ? words.text(key, count.matches("[0-9]{1,9}") ? Long.parseLong(count) : 0L) : null;
    }

    /** Leads on by GET, telling there in the sentence {@code did.<key>} what was done. */
    public Future<Answer> did(String path, String key) {
        return Answer.to(path + (path.contains("?") ? "&" : "?") + "did=" + key);
    }

    /** The same with a number in the sentence. */
    public Future<Answer> did(String path, String key, long count) {
        return Answer.to(path + (path.contains("?") ? "&" : "?") + "did=" + key + "&n=" + count);
    }

    /**
     * Shows a form again that was refused, with what was typed; what is no refusal goes on as it is.
     *
     * @param again makes the page from what is wrong
     */
    public Function<Throwable, Future<Answer>> again(Function<Faults, Future<Answer.Shown>> again) {
        return error -> error instanceof Refused refused && refused.problem().status() < 500
                && refused.problem() != Problem.NOT_FOUND && refused.problem() != Problem.NOT_ALLOWED
            ? again.apply(Faults.of(words, refused)).map(shown ->
                new Answer.Shown(refused.problem().status(), shown.template(), shown.view()))
            : Future.failedFuture(error);
    }
}
