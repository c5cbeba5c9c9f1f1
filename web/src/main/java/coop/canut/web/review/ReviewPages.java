package coop.canut.web.review;

import coop.canut.node.Rooms;
import coop.canut.node.member.Requester;
import coop.canut.node.publish.Frozen;
import coop.canut.node.publish.Progress;
import coop.canut.node.publish.Reviews;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reviewing answers: many are accepted at a time; each rejection has its own page, for it is about somebody's pay. */
public final class ReviewPages {

    /** Answers of one page: what one can look through without losing the thread. */
    private static final int PAGE = 60;
    /** In the order in which they are offered. */
    private static final List<String> REASONS = List.of("wrong", "incomplete", "off-instructions", "spam");

    private final Rooms rooms;

    /** The pages over these rooms. */
    public ReviewPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/batches/:id/review", Access.REQUESTER, BatchPages.by(rooms, this::waiting));
        site.post("/batches/:id/accept", Access.REQUESTER, Set.of("answer+"), BatchPages.by(rooms, this::accept));
        site.post("/batches/:id/accept-all", Access.REQUESTER, Set.of(), BatchPages.by(rooms, this::acceptAll));
        site.get("/answers/:id/reject", Access.REQUESTER, BatchPages.by(rooms, this::rejection));
        site.post("/answers/:id/reject", Access.REQUESTER, Set.of("batch", "reason", "text", "by"),
            BatchPages.by(rooms, this::reject));
    }

    /**
     * Answers that wait.
     *
     * @param all    what accepting everything that waits would pay
     * @param did    what was just accepted, in a sentence; or null
     * @param after  last id of the page, if there may be more; or null
     * @param marked ids that were ticked when accepting them was refused
     */
    public record Waiting(Page page, Progress progress, List<Answered> answers, Money all, String did, Id after, boolean isFirst,
                          Set<String> marked, Faults faults) {
    }

    private Future<Answer> waiting(Visit visit, Requester requester) {
        return waiting(visit, requester, Faults.NONE).map(shown -> shown);
    }

    private Future<Answer.Shown> waiting(Visit visit, Requester requester, Faults faults) {
        Id batch = visit.id("id");
        String after = visit.query("after");
        Id last = after.isEmpty() ? null : Id.of(after);
        return rooms.listings().progress(requester, batch).compose(progress -> rooms.listings().frozen(requester, batch)
            .compose(frozen -> rooms.reviews().waiting(requester, batch, last, PAGE).map(answers ->
                new Answer.Shown(200, "review/review.jte", new Waiting(
                    visit.page(visit.words().text("review.title")).with("review.js"), progress,
                    answers.stream().map(answer -> Answered.of(batch, frozen, answer)).toList(),
                    progress.price().times(progress.waiting()), did(visit, progress),
                    answers.size() < PAGE ? null : answers.getLast().answerId(), last == null,
                    Set.copyOf(visit.form().all("answer")), faults)))));
    }

    /** A redirect carries two numbers, and nothing else can be made to appear. */
    private static String did(Visit visit, Progress progress) {
        String accepted = visit.query("accepted");
        String paid = visit.query("paid");
        return !accepted.matches("[0-9]{1,9}") || !paid.matches("[0-9]{1,12}") ? null : visit.words().text("review.accepted",
            Long.parseLong(accepted), Money.of(Long.parseLong(paid), progress.price().currency()));
    }

    private Future<Answer> accept(Visit visit, Requester requester) {
        List<Id> answers = new ArrayList<>();
        visit.form().all("answer").forEach(answer -> answers.add(Id.of(answer)));
        if (answers.isEmpty()) {
            return waiting(visit, requester, new Faults(Map.of("", visit.words().text("review.none.marked"))))
                .map(shown -> new Answer.Shown(Problem.FIELD_MISSING.status(), shown.template(), shown.view()));
        }
        return rooms.reviews().accept(requester, visit.id("id"), answers).compose(done -> accepted(visit, done))
            .recover(visit.again(faults -> waiting(visit, requester, faults.named(Map.of("answers", "")))));
    }

    private Future<Answer> acceptAll(Visit visit, Requester requester) {
        return rooms.reviews().acceptAll(requester, visit.id("id")).compose(done -> accepted(visit, done));
    }

    private static Future<Answer> accepted(Visit visit, Reviews.Accepted done) {
        return Answer.to("/batches/" + visit.id("id") + "/review?accepted=" + done.accepted() + "&paid=" + done.paid().amount());
    }

    /**
     * An answer that may be rejected.
     *
     * @param isOpen   whether it waits for a review
     * @param lapsesAt by when a decision has to be made, in favour of the worker without one
     */
    public record Rejection(Page page, Id batch, String title, Answered answer, boolean isOpen, Money price, long days,
                            Instant lapsesAt, List<String> reasons, Form form, Faults faults) {
    }

    private Future<Answer> rejection(Visit visit, Requester requester) {
        return rejection(visit, requester, batch(visit.query("batch")),
            Form.of(Map.of("by", visit.person().name())), Faults.NONE).map(shown -> shown);
    }

    private Future<Answer.Shown> rejection(Visit visit, Requester requester, Id batch, Form form, Faults faults) {
        return rooms.listings().progress(requester, batch).compose(progress -> rooms.listings().frozen(requester, batch)
            .compose(frozen -> rooms.reviews().answer(requester, batch, visit.id("id")).map(answer ->
                new Answer.Shown(200, "review/reject.jte", new Rejection(
                    visit.page(visit.words().text("reject.title")).of("/batches"), batch, progress.title(),
                    Answered.of(batch, frozen, answer), answer.state().equals("submitted"),
                    frozen.price(), frozen.rejectionDays(), lapses(frozen), REASONS, form, faults)))));
    }

    private Instant lapses(Frozen frozen) {
        return rooms.world().second().plus(frozen.rejectionDays(), ChronoUnit.DAYS);
    }

    private Future<Answer> reject(Visit visit, Requester requester) {
        Form form = visit.form();
        Id batch = batch(form.text("batch"));
        // Whether it is of this batch, and the batch of this requester, is the first question.
        return rooms.reviews().answer(requester, batch, visit.id("id"))
            .compose(found -> rooms.reviews().reject(requester, visit.id("id"), form.text("reason"), form.text("text"),
                form.text("by")))
            .compose(lapsesAt -> visit.did("/batches/" + batch + "/review", "rejected"))
            .recover(visit.again(faults -> rejection(visit, requester, batch, form, faults.named(Map.of("answer", "")))));
    }

    private static Id batch(String text) {
        try {
            return Id.of(text);
        } catch (Refused notAnId) {
            throw new Refused(Problem.NOT_FOUND, notAnId.detail());
        }
    }
}
