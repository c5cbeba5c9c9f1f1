package coop.canut.web.work;

import coop.canut.node.Rooms;
import coop.canut.node.work.Claim;
import coop.canut.node.work.Tasks.Session;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.work.Template;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes what the workbench shows out of claims. */
public final class Bench {

    /** From this severity on images are hidden until somebody wants to see them. */
    private static final long VEILED_FROM = 3;
    /** Nobody sits longer than this: what was done before is another day's work. */
    private static final Duration SITTING = Duration.ofHours(12);

    private final Rooms rooms;

    Bench(Rooms rooms) {
        this.rooms = rooms;
    }

    /**
     * The workbench.
     *
     * @param sheet  the unit, or null if nothing is in hand
     * @param faults what is wrong with something that is not shown any more
     */
    public record View(Page page, Sheet sheet, Sitting sitting, Faults faults) {
    }

    /**
     * A unit with all that is done with it.
     *
     * @param question     what is seen and asked
     * @param typed        what was chosen and written so far, and what is wrong with it
     * @param instructions of its listing, or null if they cannot be had any more
     * @param task         path of its listing's page
     * @param asksHelp     whether the listing wants to know which machine helped
     * @param mayVeil      whether it has images that are hard to look at
     * @param veiled       whether they are hidden now
     */
    public record Sheet(Page page, Claim claim, Question question, Typed typed, String instructions, String task,
                        boolean asksHelp, boolean mayVeil, boolean veiled) {

        /** Where its forms go. */
        public String path() {
            return "/workbench/" + claim.id();
        }

        /** A form as it is kept: a JSON object of texts. */
        static String draft(Form form) {
            return Template.input(Map.of("choice", form.text("choice"), "help", form.text("help")));
        }

        private static Form kept(String draft) {
            Map<String, String> texts = new HashMap<>();
            if (draft != null && Json.read(draft.getBytes(StandardCharsets.UTF_8), JsonLimits.API) instanceof Json.Obj kept) {
                kept.members().forEach((name, value) -> {
                    if (value instanceof Json.Text(String text)) {
                        texts.put(name, text);
                    }
                });
            }
            return Form.of(texts);
        }
    }

    /**
     * What was typed into a unit's forms.
     *
     * @param answer null if what was kept is to be shown
     * @param stop   why it should be stopped
     */
    public record Typed(Form answer, Form stop, Faults faults) {

        static final Typed NOTHING = new Typed(null, Form.EMPTY, Faults.NONE);
    }

    /**
     * What the member has done in this sitting and holds now.
     *
     * @param hourly what an hour of it pays; null before the first answer, and if it was done for several currencies
     * @param until  the last instant at which something in hand is due; null if nothing is
     */
    public record Sitting(Page page, Session done, Money hourly, int hand, Instant until) {
    }

    /** The unit that was prefetched, or null if there is none, and the sitting as it stands. */
    public record Next(Sheet sheet, Sitting sitting) {
    }

    /** The whole page; the claim is null if nothing is in hand. */
    Future<Answer.Shown> page(Visit visit, Claim claim, List<Claim> hand, Faults faults) {
        return page(visit, claim, hand, Typed.NOTHING, faults);
    }

    /** The whole page, with what was typed. */
    Future<Answer.Shown> page(Visit visit, Claim claim, List<Claim> hand, Typed typed, Faults faults) {
        Page page = visit.page(visit.words().text("nav.workbench")).with("work.js");
        return sitting(visit, page, hand).compose(sitting -> claim == null
            ? Future.succeededFuture(new Answer.Shown(200, "work/bench.jte", new View(page, null, sitting, faults)))
            : sheet(visit, page, claim, typed).map(sheet ->
                new Answer.Shown(200, "work/bench.jte", new View(page, sheet, sitting, faults))));
    }

    /** The unit alone, for a script. */
    Future<Answer.Shown> part(Visit visit, Claim claim, Typed typed) {
        return sheet(visit, visit.page(""), claim, typed).map(sheet -> new Answer.Shown(200, "work/sheet.jte", sheet));
    }

    /** A unit that a script keeps ready; the claim is null if there is none. */
    Future<Answer.Shown> next(Visit visit, Claim claim, List<Claim> hand) {
        Page page = visit.page("");
        return sitting(visit, page, hand).compose(sitting -> claim == null
            ? Future.succeededFuture(new Answer.Shown(200, "work/next.jte", new Next(null, sitting)))
            : sheet(visit, page, claim, Typed.NOTHING).map(sheet ->
                new Answer.Shown(200, "work/next.jte", new Next(sheet, sitting))));
    }

    private Future<Sitting> sitting(Visit visit, Page page, List<Claim> hand) {
        Instant longest = rooms.world().now().minus(SITTING);
        Instant begun = visit.session().begunAt().isAfter(longest) ? visit.session().begunAt() : longest;
        return rooms.tasks().session(visit.person(), begun).map(done -> new Sitting(page, done,
            done.price().size() == 1 && done.seconds() > 0 ? done.price().getFirst().hourly(done.seconds()) : null,
            hand.size(), hand.stream().map(Claim::due).max(Instant::compareTo).orElse(null)));
    }

    private Future<Sheet> sheet(Visit visit, Page page, Claim claim, Typed typed) {
        String path = "/workbench/" + claim.id() + "/files/";
        Template template = Template.read(claim.terms().template());
        Map<String, String> input = template.requireInput(claim.input(), claim.content());
        Question question = Question.of(template, input::get, name -> path + input.get(name));
        String task = WorkPages.listing(claim.terms().url());
        Typed shown = typed.answer() != null ? typed : new Typed(Sheet.kept(claim.draft()), typed.stop(), typed.faults());
        boolean revealed = visit.query("show").equals("yes");
        return rooms.board().listing(claim.terms().url()).map(detail -> {
            boolean hard = question.hasImage() && detail.posting().severity() >= VEILED_FROM;
            return new Sheet(page, claim, question, shown, detail.listing().content(), task,
                !detail.listing().machineHelp().equals("none"), hard, hard && !revealed);
        }).recover(error -> {
            if (!(error instanceof Refused refused) || refused.problem() != Problem.LISTING_NOT_FOUND) {
                return Future.failedFuture(error);
            }
            // Its cooperative may be held back meanwhile; what is in hand is still done and paid, and we assume the hardest.
            return Future.succeededFuture(new Sheet(page, claim, question, shown, null, task, true, question.hasImage(),
                question.hasImage() && !revealed));
        });
    }
}
