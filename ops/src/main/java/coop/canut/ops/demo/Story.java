package coop.canut.ops.demo;

import coop.canut.ops.client.ApiRefused;
import coop.canut.ops.client.NodeApi;
import coop.canut.ops.client.Patience;
import coop.canut.ops.client.Together;
import coop.canut.ops.federation.Cooperative;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ChoiceTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * One piece of work that is published at Lyon, done by members of all three cooperatives, accepted and paid. Each method is a
 * step, returns when it is known to have happened, and may be repeated: where a second call would be a second fact it looks
 * first.
 */
public final class Story {

    private final People people;
    private final Patience patience;

    /** The story of these people; every call to a node is repeated for so long while it does not answer. */
    public Story(People people, Patience patience) {
        this.people = people;
        this.patience = patience;
    }

    /** The treasurer of a cooperative has seen its requester's money at the bank. */
    public void deposit(Cooperative cooperative, Money amount) {
        String requester = patience.until(() -> people.one(cooperative, "requester").api().get("/me").object("requester"))
            .id("id").toString();
        patience.until(() -> people.one(cooperative, "treasurer").api().post("/deposits", Json.object()
            .put("requester", requester).put("amount", money(amount)).put("reference", "DEMO " + cooperative.label())
            .build()));
    }

    /** Publishes a batch, unless its requester has one of that title already. */
    public ObjectUrl publish(Person requester, Batch batch) {
        return patience.until(() -> published(requester, batch.title()).orElseGet(() -> {
            String items = requester.api().post("/items", "text/csv", batch.csv()).id("items").toString();
            batch.files().forEach((name, bytes) -> requester.api().put("/items/" + items + "/files/" + NodeApi.encoded(name),
                "image/png", bytes));
            return url(requester.api().post("/listings", batch.draft(items)));
        }));
    }

    private static Optional<ObjectUrl> published(Person requester, String title) {
        return NodeApi.each(requester.api().get("/listings"), "listings").stream()
            .filter(listing -> listing.line("title").equals(title)).map(Story::url).findFirst();
    }

    private static ObjectUrl url(Members listing) {
        return listing.objectUrl("url", Noun.LISTING);
    }

    /** Waits until a listing stands on the board of a cooperative, as its worker sees it. */
    public void awaitOnBoard(Cooperative cooperative, ObjectUrl listing) {
        Person worker = people.of(cooperative, "worker").getFirst();
        patience.await("the listing on the board of " + cooperative.name(), () -> NodeApi.each(
                worker.api().get("/board?host=" + listing.host()), "listings").stream()
            .anyMatch(posting -> url(posting).equals(listing)));
    }

    /**
     * All workers take tasks of a listing and answer them at once, until there is none left for anybody.
     *
     * @return answers by cooperative
     */
    public Map<Cooperative, Integer> work(ObjectUrl listing, Answerer answerer) {
        Map<Cooperative, Integer> answers = new LinkedHashMap<>();
        Cooperative.ALL.forEach(cooperative -> answers.put(cooperative, 0));
        List<Integer> counts = Together.all(people.workers().stream()
            .<Callable<Integer>>map(worker -> () -> work(worker, listing, answerer, Integer.MAX_VALUE)).toList());
        for (int i = 0; i < counts.size(); i++) {
            answers.merge(people.workers().get(i).cooperative(), counts.get(i), Integer::sum);
        }
        return answers;
    }

    /**
     * One worker, until nothing is left or so many are answered; gives how many. A claim whose answer was lost is found again
     * among the open ones.
     */
    public int work(Person worker, ObjectUrl listing, Answerer answerer, int most) {
        int answered = 0;
        while (true) {
            Members claim = answered == most ? null : patience.until(() -> openClaim(worker, listing));
            if (claim == null) {
                return answered;
            }
            String answer = ChoiceTemplate.answer(answerer.choose(worker, claim.text("input", Integer.MAX_VALUE)));
            String path = "/claims/" + claim.id("id") + "/answer";
            patience.until(() -> worker.api().post(path, Json.object().put("answer", answer).build()));
            answered++;
        }
    }

    /** A claim that is open already, or a new one; null when there is no task for this worker. */
    private static Members openClaim(Person worker, ObjectUrl listing) {
        return NodeApi.each(worker.api().get("/claims"), "claims").stream()
            .filter(claim -> claim.objectUrl("listing", Noun.LISTING).equals(listing)).findFirst().orElseGet(() -> {
                try {
                    return worker.api().post("/claims", Json.object().put("listing", listing).build());
                } catch (ApiRefused refused) {
                    if (refused.problem().equals("no-task-left") || refused.problem().equals("listing-not-open")) {
                        return null;
                    }
                    throw refused;
                }
            });
    }

    /** All workers, again and again, until every answer that a listing wants has come home to its requester. */
    public void workToTheEnd(Person requester, ObjectUrl listing, Answerer answerer) {
        patience.await("the last answer to " + listing, () -> {
            work(listing, answerer);
            return nothingIsOut(requester, listing);
        });
    }

    private boolean nothingIsOut(Person requester, ObjectUrl listing) {
        Members slots = progress(requester, listing).object("slots");
        return Stream.of("free", "leased", "overdue").allMatch(state -> slots.integer(state, 0, Long.MAX_VALUE) == 0);
    }

    /** A worker takes a task and keeps it in hand. */
    public void openOne(Person worker, ObjectUrl listing) {
        patience.until(() -> openClaim(worker, listing));
    }

    /** A worker takes a task and stops it for a reason; the time is owed. */
    public void declineOne(Person worker, ObjectUrl listing) {
        Members claim = patience.until(() -> openClaim(worker, listing));
        if (claim == null) {
            throw new IllegalStateException("there was no task to stop for " + worker.name());
        }
        patience.until(() -> worker.api().post("/claims/" + claim.id("id") + "/decline",
            Json.object().put("cause", "disturbing").build()));
    }

    /** The requester takes back what nobody has begun; what is lent comes back. */
    public void withdraw(Person requester, ObjectUrl listing) {
        patience.until(() -> requester.api().put("/listings/" + listing.id() + "/state",
            Json.object().put("state", "withdrawn").put("reason", "We have enough now.").build()));
        patience.await("the return of what was lent of " + listing, () -> nothingIsOut(requester, listing));
    }

    /** How a worker answers. */
    @FunctionalInterface
    public interface Answerer {
        /** The value that this worker chooses for a unit's input (JSON). */
        String choose(Person worker, String input);
    }

    /** Waits until so many answers of a listing have come home to its requester. */
    public void awaitSubmitted(Person requester, ObjectUrl listing, long answers) {
        patience.await(answers + " answers at " + requester.cooperative().name(), () -> {
            Members slots = progress(requester, listing).object("slots");
            return slots.integer("submitted", 0, Long.MAX_VALUE) + slots.integer("done", 0, Long.MAX_VALUE) >= answers;
        });
    }

    /** How a listing stands, as its requester sees it. */
    public Members progress(Person requester, ObjectUrl listing) {
        return patience.until(() -> requester.api().get("/listings/" + listing.id()));
    }

    /** Proposes to reject the first answer that waits, for a reason; gives its id. */
    public String rejectOne(Person requester, ObjectUrl listing) {
        String answer = patience.until(() -> NodeApi.each(requester.api().get("/listings/" + listing.id()
            + "/answers?limit=1"), "answers")).getFirst().id("id").toString();
        patience.until(() -> requester.api().post("/answers/" + answer + "/rejection", Json.object().put("reason", "wrong")
            .put("text", "The comment thanks somebody; please look again.").put("by", requester.name()).build()));
        return answer;
    }

    /** Accepts everything that waits; gives how many answers that were. */
    public long acceptAll(Person requester, ObjectUrl listing) {
        return patience.until(() -> requester.api().post("/listings/" + listing.id() + "/acceptances",
            Json.object().put("all", true).build())).integer("accepted", 0, Long.MAX_VALUE);
    }

    /** Accepts so many of those that wait. */
    public void acceptSome(Person requester, ObjectUrl listing, int many) {
        List<String> answers = patience.until(() -> NodeApi.each(requester.api().get("/listings/" + listing.id()
            + "/answers?limit=" + many), "answers")).stream().map(answer -> answer.id("id").toString()).toList();
        patience.until(() -> requester.api().post("/listings/" + listing.id() + "/acceptances",
            Json.object().putTexts("answers", answers).build()));
    }

    /** Waits until the workers of all cooperatives together have earned an amount; gives what each has. */
    public Map<Person, Money> awaitEarned(Money whole) {
        Map<Person, Money> earned = new LinkedHashMap<>();
        patience.await("earnings of " + whole.plain(), () -> {
            people.workers().forEach(worker -> earned.put(worker, earned(worker, whole.currency())));
            return earned.values().stream().reduce(Money.zero(whole.currency()), Money::plus).equals(whole);
        });
        return earned;
    }

    /** What a worker has earned in a currency, as the own node says. */
    public static Money earned(Person worker, String currency) {
        return NodeApi.each(worker.api().get("/earnings"), "earnings").stream()
            .filter(line -> line.shortText("currency").equals(currency))
            .map(line -> new Money(line.integer("accepted", 0, Long.MAX_VALUE), currency))
            .reduce(Money.zero(currency), Money::plus);
    }

    /** Waits until a worker has a receipt, and takes it along: the bytes of its file. */
    public byte[] takeReceipt(Person worker) {
        List<Members> receipts = new ArrayList<>();
        patience.await("a receipt of " + worker.name(), () -> {
            receipts.clear();
            receipts.addAll(NodeApi.each(worker.api().get("/receipts"), "receipts"));
            return !receipts.isEmpty();
        });
        String id = receipts.getFirst().id("id").toString();
        return patience.until(() -> worker.api().download("/receipts/" + id));
    }

    /** All answers of a listing, as the requester downloads them. */
    public byte[] export(Person requester, ObjectUrl listing, String format) {
        return patience.until(() -> requester.api().download("/listings/" + listing.id() + "/answers." + format));
    }

    static Json.Obj money(Money money) {
        return Json.object().put("amount", money.amount()).put("currency", money.currency()).build();
    }
}
