package coop.canut.web.publish;

import coop.canut.node.Rooms;
import coop.canut.node.member.Requester;
import coop.canut.node.publish.Contents.Stored;
import coop.canut.node.publish.Draft;
import coop.canut.node.publish.Drafts.Saved;
import coop.canut.node.publish.Items;
import coop.canut.node.publish.Preview;
import coop.canut.node.publish.Quote;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.work.Template.As;
import coop.canut.web.look.PayScale;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import coop.canut.web.page.Visit;
import coop.canut.web.page.Words;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Puts the page of a draft together: what was typed, what it would become, what it would cost and what is wrong with it. */
final class Drafting {

    /** Rows that can be looked at as tasks. */
    static final int ROWS = 20;
    /** Rows of the table of items. */
    private static final int TABLE_ROWS = 5;
    private static final List<String> STEPS = List.of("what", "items", "terms", "fund");
    /** While the members have agreed on no floor nothing can be published, and still a price has to be of something. */
    private static final String NO_CURRENCY = "EUR";

    private final Rooms rooms;

    Drafting(Rooms rooms) {
        this.rooms = rooms;
    }

    /**
     * How a draft is looked at.
     *
     * @param row    the task to show, from 1
     * @param chosen the choice that was tried, or -1
     * @param all    whether to tell what is missing, too
     * @param told   what came to light while it was sent, by field, in sentences
     * @param bad    rows of a file that was sent which have to be mended, or null
     */
    record Look(int row, int chosen, boolean all, Map<String, String> told, Editing.Bad bad) {
    }

    /**
     * A draft as it was read.
     *
     * @param items their beginning; null if there are none
     */
    record Read(Saved saved, DraftForm form, Preview items, Draft draft, String currency) {
    }

    /** Reads a draft, with what is needed of its items. */
    Future<Read> read(Words words, Requester requester, Saved saved) {
        var form = new DraftForm(words, saved.fields());
        return items(requester, saved).compose(items -> image(requester, saved, form, items).map(image -> {
            String currency = currency(form);
            String template = form.template(items, image == null ? null : image.data().getBytes());
            return new Read(saved, form, items, form.draft(template, items == null ? null : saved.items(), currency), currency);
        }));
    }

    private Future<Preview> items(Requester requester, Saved saved) {
        return saved.items() == null ? Future.succeededFuture()
            : rooms.items().preview(requester, saved.items(), ROWS).recover(Drafting::noneIfGone);
    }

    private Future<Stored> image(Requester requester, Saved saved, DraftForm form, Preview items) {
        String cell = form.exampleImage(items);
        return cell == null ? Future.succeededFuture()
            : rooms.items().image(requester, saved.items(), cell).recover(Drafting::noneIfGone);
    }

    private static <T> Future<T> noneIfGone(Throwable error) {
        return error instanceof Refused refused && Set.of(Problem.NOT_FOUND, Problem.LISTING_NOT_FOUND)
            .contains(refused.problem()) ? Future.succeededFuture() : Future.failedFuture(error);
    }

    private PolicyEnacted policy() {
        return rooms.policies().current().policy();
    }

    private String currency(DraftForm form) {
        List<String> currencies = currencies();
        return currencies.contains(form.text("currency")) ? form.text("currency")
            : currencies.isEmpty() ? NO_CURRENCY : currencies.getFirst();
    }

    private List<String> currencies() {
        return policy().payFloor().stream().map(Money::currency).toList();
    }

    /** The page. */
    Future<Editing> editing(Visit visit, Requester requester, Saved saved, Look look) {
        return read(visit.words(), requester, saved).compose(read -> rooms.listings().quote(requester, read.draft())
            .map(quote -> editing(visit, read, quote, look)));
    }

    private Editing editing(Visit visit, Read read, Quote quote, Look look) {
        Words words = visit.words();
        DraftForm form = read.form();
        var findings = new Findings(words, form, quote);
        look.told().forEach((field, what) -> {
            if (field.equals("file") || !form.wrong().containsKey(field)) {
                findings.add(field, what);
            }
        });
        least(read).filter(least -> read.draft().price().compareTo(least) < 0)
            .ifPresent(least -> findings.add("price", words.text("publish.wrong.price", least)));
        var cost = new Editing.Cost(quote, policy().feePermille(), policy().fundPermille());
        String title = form.text("title");
        Page page = visit.page(title.isEmpty() ? words.text("publish.untitled") : title).with("publish.js").of("/batches");
        return new Editing(page, read.saved().id(), read.saved().changedAt(), Form.of(read.saved().fields()),
            findings.faults(look.all()),
            new Editing.What(parts(read), form.parts().size() < DraftForm.PARTS, form.choices()),
            uploaded(read), bad(look, findings), preview(read, look),
            new Editing.Terms(peers(visit, form), currencies(), read.currency(), scale(words, read, quote)),
            cost, open(words, findings), steps(findings, cost));
    }

    private static List<Editing.Open> open(Words words, Findings findings) {
        return findings.open().stream().map(each -> new Editing.Open(each.field(),
            words.text("publish." + (each.field().isEmpty() ? "all" : Findings.stem(each.field()))),
            each.isWrong() ? each.what() : null)).toList();
    }

    private static List<Editing.Step> steps(Findings findings, Editing.Cost cost) {
        return STEPS.stream().map(step -> new Editing.Step(step,
            findings.open().stream().filter(each -> each.step().equals(step)).count(),
            !step.equals("fund") || cost.isKnown())).toList();
    }

    private static List<Editing.Part> parts(Read read) {
        return read.form().parts().stream().map(part -> new Editing.Part(part.number(), part.name(), part.as() == As.IMAGE,
            part.from())).toList();
    }

    private static Editing.Uploaded uploaded(Read read) {
        Preview items = read.items();
        return items == null ? null : new Editing.Uploaded(items.count(), items.columns(),
            items.rows().subList(0, Math.min(TABLE_ROWS, items.rows().size())), items.files().size());
    }

    private static Editing.Bad bad(Look look, Findings findings) {
        return look.bad() != null ? look.bad() : findings.rows().isEmpty() ? null
            : new Editing.Bad(findings.rows().stream().map(row -> new Editing.Row(row.line(), row.what(), null)).toList(), null);
    }

    private static Editing.Preview preview(Read read, Look look) {
        DraftForm form = read.form();
        int rows = read.items() == null ? 0 : read.items().rows().size();
        int row = Math.clamp(look.row(), 1, Math.max(1, rows));
        List<String> cells = DraftForm.cells(read.items(), row);
        List<Editing.Seen> seen = new ArrayList<>();
        for (DraftForm.Part part : form.parts()) {
            String cell = cells == null ? null : DraftForm.cell(read.items(), cells, part);
            boolean image = part.as() == As.IMAGE;
            seen.add(new Editing.Seen(part.name(), image ? null : cell, image && cell != null
                ? "/publish/" + read.saved().id() + "/image?name=" + URLEncoder.encode(cell.strip(), StandardCharsets.UTF_8)
                : image ? "" : null));
        }
        return new Editing.Preview(seen, form.text("ask"), form.choices(), row, rows,
            look.chosen() < form.choices().size() ? look.chosen() : -1);
    }

    /** Our own members, then those of every cooperative that may take our work. */
    private List<Editing.Peer> peers(Visit visit, DraftForm form) {
        Host self = rooms.config().host();
        List<Host> chosen = form.audience();
        return Stream.concat(Stream.of(self), rooms.peers().known().stream().filter(host -> !host.equals(self))
                .filter(host -> rooms.peers().level(host) == Level.CLAIM).sorted())
            .map(host -> new Editing.Peer(host, visit.mark(host), chosen.contains(host))).toList();
    }

    /** The smallest price for the time that an answer takes; empty as long as there is no price, no time or no floor. */
    private Optional<Money> least(Read read) {
        long seconds = read.draft().estimatedSeconds();
        return read.draft().price() == null || seconds < 1 ? Optional.empty()
            : rooms.policies().current().payFloor(read.currency()).map(floor -> floor.forSeconds(seconds));
    }

    private Editing.Scale scale(Words words, Read read, Quote quote) {
        Draft draft = read.draft();
        Money floor = rooms.policies().current().payFloor(read.currency()).orElse(null);
        if (floor == null) {
            return null;
        }
        Money hourly = quote.hourly();
        boolean below = hourly != null && !draft.price().meetsHourly(floor, draft.estimatedSeconds());
        String says = hourly == null ? words.text("publish.scale.unknown", words.hourly(floor))
            : words.text(below ? "publish.scale.below" : "publish.scale.is", draft.price(),
                words.duration(draft.estimatedSeconds()), words.hourly(hourly), words.hourly(floor));
        return new Editing.Scale(PayScale.svg(floor, hourly, words.text("publish.scale.floor", floor),
            hourly == null ? "" : words.hourly(hourly), says), says);
    }
}
