package coop.canut.ops.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.ops.client.Patience;
import coop.canut.ops.demo.Batch;
import coop.canut.ops.demo.People;
import coop.canut.ops.demo.Person;
import coop.canut.ops.demo.Story;
import coop.canut.ops.demo.Truth;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.federation.Supervised;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Duration;
import java.util.List;

/** Three cooperatives in the middle of their day: something is open, in hand, waiting, accepted and disputed. */
public final class Exhibition implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long CREDIT_CENTS = 100_000;

    private final Supervised supervised;
    private final Federation federation;
    private final People people;
    private final Story story;
    private final ObjectUrl texts;
    private final ObjectUrl images;

    private Exhibition(Supervised supervised, Federation federation, People people, Story story, ObjectUrl texts,
                       ObjectUrl images) {
        this.supervised = supervised;
        this.federation = federation;
        this.people = people;
        this.story = story;
        this.texts = texts;
        this.images = images;
    }

    /** Starts the nodes and lets people do half a day's work. */
    public static Exhibition open() {
        var supervised = new Supervised(null);
        try {
            Federation federation = supervised.start(Cooperative.ALL, Federation.freePorts(Cooperative.ALL.size()),
                EmbeddedPostgres.Options.standard());
            People people = People.admit(federation);
            var patience = new Patience(PATIENCE);
            people.peer(CREDIT_CENTS, patience);
            var story = new Story(people, patience);
            Cooperative.ALL.forEach(cooperative -> story.deposit(cooperative, Money.of(10_000, "EUR")));
            Person anne = people.one(Cooperative.LYON, "requester");
            ObjectUrl texts = story.publish(anne, Batch.visitors());
            ObjectUrl images = story.publish(anne, Batch.weaves());
            ObjectUrl porticoes = story.publish(people.one(Cooperative.BOLOGNA, "requester"),
                Batch.few("Which arch is named here?", 12, 2));
            List.of(texts, images, porticoes).forEach(listing -> Cooperative.ALL.forEach(each ->
                story.awaitOnBoard(each, listing)));
            return new Exhibition(supervised, federation, people, story, texts, images).halfADay(anne);
        } catch (RuntimeException failed) {
            supervised.close();
            throw failed;
        }
    }

    private Exhibition halfADay(Person anne) {
        var truth = new Truth(Batch.visitors());
        for (Cooperative cooperative : Cooperative.ALL) {
            story.work(people.of(cooperative, "worker").getFirst(), texts, truth::choose, 8);
        }
        story.awaitSubmitted(anne, texts, 24);
        story.rejectOne(anne, texts);
        story.acceptSome(anne, texts, 14);
        story.awaitEarned(Batch.visitors().price().times(14));
        return this;
    }

    /** The people. */
    public People people() {
        return people;
    }

    /** What they do by the API, where a story begins in the middle. */
    public Story story() {
        return story;
    }

    /** The nodes. */
    public Federation federation() {
        return federation;
    }

    /** Comments of visitors, half done. */
    public ObjectUrl texts() {
        return texts;
    }

    /** Pictures of cloth, untouched. */
    public ObjectUrl images() {
        return images;
    }

    /** The address of a cooperative's node as browsers know it. */
    public String address(Cooperative cooperative) {
        return "http://" + cooperative.host() + ":" + federation.node(cooperative).url().getPort();
    }

    /** Signs a person in, in a browser of its own: by a link and its button. Gives the page that follows. */
    public Page signIn(BrowserContext browser, Person person) {
        String link = person.api().post("/me/links").line("path");
        Page page = browser.newPage();
        page.navigate(address(person.cooperative()) + link);
        page.locator("main button").click();
        page.waitForURL(url -> !url.contains("/sign-in/"));
        return page;
    }

    /** The first worker of a cooperative, who has worked already. */
    public Person worker(Cooperative cooperative) {
        return people.of(cooperative, "worker").getFirst();
    }

    @Override
    public void close() {
        supervised.close();
    }
}
