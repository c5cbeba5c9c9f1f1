package coop.canut.web.work;

import coop.canut.node.Rooms;
import coop.canut.node.work.Claim;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.ImageType;
import coop.canut.protocol.work.LeaseTimes;
import coop.canut.protocol.work.Template;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import coop.canut.web.work.Bench.Sheet;
import coop.canut.web.work.Bench.Typed;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The workbench: one unit at a time, and what can be done with it. */
public final class WorkPages {

    private static final String CLAIM = "/workbench/:claim";
    private static final String BENCH = "/workbench";
    /** Why a task may be stopped, in the order in which it is offered. */
    public static final List<String> CAUSES = List.of("stopped", "broken", "disturbing", "screened-out");
    /** What a message that could not be sent calls its members, and what they are called here. */
    private static final Map<String, String> FIELDS = Map.of("object.machineHelp", "help", "object.reason", "reason");
    /** Faults of a unit that is not shown any more stand above the page. */
    private static final Map<String, String> NOWHERE = Map.of("choice", "", "cause", "", "object.machineHelp", "",
        "object.reason", "");
    private static final Future<Answer> DONE = Future.succeededFuture(new Answer.Done());

    private final Rooms rooms;
    private final Bench bench;

    /** The pages over these rooms. */
    public WorkPages(Rooms rooms) {
        this.rooms = rooms;
        this.bench = new Bench(rooms);
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get(BENCH, Access.WORKER, this::bench);
        // Before the routes of one claim, whose name it could otherwise be.
        site.post(BENCH + "/return", Access.WORKER, Set.of(), this::giveAllBack);
        site.get(CLAIM + "/files/:sha256", Access.WORKER, this::file);
        site.post(CLAIM, Access.WORKER, Set.of("choice", "help"), this::answer);
        site.post(CLAIM + "/draft", Access.WORKER, Set.of("choice", "help"), this::keep);
        site.post(CLAIM + "/next", Access.WORKER, Set.of(), this::next);
        site.post(CLAIM + "/return", Access.WORKER, Set.of(), this::giveBack);
        site.post(CLAIM + "/stop", Access.WORKER, Set.of("cause", "reason"), this::stop);
    }

    /** The address of a listing's page. */
    public static String listing(ObjectUrl listing) {
        return "/tasks/" + listing.host() + "/" + listing.id();
    }

    /** The address of the workbench with a certain claim on it. */
    public static String bench(Claim claim) {
        return BENCH + "?claim=" + claim.id();
    }

    /** What is in the member's hands and can still be answered, the first due first. */
    private Future<List<Claim>> hand(Visit visit) {
        return rooms.tasks().open(visit.person()).map(open ->
            open.stream().filter(claim -> LeaseTimes.inTime(claim.due(), rooms.world().now())).toList());
    }

    private static Optional<Claim> find(List<Claim> hand, String claim) {
        return hand.stream().filter(each -> each.id().toString().equals(claim)).findFirst();
    }

    private Future<Answer> bench(Visit visit) {
        String asked = visit.query("claim");
        return hand(visit).compose(hand -> bench.page(visit, asked.isEmpty() ? hand.stream().findFirst().orElse(null)
            : find(hand, asked).orElseThrow(() -> new Refused(Problem.NOT_FOUND, "not in hand")), hand, Faults.NONE))
            .map(shown -> shown);
    }

    /** The bytes decide what a file is: another node's word for it is not believed. */
    private Future<Answer> file(Visit visit) {
        return rooms.files().read(visit.person().id(), visit.id("claim"), visit.sha256()).map(file -> {
            ImageType type = ImageType.of(file.bytes().getBytes())
                .orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no image"));
            return new Answer.Lent(type.mediaType(), file.bytes(), Duration.ofHours(1));
        });
    }

    /**
     * Hands the answer in. A script has the next unit already and only wants to know that it arrived; without one the node
     * opens another of the same listing when the member has none left.
     */
    private Future<Answer> answer(Visit visit) {
        Id id = visit.id("claim");
        Form form = visit.form();
        Future<Boolean> wantsNext = visit.wantsPart() ? Future.succeededFuture(false)
            : hand(visit).map(hand -> hand.stream().allMatch(claim -> claim.id().equals(id)));
        return wantsNext
            .compose(next -> rooms.claims().submit(visit.person(), id, ChoiceTemplate.answer(form.text("choice")),
                form.text("help"), next))
            .compose(handed -> visit.wantsPart() ? DONE : visit.did(BENCH, "answered"))
            .recover(error -> again(visit, form, Form.EMPTY, error));
    }

    /**
     * The unit once more, with what was typed and what is wrong with it. One whose time is over cannot be answered again: then
     * the reason stands above the next one, and a script, which has that one already, is told the reason alone.
     */
    private Future<Answer> again(Visit visit, Form typed, Form stop, Throwable error) {
        Id id = visit.id("claim");
        return visit.again(faults -> hand(visit).compose(hand -> {
            Optional<Claim> same = isOver(error) ? Optional.empty() : find(hand, id.toString());
            if (same.isPresent()) {
                var sheet = new Typed(typed, stop, faults.named(FIELDS));
                return visit.wantsPart() ? bench.part(visit, same.get(), sheet)
                    : bench.page(visit, same.get(), hand, sheet, Faults.NONE);
            }
            Claim other = hand.stream().filter(claim -> !claim.id().equals(id)).findFirst().orElse(null);
            return visit.wantsPart() ? Future.failedFuture(error) : bench.page(visit, other, hand, faults.named(NOWHERE));
        })).apply(hidden(error));
    }

    private static boolean isOver(Throwable error) {
        return error instanceof Refused refused && refused.problem() == Problem.CLAIM_OVER;
    }

    /** A claim of somebody else's is as little there as one that never was. */
    private static Throwable hidden(Throwable error) {
        return error instanceof Refused refused && refused.problem() == Problem.CLAIM_NOT_YOURS
            ? new Refused(Problem.NOT_FOUND, refused.detail()) : error;
    }

    private Future<Answer> keep(Visit visit) {
        return rooms.claims().keep(visit.person(), visit.id("claim"), Sheet.draft(visit.form()))
            .compose(kept -> DONE)
            .recover(error -> Future.failedFuture(hidden(error)));
    }

    /**
     * What comes after a claim: another one in hand, else one more of the same listing, so that two are in hand while there is
     * work. It takes a task, so it is no page to look at.
     */
    private Future<Answer> next(Visit visit) {
        Id id = visit.id("claim");
        return hand(visit).compose(hand -> hand.stream().filter(claim -> !claim.id().equals(id)).findFirst()
            .map(claim -> bench.next(visit, claim, hand))
            .orElseGet(() -> rooms.claims().another(visit.person(), id)
                .map(Optional::of)
                .recover(error -> error instanceof Refused && hidden(error) == error
                    ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(error))
                .compose(opened -> hand(visit).compose(now -> bench.next(visit, opened.orElse(null), now)))))
            .<Answer>map(shown -> shown)
            .recover(error -> Future.failedFuture(hidden(error)));
    }

    private Future<Answer> giveBack(Visit visit) {
        return rooms.claims().release(visit.person(), visit.id("claim"))
            .compose(returned -> visit.wantsPart() ? DONE : visit.did(BENCH, "returned", 1))
            .recover(error -> again(visit, null, Form.EMPTY, error));
    }

    private Future<Answer> giveAllBack(Visit visit) {
        return hand(visit).compose(hand -> {
            Future<Void> done = Future.succeededFuture();
            for (Claim claim : hand) {
                // One that is answered at this moment on another device is no longer there to be returned.
                done = done.compose(before -> rooms.claims().release(visit.person(), claim.id()))
                    .recover(error -> isOver(error) ? Future.succeededFuture() : Future.failedFuture(error));
            }
            return done.compose(all -> visit.did(BENCH, "returned", hand.size()));
        });
    }

    private Future<Answer> stop(Visit visit) {
        Form form = visit.form();
        String reason = form.text("reason");
        return rooms.claims().decline(visit.person(), visit.id("claim"), form.text("cause"), reason.isEmpty() ? null : reason)
            .compose(stopped -> visit.did(BENCH, "stopped"))
            .recover(error -> again(visit, null, form, error));
    }
}
