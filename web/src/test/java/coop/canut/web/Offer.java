package coop.canut.web;

import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.publish.Draft;
import coop.canut.node.publish.Items;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.ChoiceTemplate.Choice;
import coop.canut.protocol.work.Template;
import coop.canut.protocol.work.Template.Example;
import coop.canut.protocol.work.Template.Shown;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Work to be published in a house, for tests that look for it and do it: three short reviews, two choices, one answer each. */
public final class Offer {

    /** The least that is a PNG to whoever looks at its first bytes. */
    public static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0};

    private final House house;
    private final Requester requester;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private String title = "How do they sound?";
    private String endUse = "To answer those who were not content.";
    private String csv = "review\nLate again.\nAll was well.\nNever mind.\n";
    private Template.As shown = Template.As.TEXT;
    private Example example;
    private long cents = 50;
    private long severity;
    private List<String> languages = List.of("en");
    private List<String> skills = List.of();
    private String machineHelp = "none";

    /** Work of this requester's. */
    public Offer(House house, Requester requester) {
        this.house = house;
        this.requester = requester;
    }

    /** Under another title. */
    public Offer titled(String text) {
        title = text;
        return this;
    }

    /** For another purpose. */
    public Offer endUse(String text) {
        endUse = text;
        return this;
    }

    /** At another price of an answer. */
    public Offer priced(long amount) {
        cents = amount;
        return this;
    }

    /** As hard to look at as this. */
    public Offer severe(long level) {
        severity = level;
        return this;
    }

    /** In these languages. */
    public Offer speaking(String... tags) {
        languages = List.of(tags);
        return this;
    }

    /** For people who can do this. */
    public Offer needing(String... names) {
        skills = List.of(names);
        return this;
    }

    /** With another word on machines. */
    public Offer machines(String word) {
        machineHelp = word;
        return this;
    }

    /** Of other rows. */
    public Offer of(String rows) {
        csv = rows;
        return this;
    }

    /** With an example to try. */
    public Offer trying(String review, String right, String why) {
        example = new Example(Map.of("review", review), null, right == null ? null : ChoiceTemplate.answer(right), why);
        return this;
    }

    /** Of images instead of texts, with one to try. */
    public Offer pictures(int count) {
        StringBuilder rows = new StringBuilder("review\n");
        for (int i = 0; i < count; i++) {
            byte[] image = PNG.clone();
            image[image.length - 1] = (byte) i;
            files.put(i + ".png", image);
            rows.append(i).append(".png\n");
        }
        csv = rows.toString();
        shown = Template.As.IMAGE;
        example = new Example(Map.of(), PNG, null, null);
        return this;
    }

    /** Pays for it and publishes it; returns when it stands on the board. */
    public ObjectUrl publish() {
        var rooms = house.rooms();
        Person treasurer = House.get(() -> rooms.members().admit(null, "Karim", Set.of(Role.TREASURER), null)).person();
        House.get(() -> rooms.ledger().deposit(treasurer, requester.url(), Money.of(100_000, "EUR"),
            treasurer.id().toString()));
        Items items = rooms.items();
        var set = House.get(() -> items.upload(requester, csv.getBytes(StandardCharsets.UTF_8), List.of()));
        files.forEach((name, file) -> House.get(() -> items.attach(requester, set.id(), name, file)));
        String template = new ChoiceTemplate(List.of(new Shown("review", shown)), "Are they content?",
            List.of(new Choice("yes", "Content"), new Choice("no", "Not content")), example).opaque();
        Instant deadline = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
        var draft = new Draft(title, "Read it and choose.", template, set.id(), Map.of(), 1, Money.of(cents, "EUR"), 60,
            endUse, "Anne Dubois", List.of(new Category("reviews", severity)), languages, skills, machineHelp, deadline,
            600, 3_600, 86_400, List.of());
        ObjectUrl url = House.get(() -> rooms.listings().publish(requester, draft)).url();
        house.node().settle();
        return url;
    }
}
