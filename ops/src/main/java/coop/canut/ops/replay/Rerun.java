package coop.canut.ops.replay;

import coop.canut.ops.client.ApiRefused;
import coop.canut.ops.client.NodeApi;
import coop.canut.ops.client.Patience;
import coop.canut.ops.client.Together;
import coop.canut.ops.demo.Batch;
import coop.canut.ops.demo.People;
import coop.canut.ops.demo.Person;
import coop.canut.ops.demo.Story;
import coop.canut.ops.federation.Cooperative;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.ChoiceTemplate.Choice;
import coop.canut.protocol.work.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** The data set, published, worked and accepted. */
final class Rerun {

    /** Fifteen seconds for five cents are twelve euros an hour, Lyon's floor. */
    private static final Money PRICE = Money.of(5, "EUR");
    private static final int SECONDS = 15;
    /** Tasks that one member takes at once. */
    private static final int HANDFUL = 20;
    private static final int PAGE = 500;

    private final People people;
    private final Labels labels;
    private final Patience patience;
    private final Progress progress;
    private final Path folder;
    private final Story story;
    private final Person requester;

    Rerun(People people, Labels labels, Patience patience, Progress progress, Path folder) {
        this.people = people;
        this.labels = labels;
        this.patience = patience;
        this.progress = progress;
        this.folder = folder;
        this.story = new Story(people, patience);
        this.requester = people.one(Cooperative.LYON, "requester");
    }

    /**
     * What came of it.
     *
     * @param out      every exported answer, workers by pseudonym
     * @param earned   by all members together, as their nodes say
     * @param price    of all answers
     * @param messages between the nodes, from the first claim to the last answer at Lyon
     */
    record Result(Labels out, Money earned, Money price, double workSeconds, double reviewSeconds, long messages,
                  int answers) {

        double answersPerSecond() {
            return answers / workSeconds;
        }

        double messagesPerSecond() {
            return messages / workSeconds;
        }
    }

    Result run() {
        Money whole = PRICE.times(labels.all().size());
        story.deposit(Cooperative.LYON, whole.times(2));
        Map<String, Person> members = members();
        Map<ObjectUrl, Map<String, String>> listings = publish();
        Map<String, Place> places = new HashMap<>();
        listings.forEach((listing, units) -> units.forEach((item, unit) -> places.put(item, new Place(listing, unit))));

        long before = messages();
        Instant begun = Instant.now();
        work(members, places);
        listings.forEach((listing, units) -> story.awaitSubmitted(requester, listing, wanted(units)));
        double workSeconds = seconds(begun);
        long said = messages() - before;

        Instant reviewed = Instant.now();
        listings.keySet().forEach(listing -> story.acceptAll(requester, listing));
        Money earned = earned(members, whole);
        List<Labels.Label> out = new ArrayList<>();
        listings.keySet().forEach(listing -> out.addAll(exported(listing)));
        return new Result(new Labels(out), earned, whole, workSeconds, seconds(reviewed), said, labels.all().size());
    }

    /** Where an item is to be answered. */
    private record Place(ObjectUrl listing, String unit) {
    }

    /** A member for each worker of the file, by turns at the three cooperatives. */
    private Map<String, Person> members() {
        Map<String, Person> members = new LinkedHashMap<>();
        List<String> workers = labels.workers();
        for (int i = 0; i < workers.size(); i++) {
            Cooperative cooperative = Cooperative.ALL.get(i % Cooperative.ALL.size());
            members.put(workers.get(i), people.admit(cooperative, "Worker " + workers.get(i), "worker"));
            progress.show("members admitted:", i + 1, workers.size());
        }
        return members;
    }

    /** One listing for each number of answers per item; gives the unit of each item. */
    private Map<ObjectUrl, Map<String, String>> publish() {
        var template = new ChoiceTemplate(List.of(new Template.Shown("item", Template.As.TEXT)), "Which label?",
            labels.values().stream().map(value -> new Choice(value, value)).toList());
        Map<ObjectUrl, Map<String, String>> listings = new LinkedHashMap<>();
        labels.itemsByAnswers().forEach((answers, items) -> {
            byte[] csv = ("item\n" + String.join("\n", items.stream().map(item -> '"' + item.replace("\"", "\"\"") + '"')
                .toList()) + "\n").getBytes(StandardCharsets.UTF_8);
            ObjectUrl listing = story.publish(requester, new Batch("Items with " + answers + " answers", "Give the label that "
                + "the file records.", "To see whether what goes in comes out.", csv, Map.of(), template, answers, PRICE,
                SECONDS, "Anne Dubois", List.of()));
            Cooperative.ALL.forEach(cooperative -> story.awaitOnBoard(cooperative, listing));
            listings.put(listing, units(listing, items));
        });
        return listings;
    }

    private Map<String, String> units(ObjectUrl listing, List<String> items) {
        Map<String, String> units = new HashMap<>();
        int after = 0;
        while (units.size() < items.size()) {
            int from = after;
            for (Members unit : patience.until(() -> NodeApi.each(requester.api().get("/listings/" + listing.id()
                + "/units?after=" + from + "&limit=" + PAGE), "units"))) {
                after = (int) unit.integer("position", 1, Integer.MAX_VALUE);
                units.put(items.get((int) unit.integer("row", 1, items.size()) - 1), unit.id("unit").toString());
            }
        }
        return units;
    }

    private long wanted(Map<String, String> units) {
        return labels.all().stream().filter(label -> units.containsKey(label.item())).count();
    }

    private void work(Map<String, Person> members, Map<String, Place> places) {
        var done = new AtomicLong();
        Together.all(members.entrySet().stream().<Callable<Void>>map(entry -> () -> {
            Map<ObjectUrl, Map<String, String>> byListing = new LinkedHashMap<>();
            labels.of(entry.getKey()).forEach((item, value) -> byListing
                .computeIfAbsent(places.get(item).listing(), none -> new LinkedHashMap<>())
                .put(places.get(item).unit(), value));
            byListing.forEach((listing, answers) -> answer(entry.getValue(), listing, answers, done));
            return null;
        }).toList());
    }

    /** One member answers these very units, a handful at a time. */
    private void answer(Person member, ObjectUrl listing, Map<String, String> answers, AtomicLong done) {
        Map<String, String> left = new LinkedHashMap<>(answers);
        Instant end = Instant.now().plus(patience.within());
        while (!left.isEmpty()) {
            List<Members> claims = patience.until(() -> claim(member, listing, left.keySet().stream().limit(HANDFUL).toList()));
            for (Members claim : claims) {
                String value = left.remove(claim.id("unit").toString());
                String path = "/claims/" + claim.id("id") + "/answer";
                patience.until(() -> member.api().post(path,
                    Json.object().put("answer", ChoiceTemplate.answer(value)).build()));
                progress.show("answers given:", done.incrementAndGet(), labels.all().size());
                end = Instant.now().plus(patience.within());
            }
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException(member.name() + " waited in vain for " + left.size() + " tasks");
            }
        }
    }

    private static List<Members> claim(Person member, ObjectUrl listing, List<String> units) {
        try {
            return NodeApi.each(member.api().post("/claims",
                Json.object().put("listing", listing).putTexts("units", units).build()), "claims");
        } catch (ApiRefused refused) {
            if (refused.problem().equals("no-task-left")) {
                return List.of();
            }
            throw refused;
        }
    }

    private Money earned(Map<String, Person> members, Money whole) {
        List<Person> all = List.copyOf(members.values());
        List<Money> sums = new ArrayList<>();
        patience.await("the pay of all members", () -> {
            sums.clear();
            all.forEach(member -> sums.add(Story.earned(member, whole.currency())));
            return sum(sums).equals(whole);
        });
        return sum(sums);
    }

    private static Money sum(List<Money> amounts) {
        return amounts.stream().reduce(Money.zero(PRICE.currency()), Money::plus);
    }

    private List<Labels.Label> exported(ObjectUrl listing) {
        try {
            Files.write(folder.resolve("answers-" + listing.id() + ".csv"), story.export(requester, listing, "csv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String(story.export(requester, listing, "jsonl"), StandardCharsets.UTF_8).lines().map(line -> {
            var answer = new Members((Json.Obj) Json.read(line.getBytes(StandardCharsets.UTF_8), JsonLimits.API), "answer");
            return new Labels.Label(answer.object("input").shortText("item"), answer.shortText("worker"),
                answer.object("answer").shortText("choice"));
        }).toList();
    }

    /** What the nodes have carried to each other: entries of logs and messages of channels, as far as they are confirmed. */
    private long messages() {
        long messages = 0;
        for (Cooperative cooperative : Cooperative.ALL) {
            Person steward = people.one(cooperative, "steward");
            for (Members peer : patience.until(() -> NodeApi.each(steward.api().get("/peers"), "peers"))) {
                for (Members delivery : NodeApi.each(peer, "deliveries")) {
                    messages += delivery.integer("position", 0, Long.MAX_VALUE);
                }
            }
        }
        return messages;
    }

    private static double seconds(Instant since) {
        return Duration.between(since, Instant.now()).toMillis() / 1_000.0;
    }
}
