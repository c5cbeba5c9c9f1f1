package coop.canut.web.review;

import coop.canut.node.Rooms;
import coop.canut.node.member.Requester;
import coop.canut.node.publish.Progress;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import coop.canut.web.money.MoneyForm;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/** What a requester pays beside the price: money set aside with a batch, and bonuses for its accepted answers. */
public final class BonusPages {

    /** Accepted answers that are offered. */
    private static final int SHOWN = 100;

    private final Rooms rooms;

    /** The pages over these rooms. */
    public BonusPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/batches/:id/bonuses", Access.REQUESTER, BatchPages.by(rooms, (visit, requester) ->
            bonuses(visit, requester, Faults.NONE).map(shown -> shown)));
        site.post("/batches/:id/top-up", Access.REQUESTER, Set.of("amount", "form"), BatchPages.by(rooms, this::topUp));
        site.post("/batches/:id/bonuses", Access.REQUESTER, Set.of("answer", "bonus", "amount", "reason"),
            BatchPages.by(rooms, this::grant));
    }

    /**
     * What may be given.
     *
     * @param aside   what is set aside for bonuses
     * @param answers accepted ones, by worker
     * @param topUp   id that the form for setting aside brings along
     * @param bonus   the same of the form for a bonus
     */
    public record View(Page page, Progress progress, Money aside, List<Answered> answers, Id topUp, Id bonus, Form form,
                       Faults faults) {
    }

    private Future<Answer.Shown> bonuses(Visit visit, Requester requester, Faults faults) {
        Id batch = visit.id("id");
        return rooms.listings().progress(requester, batch).compose(progress ->
            rooms.listings().frozen(requester, batch).compose(frozen -> rooms.money().given().aside(requester, batch)
            .compose(aside -> rooms.reviews().answers(requester, batch, "accepted", null, SHOWN).map(answers ->
                new Answer.Shown(200, "review/bonuses.jte", new View(visit.page(visit.words().text("bonuses.title"))
                    .of("/batches"), progress, aside, answers.stream().map(answer -> Answered.of(batch, frozen, answer))
                    .toList(), rooms.world().newId(), rooms.world().newId(), visit.form(), faults))))));
    }

    private Future<Answer> topUp(Visit visit, Requester requester) {
        Id batch = visit.id("id");
        Form form = visit.form();
        return rooms.listings().progress(requester, batch).compose(progress -> rooms.money().given().topUp(requester, batch,
                MoneyForm.id(form, "form"), MoneyForm.amount(form, progress.price().currency())))
            .compose(done -> visit.did("/batches/" + batch + "/bonuses", "bonuses.aside"))
            .recover(visit.again(faults -> bonuses(visit, requester, faults)));
    }

    private Future<Answer> grant(Visit visit, Requester requester) {
        Id batch = visit.id("id");
        Form form = visit.form();
        return rooms.listings().progress(requester, batch).compose(progress -> rooms.money().given().grant(visit.person(),
                requester, MoneyForm.id(form, "answer"), MoneyForm.id(form, "bonus"),
                MoneyForm.amount(form, progress.price().currency()), form.text("reason")))
            .compose(done -> visit.did("/batches/" + batch + "/bonuses", "bonuses.given"))
            .recover(visit.again(faults -> bonuses(visit, requester, faults)));
    }
}
