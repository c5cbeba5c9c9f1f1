package coop.canut.web.publish;

import coop.canut.node.Rooms;
import coop.canut.node.member.Requester;
import coop.canut.node.publish.Drafts.Saved;
import coop.canut.node.publish.ItemSet;
import coop.canut.node.publish.Items;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Form;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import coop.canut.web.page.Words;
import coop.canut.web.publish.Drafting.Look;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Writing a batch and publishing it: one page, one form, every button of which keeps what was typed. */
public final class PublishPages {

    /** Bytes of the form with the largest file, and of what is typed beside it. */
    private static final int FORM_BYTES = Items.ARCHIVE_BYTES + 524_288;

    /** Where a button leads back to: the step that it stands in. */
    private static final Set<String> ANCHORS = Set.of("what", "items", "terms", "fund", "preview");

    private final Rooms rooms;
    private final Drafting drafting;

    /** The pages over these rooms. */
    public PublishPages(Rooms rooms) {
        this.rooms = rooms;
        this.drafting = new Drafting(rooms);
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.post("/batches/new", Access.REQUESTER, Set.of(), by(this::begin));
        site.get("/publish/:draft", Access.REQUESTER, by(this::show));
        site.upload("/publish/:draft", Access.REQUESTER, FORM_BYTES, DraftForm.FIELDS, by(this::act));
        site.post("/publish/:draft/discard", Access.REQUESTER, Set.of(), by(this::discard));
        site.get("/publish/:draft/image", Access.REQUESTER, by(this::image));
    }

    private Site.Use by(BiFunction<Visit, Requester, Future<Answer>> use) {
        return visit -> rooms.members().requesterOf(visit.person()).compose(requester -> use.apply(visit, requester));
    }

    private Future<Answer> begin(Visit visit, Requester requester) {
        return rooms.drafts().begin(requester, DraftForm.fresh(visit.words(), visit.person().name(),
                rooms.policies().current().policy().payFloor(), rooms.world().now()))
            .compose(draft -> Answer.to("/publish/" + draft.id()));
    }

    private Future<Answer> show(Visit visit, Requester requester) {
        var look = new Look(number(visit.query("row"), 1), number(visit.query("try"), -1), false, Map.of(), null);
        return rooms.drafts().find(requester, visit.id("draft"))
            .compose(saved -> drafting.editing(visit, requester, saved, look))
            .compose(editing -> Answer.page("publish/draft.jte", editing));
    }

    private static int number(String text, int otherwise) {
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    private Future<Answer> discard(Visit visit, Requester requester) {
        return rooms.drafts().discard(requester, visit.id("draft")).compose(gone -> visit.did("/batches", "discarded"));
    }

    private Future<Answer> image(Visit visit, Requester requester) {
        return rooms.drafts().find(requester, visit.id("draft")).compose(saved -> {
            if (saved.items() == null) {
                throw new Refused(Problem.NOT_FOUND, "no items");
            }
            return rooms.items().image(requester, saved.items(), visit.query("name"));
        }).map(image -> new Answer.Bytes(image.mediaType(), image.data(), false));
    }

    /** What is typed is saved before anything else, so that it is there whatever comes of the button. */
    private Future<Answer> act(Visit visit, Requester requester) {
        Map<String, String> typed = typed(visit.form());
        Id draft = visit.id("draft");
        return rooms.drafts().save(requester, draft, typed).transform(result -> result.succeeded()
            ? upload(visit, requester, result.result())
            // What is too long to be kept is shown all the same.
            : rooms.drafts().find(requester, draft).compose(before -> again(visit, requester,
                new Saved(draft, typed, before.items(), before.changedAt()), false, PublishPages::ofTheForm)
                .apply(result.cause())));
    }

    private static Map<String, String> typed(Form form) {
        Map<String, String> typed = DraftForm.saved(form.texts(), form.all("audience"));
        String pressed = form.text("do");
        if (pressed.equals("add")) {
            IntStream.range(0, DraftForm.PARTS).mapToObj(i -> "shown." + i).filter(name -> !typed.containsKey(name)).findFirst()
                .ifPresent(name -> typed.put(name, ""));
        } else if (pressed.startsWith("remove.")) {
            String number = pressed.substring("remove".length());
            typed.keySet().removeAll(Set.of("shown" + number, "as" + number, "column" + number));
        }
        return typed;
    }

    /** A refusal to keep something is about a field of ours, or about all of them together. */
    private static Map<String, String> ofTheForm(Map<String, String> faults) {
        Map<String, String> told = new LinkedHashMap<>();
        faults.forEach((field, what) -> told.put(field.equals("fields") ? "" : field, what));
        return told;
    }

    private Future<Answer> upload(Visit visit, Requester requester, Saved saved) {
        Form.Upload file = visit.form().upload("file");
        if (file == null) {
            return press(visit, requester, saved);
        }
        byte[] bytes = file.bytes().getBytes();
        boolean zip = bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
        return (zip ? rooms.items().uploadArchive(requester, bytes, List.of())
            : rooms.items().upload(requester, bytes, List.of())).transform(read -> read.failed()
                ? again(visit, requester, saved, false, faults -> ofTheFile(visit.words(), read.cause())).apply(read.cause())
                : read.result().id() == null ? mend(visit, requester, saved, read.result())
                : use(visit, requester, saved, read.result()));
    }

    /** A refusal of a file is about all of it, about a line, or about a file inside it. */
    private static Map<String, String> ofTheFile(Words words, Throwable error) {
        var refused = (Refused) error;
        String at = refused.field() == null ? "" : refused.field();
        String what = words.problem(refused);
        return Map.of("file", refused.problem() == Problem.FIELD_WRONG ? words.text("publish.wrong.file")
            : at.isEmpty() || at.equals("items") || at.equals("file") ? what
            : at.matches("line [0-9]{1,9}") ? words.text("publish.rows.line", Long.parseLong(at.substring(5)), what)
            : words.text("publish.file.named", at, what));
    }

    private Future<Answer> mend(Visit visit, Requester requester, Saved saved, ItemSet set) {
        Words words = visit.words();
        var text = new StringBuilder(set.head());
        List<Editing.Row> rows = new ArrayList<>();
        set.problems().forEach(row -> {
            text.append("\r\n").append(row.text());
            rows.add(new Editing.Row(row.line(), words.text("publish.row." + row.code()), row.text()));
        });
        // The mark at its beginning tells spreadsheets that this is UTF-8.
        String file = "data:text/csv;charset=utf-8;base64," + Base64.getEncoder().encodeToString(
            ("\ufeff" + text + "\r\n").getBytes(StandardCharsets.UTF_8));
        var look = new Look(row(visit), -1, false, Map.of("file", words.text("publish.rows.bad", rows.size())),
            new Editing.Bad(rows, file));
        return shown(visit, requester, saved, look, Problem.CSV_ROW_WRONG.status()).map(page -> page);
    }

    private Future<Answer> use(Visit visit, Requester requester, Saved saved, ItemSet set) {
        return rooms.drafts().useItems(requester, saved.id(), set.id())
            .compose(used -> rooms.items().preview(requester, set.id(), 1))
            .compose(items -> rooms.drafts().save(requester, saved.id(),
                Matching.matched(new DraftForm(visit.words(), saved.fields()), saved.fields(), items)))
            .compose(matched -> visit.form().text("do").equals("publish") ? publish(visit, requester, matched)
                : Answer.to("/publish/" + saved.id() + "?did=items&n=" + set.rows() + "#items"));
    }

    private Future<Answer> press(Visit visit, Requester requester, Saved saved) {
        String pressed = visit.form().text("do");
        String path = "/publish/" + saved.id() + "?row=";
        return pressed.equals("publish") ? publish(visit, requester, saved)
            : pressed.startsWith("row.") ? Answer.to(path + number(pressed.substring(4), 1) + "#preview")
            : pressed.equals("try") ? Answer.to(path + row(visit) + "&try=" + number(visit.form().text("try"), -1) + "#preview")
            : Answer.to(path + row(visit) + "#" + (ANCHORS.contains(pressed) ? pressed : "shown"));
    }

    private static int row(Visit visit) {
        return number(visit.form().text("row"), 1);
    }

    private Future<Answer> publish(Visit visit, Requester requester, Saved saved) {
        return drafting.read(visit.words(), requester, saved).compose(read -> {
            read.form().requireWhole();
            return rooms.listings().publish(requester, read.draft(), saved.id());
        }).compose(progress -> visit.did("/batches/" + progress.id(), "published"))
            .recover(again(visit, requester, saved, true, faults -> Map.of()));
    }

    private Function<Throwable, Future<Answer>> again(Visit visit, Requester requester, Saved saved, boolean all,
                                                      UnaryOperator<Map<String, String>> told) {
        return visit.again(faults -> shown(visit, requester, saved,
            new Look(row(visit), -1, all, told.apply(faults.byField()), null), 0));
    }

    private Future<Answer.Shown> shown(Visit visit, Requester requester, Saved saved, Look look, int status) {
        return drafting.editing(visit, requester, saved, look)
            .map(editing -> new Answer.Shown(status, "publish/draft.jte", editing));
    }
}
