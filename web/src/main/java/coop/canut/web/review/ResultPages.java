package coop.canut.web.review;

import coop.canut.node.Rooms;
import coop.canut.node.member.Requester;
import coop.canut.node.publish.Frozen;
import coop.canut.node.publish.Progress;
import coop.canut.node.publish.Reviews;
import coop.canut.protocol.name.Id;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import coop.canut.web.work.Question;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a batch brought: the first of it to look at, all of it to take away. */
public final class ResultPages {

    /** Accepted answers that are shown. */
    private static final int SHOWN = 100;

    private final Rooms rooms;

    /** The pages over these rooms. */
    public ResultPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/batches/:id/results", Access.REQUESTER, BatchPages.by(rooms, this::results));
        site.get("/batches/:id/results.csv", Access.REQUESTER, BatchPages.by(rooms, (visit, requester) ->
            Future.succeededFuture(new Answer.Streamed("text/csv; charset=utf-8", visit.id("id") + ".csv",
                out -> rooms.exports().csv(requester, visit.id("id"), out)))));
        site.get("/batches/:id/results.jsonl", Access.REQUESTER, BatchPages.by(rooms, (visit, requester) ->
            Future.succeededFuture(new Answer.Streamed("application/jsonl", visit.id("id") + ".jsonl",
                out -> rooms.exports().jsonl(requester, visit.id("id"), out)))));
    }

    /**
     * Results.
     *
     * @param items   that have accepted answers, by their row
     * @param answers how many these are together
     */
    public record Results(Page page, Progress progress, List<Item> items, int answers) {
    }

    /** An item. @param counts of its answers by label, the most frequent first */
    public record Item(int row, List<Question.Seen> shown, List<Count> counts) {
    }

    /** So many answers of one kind. */
    public record Count(String label, int count) {
    }

    private Future<Answer> results(Visit visit, Requester requester) {
        Id batch = visit.id("id");
        return rooms.listings().progress(requester, batch).compose(progress -> rooms.listings().frozen(requester, batch)
            .compose(frozen -> rooms.reviews().answers(requester, batch, "accepted", null, SHOWN).compose(answers ->
                Answer.page("review/results.jte", new Results(visit.page(visit.words().text("results.title")), progress,
                    items(batch, frozen, answers), answers.size())))));
    }

    private static List<Item> items(Id batch, Frozen frozen, List<Reviews.Answer> answers) {
        Map<Integer, List<Answered>> byRow = new TreeMap<>();
        answers.forEach(answer -> byRow.computeIfAbsent(answer.row(), first -> new ArrayList<>())
            .add(Answered.of(batch, frozen, answer)));
        return byRow.values().stream().map(ResultPages::item).toList();
    }

    private static Item item(List<Answered> answers) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        answers.forEach(answer -> counts.merge(answer.label(), 1, Integer::sum));
        return new Item(answers.getFirst().row(), answers.getFirst().shown(), counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(count -> new Count(count.getKey(), count.getValue())).toList());
    }
}
