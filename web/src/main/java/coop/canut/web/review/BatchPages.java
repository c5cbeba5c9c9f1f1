package coop.canut.web.review;

import coop.canut.node.Rooms;
import coop.canut.node.member.Requester;
import coop.canut.node.peer.Notice;
import coop.canut.node.publish.Drafts.Saved;
import coop.canut.node.publish.Frozen;
import coop.canut.node.publish.Pace;
import coop.canut.node.publish.Progress;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** The batches of a requester, and how each of them stands. */
public final class BatchPages {

    /** Batches of one page. */
    private static final int PAGE = 20;
    private static final List<State> STATES = List.of(State.OPEN, State.PAUSED, State.WITHDRAWN, State.CLOSED);

    private final Rooms rooms;

    /** The pages over these rooms. */
    public BatchPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/batches", Access.REQUESTER, by(rooms, this::all));
        site.get("/batches/:id", Access.REQUESTER, by(rooms, this::one));
        site.get("/live/batches/:id", Access.REQUESTER, by(rooms, this::live));
        site.post("/batches/:id/state", Access.REQUESTER, Set.of("state", "reason"), by(rooms, this::change));
        site.get("/batches/:id/files/:sha256", Access.REQUESTER, by(rooms, (visit, requester) ->
            rooms.contents().file(requester, visit.id("id"), visit.sha256())
                .map(file -> new Answer.Bytes(file.mediaType(), file.data(), false))));
    }

    /** A route that needs to know in whose name somebody asks. */
    static Site.Use by(Rooms rooms, BiFunction<Visit, Requester, Future<Answer>> use) {
        return visit -> rooms.members().requesterOf(visit.person()).compose(requester -> use.apply(visit, requester));
    }

    /**
     * Everything that a requester has here.
     *
     * @param balance what is paid in and not set aside, by currency
     * @param older   last id of the page, if there may be more; or null
     */
    public record All(Page page, List<Money> balance, List<DraftLine> drafts, List<BatchLine> batches, boolean isFirst,
                      Id older) {
    }

    /** A draft. @param title may be empty */
    public record DraftLine(Id id, String title, Instant savedAt) {
    }

    /** A batch. @param parts of its bar */
    public record BatchLine(Progress progress, Parts parts) {
    }

    private Future<Answer> all(Visit visit, Requester requester) {
        String before = visit.query("before");
        Id last = before.isEmpty() ? null : Id.of(before);
        return rooms.ledger().prepaid(requester.id()).compose(balance -> rooms.drafts().mine(requester).compose(drafts ->
            rooms.listings().recent(requester, last, PAGE).compose(batches -> Answer.page("review/batches.jte",
                new All(visit.page(visit.words().text("batches.title")), balance, drafts.stream().map(BatchPages::line).toList(),
                    batches.stream().map(progress -> new BatchLine(progress, Parts.of(visit.words(), progress))).toList(),
                    last == null, batches.size() < PAGE ? null : batches.getLast().id())))));
    }

    private static DraftLine line(Saved draft) {
        return new DraftLine(draft.id(), draft.fields().getOrDefault("title", "").strip(), draft.changedAt());
    }

    /**
     * How a batch stands.
     *
     * @param hourly    what an hour was to pay by the estimate
     * @param floor     the least that an hour should pay; null if there is none in its currency
     * @param isSlow    whether the answers take so long that an hour pays less than that
     * @param states    that it may change to
     * @param notices   of cooperatives whose members can take no tasks of it although it was offered to them
     * @param form      what was typed, if it was refused
     */
    public record One(Page page, Progress progress, Frozen frozen, Pace pace, Parts parts, Money hourly, Money floor,
                      boolean isSlow, List<State> states, List<Notice> notices, Form form, Faults faults) {
    }

    private Future<Answer> one(Visit visit, Requester requester) {
        return one(visit, requester, Faults.NONE).map(shown -> visit.wantsPart()
            ? new Answer.Shown(200, "review/standing.jte", shown.view()) : shown);
    }

    private Future<Answer.Shown> one(Visit visit, Requester requester, Faults faults) {
        Id id = visit.id("id");
        return rooms.listings().progress(requester, id).compose(progress ->
            rooms.listings().frozen(requester, id).compose(frozen -> rooms.listings().pace(requester, id).compose(pace ->
            notices(progress).map(notices -> {
                Money floor = rooms.policies().current().payFloor(progress.price().currency()).orElse(null);
                boolean slow = floor != null && pace.hourly() != null
                    && !progress.price().meetsHourly(floor, Math.max(1, pace.medianSeconds()));
                return new Answer.Shown(200, "review/batch.jte", new One(visit.page(progress.title()).lively(), progress, frozen,
                    pace, Parts.of(visit.words(), progress), frozen.price().hourly(frozen.estimatedSeconds()), floor, slow,
                    next(progress.state()), notices, visit.form(), faults));
            }))));
    }

    private Future<List<Notice>> notices(Progress progress) {
        return progress.state().isFinal() ? Future.succeededFuture(List.of()) : rooms.ties().ofListing(progress.id());
    }

    private static List<State> next(State now) {
        return now.isFinal() ? List.of() : STATES.stream().filter(state -> state != now).toList();
    }

    private Future<Answer> live(Visit visit, Requester requester) {
        Id id = visit.id("id");
        // Asked once now, so that another's batch is not found before a stream begins.
        return rooms.listings().progress(requester, id).map(found -> new Answer.Listening("batch " + id, () ->
            rooms.listings().progress(requester, id).map(BatchPages::version)));
    }

    private static String version(Progress progress) {
        return progress.state().code() + " " + progress.slots() + " " + progress.waiting() + " " + progress.accepted() + " "
            + progress.proposed() + " " + progress.owed();
    }

    private Future<Answer> change(Visit visit, Requester requester) {
        State state = STATES.stream().filter(each -> each.code().equals(visit.form().text("state"))).findFirst().orElse(null);
        return state == null ? again(visit, requester, new Faults(Map.of("state", visit.words().text("batch.state.choose"))))
            : rooms.listings().changeState(requester, visit.id("id"), state, visit.form().text("reason"))
                .compose(changed -> visit.did("/batches/" + visit.id("id"), "state." + state.code()))
                .recover(visit.again(faults -> one(visit, requester, faults)));
    }

    private Future<Answer> again(Visit visit, Requester requester, Faults faults) {
        return one(visit, requester, faults).map(shown -> new Answer.Shown(422, shown.template(), shown.view()));
    }
}
