package coop.canut.node.publish;

import static coop.canut.node.publish.Lyon.get;
import static coop.canut.node.publish.Lyon.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Requester;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.Template;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a draft would cost, and all that is wrong with it, before anybody pays. */
class QuoteTest {

    private static final Money PRICE = Money.of(40, "EUR");

    private final Lyon lyon = new Lyon();

    @AfterEach
    void close() {
        lyon.checkInvariants();
        lyon.close();
    }

    private Quote quote(Draft draft) {
        return get(lyon.listings.quote(lyon.requester, draft));
    }

    private List<String> problems(Draft draft) {
        Quote quote = quote(draft);
        assertEquals(0, lyon.count("select (select count(*) from listing) + (select count(*) from outbox)"));
        if (!quote.problems().isEmpty()) {
            Refused first = refused(lyon.listings.publish(lyon.requester, draft));
            assertEquals(quote.problems().getFirst().getMessage(), first.getMessage(), "publishing says the same");
        }
        return quote.problems().stream().map(each -> each.problem().code() + " " + each.field()).toList();
    }

    /** A draft of the terms that matter here; the other members are right. */
    private Draft draft(String title, String template, Id items, Map<String, String> columns, int answersPerUnit, Money price,
                        long estimatedSeconds, Instant deadline, long claimSeconds) {
        return new Draft(title, "Read and choose.", template, items, columns, answersPerUnit, price, estimatedSeconds,
            "To learn what visitors think.", "Anne Dubois", List.of(new Category("text", 0)), List.of("fr"),
            List.of("reading"), "none", deadline, claimSeconds, 3_600, 86_400, List.of());
    }

    private Draft priced(Id items, int answersPerUnit, Money price, long estimatedSeconds) {
        return draft("Reviews", Lyon.template(Template.As.TEXT).opaque(), items, Map.of(), answersPerUnit, price,
            estimatedSeconds, deadline(), 600);
    }

    private Instant deadline() {
        return lyon.world.second().plus(Duration.ofDays(7));
    }

    @Test
    void theSumIsToTheCentAndWithoutAProblemItIsPublished() {
        lyon.deposit(1_000);
        Draft draft = lyon.draft(lyon.upload(5), 3, 40);
        assertEquals(new Quote(5, 15, Money.of(600, "EUR"), Money.of(60, "EUR"), Money.of(0, "EUR"), Money.of(660, "EUR"),
            Money.of(1_000, "EUR"), Money.of(1_200, "EUR"), Money.of(1_000, "EUR"), List.of()), quote(draft));
        assertEquals(List.of(), problems(draft));
        assertEquals(quote(draft).whole(), get(lyon.listings.publish(lyon.requester, draft)).escrow());
        assertEquals(Money.of(340, "EUR"), quote(draft).balance());
    }

    @Test
    void anEmptyFormIsToldEveryFieldThatIsMissing() {
        var empty = new Draft(null, "", " ", null, Map.of(), 0, null, 0, null, "", List.of(), List.of(), List.of(), null, null,
            0, 0, 0, List.of());
        assertEquals(Stream.of("items", "template", "title", "instructions", "endUse", "signedBy", "price", "answersPerUnit",
                "estimatedSeconds", "machineHelp", "deadline", "claimSeconds", "reclaimSeconds", "autoAcceptSeconds")
            .map(field -> "field-missing " + field).toList(), problems(empty));
        Quote quote = quote(empty);
        assertEquals(new Quote(0, 0, null, null, null, null, null, null, null, quote.problems()), quote);
    }

    @Test
    void everyFieldThatIsWrongIsToldAtOnce() {
        Id set = lyon.upload(2);
        var wrong = new Draft("two\nlines", "x".repeat(20_001), "{\"kind\":\"poem\"}", set, Map.of(), 101, Money.of(0, "EUR"),
            604_801, "a\0b", "x".repeat(1_001), List.of(new Category("text", 5)), Collections.nCopies(21, "fr"),
            List.of("x".repeat(201)), "some", lyon.world.second().plusSeconds(59), 59, 3_599, 31_536_001,
            Collections.nCopies(201, Host.of("bologna.example")));
        assertEquals(List.of("field-wrong template.kind", "field-wrong title", "field-wrong instructions", "text-invalid endUse",
            "field-wrong signedBy", "price-too-small price", "field-wrong answersPerUnit", "field-wrong estimatedSeconds",
            "field-wrong categories", "field-wrong languages", "field-wrong skills", "field-wrong machineHelp",
            "field-wrong claimSeconds", "field-wrong reclaimSeconds", "field-wrong autoAcceptSeconds", "field-wrong audience"),
            problems(wrong));
    }

    @Test
    void moneyFloorAndFileAreToldTogether() {
        Id set = get(lyon.items.upload(lyon.requester,
            "review,photo\nfine,\n,a.png\n,b.png\n".getBytes(StandardCharsets.UTF_8), List.of())).id();
        lyon.deposit(99);
        Draft draft = priced(set, 1, Money.of(30, "EUR"), 120);
        Quote quote = quote(draft);
        assertEquals(List.of("below-floor price", "csv-row-wrong line 3", "csv-row-wrong line 4"), problems(draft));
        assertEquals(Money.of(900, "EUR"), quote.hourly());
        assertEquals(Money.of(1_000, "EUR"), quote.floor());
        assertEquals(3, quote.units());
        assertEquals(List.of("below-floor price", "csv-row-wrong line 3", "csv-row-wrong line 4", "funds-missing funds"),
            quote(priced(set, 2, Money.of(30, "EUR"), 120)).problems().stream()
                .map(each -> each.problem().code() + " " + each.field()).toList());

        Template images = Lyon.template(Template.As.IMAGE);
        Draft shown = draft("Reviews", images.opaque(), set, Map.of("review", "photo"), 1, PRICE, 120, deadline(), 600);
        assertEquals(List.of("csv-row-wrong line 2", "image-missing line 3", "image-missing line 4", "funds-missing funds"),
            quote(shown).problems().stream().map(each -> each.problem().code() + " " + each.field()).toList());
        assertEquals(List.of("csv-columns-missing text"), quote(draft("Reviews",
            Lyon.template(Template.As.TEXT).opaque(), set, Map.of("review", "text"), 1, Money.of(30, "EUR"), 100, deadline(),
            600)).problems().stream().map(each -> each.problem().code() + " " + each.field()).toList());
    }

    @Test
    void aCurrencyWithoutAFloorAndASumBeyondCountingAreProblemsNotFailures() {
        Id set = lyon.upload(2);
        Quote pounds = quote(priced(set, 1, Money.of(40, "GBP"), 120));
        assertNull(pounds.floor());
        assertEquals(Money.of(0, "GBP"), pounds.balance());
        assertEquals(List.of("below-floor price", "funds-missing funds"),
            pounds.problems().stream().map(each -> each.problem().code() + " " + each.field()).toList());
        Draft astronomic = priced(set, 100, Money.of(9_007_199_254_740_991L, "EUR"), 120);
        assertEquals(List.of("field-wrong price"), problems(astronomic));
        assertNull(quote(astronomic).whole());
        assertEquals(200, quote(astronomic).answers());
    }

    @Test
    void timesThatDoNotGoTogetherAreTold() {
        lyon.deposit(1_000);
        Id set = lyon.upload(2);
        String template = Lyon.template(Template.As.TEXT).opaque();
        assertEquals(List.of("field-wrong deadline"), problems(draft("Reviews", template, set, Map.of(), 1, PRICE, 120,
            lyon.world.second().plusSeconds(599), 600)));
        assertEquals(List.of("field-wrong claimSeconds"), problems(draft("Reviews", template, set, Map.of(), 1, PRICE, 120,
            deadline(), 119)));
        assertEquals(List.of("field-wrong instructions"), problems(new Draft("Reviews", "é".repeat(20_000), template, set,
            Map.of(), 1, PRICE, 120, "é".repeat(20_000), "Anne", List.of(), List.of(), List.of(), "none", deadline(), 600, 3_600,
            86_400, List.of())), "each text is short enough, but not both in one message");
        assertEquals(List.of("field-wrong answersPerUnit"), problems(draft("Reviews", template, lyon.upload(2_501), Map.of(),
            100, PRICE, 120, deadline(), 600)).stream().filter(problem -> !problem.startsWith("funds")).toList());
    }

    @Test
    void anotherRequestersItemsAreAProblemOfItems() {
        Requester other = lyon.newRequester("Other");
        Draft draft = lyon.draft(lyon.upload(2), 1, 40);
        Quote quote = get(lyon.listings.quote(other, draft));
        assertEquals(Problem.LISTING_NOT_FOUND, quote.problems().getFirst().problem());
        assertEquals("items", quote.problems().getFirst().field());
        assertEquals(0, quote.units());
        assertTrue(quote.problems().size() == 1, "nothing is said of a file that is not theirs");
    }

    @Test
    void ofManyRowsTheFirstHundredAreTold() {
        Id set = get(lyon.items.upload(lyon.requester,
            ("review,n\n" + ",1\n".repeat(300)).getBytes(StandardCharsets.UTF_8), List.of())).id();
        lyon.deposit(300 * 44);
        assertEquals(100, problems(lyon.draft(set, 1, 40)).size());
    }
}
