package coop.canut.node.fediverse;

import coop.canut.node.World;
import coop.canut.node.fediverse.DeliveryStore.Due;
import coop.canut.node.fetch.Network.Answer;
import coop.canut.node.store.Store;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings posts to inboxes: best effort, eight tries in two days, then it is dropped. One request is under way to a host, and a
 * few in all; a tick starts what is due and waits for nobody, so a slow server delays itself alone.
 */
final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    /** Requests under way to all hosts together. */
    static final int UNDER_WAY = 16;
    /** After the first failure, the second, …: 47 h 36 min in all, and nothing after the eighth. */
    static final List<Duration> PAUSES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30),
        Duration.ofHours(2), Duration.ofHours(6), Duration.ofHours(13), Duration.ofHours(26));
    /** Longer than two knocks may take; whoever took a row and died left it for then. */
    private static final Duration TAKEN_FOR = Duration.ofMinutes(1);
    private static final int ANSWER_BYTES = 65_536;
    private static final Set<Integer> GONE = Set.of(404, 410);
    /** As if it had been taken: there is nothing to say any more. */
    private static final Answer NOTHING = new Answer(204, "", 0, Map.of(), Buffer.buffer());

    private final World world;
    private final Host self;
    private final Store store;
    private final FollowerStore followers;
    private final NoteStore notes;
    private final Documents documents;
    private final SignedRequests requests;
    private final DeliveryStore deliveries = new DeliveryStore();
    /** Hosts to which a request is under way. */
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private boolean stopped;

    Deliveries(World world, Host self, Store store, FollowerStore followers, NoteStore notes, Documents documents,
               SignedRequests requests) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.followers = followers;
        this.notes = notes;
        this.documents = documents;
        this.requests = requests;
    }

    /** Starts what is due. */
    Future<Void> tick() {
        int free = UNDER_WAY - busy.size();
        if (free <= 0 || stopped) {
            return Future.succeededFuture();
        }
        Instant now = world.now();
        Instant until = now.plus(TAKEN_FOR);
        return deliveries.take(store, now, busy, until, free).map(due -> {
            due.forEach(each -> {
                String host = each.inbox().host().toString();
                busy.add(host);
                bring(each, until).onComplete(brought -> {
                    busy.remove(host);
                    if (brought.failed() && !stopped) {
                        LOG.warn("a post to {} waits: {}", host, String.valueOf(brought.cause().getMessage()));
                    }
                });
            });
            return null;
        });
    }

    /** Starts nothing any more. What is under way is found again at the next start. */
    void stop() {
        stopped = true;
    }

    /** Requests under way. */
    int underWay() {
        return busy.size();
    }

    /** How much has still to be brought. */
    Future<Long> waiting() {
        return deliveries.count(store);
    }

    private Future<Void> bring(Due due, Instant taken) {
        return words(due).compose(words -> words == null ? Future.succeededFuture(NOTHING)
                : requests.post(due.inbox(), Buffer.buffer(words.canonical()), ANSWER_BYTES))
            .transform(answer -> answered(due, taken, answer.succeeded() ? answer.result() : null));
    }

    /** What is to be said now; null when it has become nothing. */
    private Future<Json.Obj> words(Due due) {
        Instant now = world.second();
        if (due.verb().equals("accept")) {
            return followers.find(store, ForeignUrl.of(due.subject()))
                .map(found -> found.map(follower -> documents.accept(follower, world.newId(), now)).orElse(null));
        }
        return notes.find(store, self, Id.of(due.subject())).map(found -> found.stream().findFirst().map(note ->
            note.erased() ? documents.delete(note, now)
                : due.verb().equals("create") ? documents.create(note, now) : documents.update(note, now)).orElse(null));
    }

    private Future<Void> answered(Due due, Instant taken, Answer answer) {
        if (answer != null && (SignedRequests.taken(answer) || GONE.contains(answer.status()))) {
            return deliveries.done(store, due, taken);
        }
        String why = answer == null ? "no answer" : "status " + answer.status();
        if (due.tries() >= PAUSES.size()) {
            LOG.info("{} is not told of {} any more: {}", due.inbox().host(), due.subject(), why);
            return deliveries.done(store, due, taken);
        }
        LOG.debug("{} did not take {}: {}", due.inbox().host(), due.subject(), why);
        return deliveries.failed(store, due, taken, world.now().plus(PAUSES.get((int) due.tries())));
    }
}
