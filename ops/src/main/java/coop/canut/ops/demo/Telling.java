package coop.canut.ops.demo;

import coop.canut.ops.client.Patience;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.standing.ReceiptFile;
import coop.canut.protocol.standing.ReceiptFile.Verified;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells the story from its beginning to its end, each step with its time, and proves at the end that it is true. */
final class Telling {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** What each node lets each other owe it: more than the story costs. */
    private static final long CREDIT_CENTS = 100_000;
    private static final Money DEPOSIT = Money.of(10_000, "EUR");

    private final Federation federation;
    private final PrintWriter out;
    private final Instant begun;
    private final Patience patience = new Patience(PATIENCE);
    private Instant lastStep;

    Telling(Federation federation, PrintWriter out, Instant begun) {
        this.federation = federation;
        this.out = out;
        this.begun = begun;
        this.lastStep = begun;
    }

    /** One line: seconds since the beginning, milliseconds that this step took, what happened. */
    void say(String what) {
        Instant now = Instant.now();
        out.printf("%6.1f s  %+7d ms  %s%n", Duration.between(begun, now).toMillis() / 1_000.0,
            Duration.between(lastStep, now).toMillis(), what);
        out.flush();
        lastStep = now;
    }

    /** People are admitted, the nodes peer, the requesters' money is at the bank. */
    People settle() {
        People people = People.admit(federation);
        say("In each cooperative: a steward, a treasurer, a requester, three workers.");
        people.peer(CREDIT_CENTS, patience);
        say("Each node has stated the two others as peers, and lets each owe it up to "
            + Money.of(CREDIT_CENTS, "EUR").plain() + ".");
        Story story = new Story(people, patience);
        Cooperative.ALL.forEach(cooperative -> story.deposit(cooperative, DEPOSIT));
        say("The treasurers have recorded " + DEPOSIT.plain() + " of each requester.");
        return people;
    }

    /** Two batches are published at Lyon; gives their addresses when they stand on all boards. */
    List<ObjectUrl> publish(People people, List<Batch> batches) {
        var story = new Story(people, patience);
        Person anne = people.one(Cooperative.LYON, "requester");
        return batches.stream().map(batch -> {
            ObjectUrl listing = story.publish(anne, batch);
            say(anne.name() + " has published \"" + batch.title() + "\" at Lyon: " + batch.price().plain()
                + " an answer, " + batch.price().hourly(batch.estimatedSeconds()).plain() + " an hour.");
            Cooperative.ALL.stream().filter(other -> !other.equals(Cooperative.LYON))
                .forEach(other -> story.awaitOnBoard(other, listing));
            say("It is signed, in Lyon's log, and on the boards of Bologna and Nairobi.");
            return listing;
        }).toList();
    }

    /** To the end: leased, claimed, done, reviewed, paid, receipts, exports, and every invariant. Whether all of it holds. */
    boolean tell(People people, Path folder) {
        List<Batch> batches = List.of(Batch.visitors(), Batch.weaves());
        List<ObjectUrl> listings = publish(people, batches);
        var story = new Story(people, patience);
        Person anne = people.one(Cooperative.LYON, "requester");
        Money earned = Money.zero("EUR");
        boolean answersAgree = true;
        for (int i = 0; i < batches.size(); i++) {
            Batch batch = batches.get(i);
            ObjectUrl listing = listings.get(i);
            var truth = new Truth(batch);
            Map<Cooperative, Integer> answers = story.work(listing, truth::choose);
            int all = answers.values().stream().mapToInt(Integer::intValue).sum();
            say(all + " tasks were leased, claimed and answered: " + answers.entrySet().stream().map(entry ->
                entry.getValue() + " at " + entry.getKey().place()).collect(Collectors.joining(", ")) + ".");
            story.awaitSubmitted(anne, listing, all);
            say("All answers are at Lyon.");
            boolean first = i == 0;
            if (first) {
                story.rejectOne(anne, listing);
                say(anne.name() + " proposes to reject one, with a reason and her name; its money stays reserved.");
            }
            long accepted = story.acceptAll(anne, listing);
            say("She accepts the other " + accepted + ", which pays at once.");
            earned = earned.plus(batch.price().times(accepted));
            answersAgree &= exported(story, anne, listing, truth, accepted, folder.resolve("answers-" + (i + 1)));
        }
        Map<Person, Money> wages = story.awaitEarned(earned);
        say("Paid = owed: " + wages.entrySet().stream().map(entry -> entry.getKey().name() + " " + entry.getValue().plain())
            .collect(Collectors.joining(", ")) + "; together " + earned.plain() + ".");
        Path file = folder.resolve("receipt-of-giulia.json");
        Verified receipt = verified(story.takeReceipt(people.of(Cooperative.BOLOGNA, "worker").getFirst()), file);
        say("Giulia holds a receipt, issued by " + receipt.issuer() + ", countersigned by " + receipt.home()
            + ", about " + receipt.subject() + ": " + receipt.ok() + " answers. Verified without any network.");
        return answersAgree & proven();
    }

    private boolean exported(Story story, Person anne, ObjectUrl listing, Truth truth, long accepted, Path name) {
        byte[] csv = story.export(anne, listing, "csv");
        byte[] jsonl = story.export(anne, listing, "jsonl");
        write(name.resolveSibling(name.getFileName() + ".csv"), csv);
        write(name.resolveSibling(name.getFileName() + ".jsonl"), jsonl);
        List<Members> answers = new String(jsonl, StandardCharsets.UTF_8).lines().map(line -> new Members(
            (Json.Obj) Json.read(line.getBytes(StandardCharsets.UTF_8), JsonLimits.API), "answer")).toList();
        long taken = answers.stream().filter(answer -> answer.shortText("state").equals("accepted")).count();
        long agreeing = majority(answers).entrySet().stream()
            .filter(entry -> truth.of(entry.getKey()).equals(entry.getValue())).count();
        say("The export holds " + taken + " accepted answers (CSV and JSONL); the majority finds " + agreeing + " of "
            + truth.size() + " items right.");
        return taken == accepted;
    }

    /** The answer most often given to each item, by its first column. */
    private static Map<String, String> majority(List<Members> answers) {
        Map<String, Map<String, Integer>> votes = new TreeMap<>();
        for (Members answer : answers) {
            if (answer.has("answer")) {
                String item = Truth.item(answer.object("input"));
                votes.computeIfAbsent(item, none -> new HashMap<>())
                    .merge(answer.object("answer").shortText("choice"), 1, Integer::sum);
            }
        }
        Map<String, String> majority = new TreeMap<>();
        votes.forEach((item, counts) -> majority.put(item, counts.entrySet().stream()
            .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey())).orElseThrow()
            .getKey()));
        return majority;
    }

    private static Verified verified(byte[] receipt, Path file) {
        write(file, receipt);
        return ReceiptFile.read(receipt).verify(Instant.now());
    }

    private boolean proven() {
        List<String> findings = Proof.of(federation, Cooperative.ALL, patience);
        findings.forEach(out::println);
        say(findings.isEmpty() ? "Every invariant holds, in each of the three and between them."
            : findings.size() + " findings; the story is not true.");
        return findings.isEmpty();
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

}
