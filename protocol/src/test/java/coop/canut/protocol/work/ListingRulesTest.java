package coop.canut.protocol.work;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ListingMessage.EndUse;
import coop.canut.protocol.message.ListingMessage.Identity;
import coop.canut.protocol.message.ListingMessage.Pay;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.Work;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ListingRulesTest {
    private static final Host LYON = Host.of("lyon.example");
    private static final Host EVIL = Host.of("evil.example");
    private static final Instant NOW = Instant.parse("2026-11-24T18:00:00Z");
    private static final List<Money> FLOORS = List.of(Money.of(1_500, "EUR"), Money.of(200, "JPY"));

    @Test
    void aListingOfItsOwnAuthorAtTheFloorIsRight() {
        Published listing = listing(LYON, LYON, Money.of(38, "EUR"), NOW.plusSeconds(900));
        assertDoesNotThrow(() -> ListingRules.check(listing, LYON, FLOORS));
        assertDoesNotThrow(() -> ListingRules.requirePublishable(listing, NOW));
    }

    @Test
    void aPriceBelowTheHourlyFloorNamesThePrice() {
        assertRefused(Problem.BELOW_FLOOR, "price",
            () -> ListingRules.check(listing(LYON, LYON, Money.of(37, "EUR"), NOW), LYON, FLOORS));
        assertRefused(Problem.BELOW_FLOOR, "price",
            () -> ListingRules.check(listing(LYON, LYON, Money.of(9_000, "USD"), NOW), LYON, FLOORS));
    }

    @Test
    @Tag("F-33")
    void aListingOfAnotherNodeIsNotItsSendersToPublish() {
        assertRefused(Problem.NOT_OWNER, "id",
            () -> ListingRules.check(listing(EVIL, LYON, Money.of(1, "EUR"), NOW), LYON, FLOORS));
    }

    @Test
    @Tag("F-28")
    void aRequesterOnAnotherHostIsOffOrigin() {
        assertRefused(Problem.URL_OFF_ORIGIN, "attributedTo",
            () -> ListingRules.check(listing(LYON, EVIL, Money.of(1, "EUR"), NOW), LYON, FLOORS));
    }

    @Test
    void whatNobodyCouldFinishIsNotPublished() {
        assertRefused(Problem.PRICE_TOO_SMALL, "price",
            () -> ListingRules.requirePublishable(listing(LYON, LYON, Money.of(0, "EUR"), NOW.plusSeconds(9_000)), NOW));
        assertRefused(Problem.FIELD_WRONG, "deadline",
            () -> ListingRules.requirePublishable(listing(LYON, LYON, Money.of(38, "EUR"), NOW.plusSeconds(899)), NOW));
    }

    @Test
    @Tag("W-32")
    void anAnswerHasTheHashUnderWhichItWillBePaid() {
        String answer = ChoiceTemplate.answer("1");
        SubmissionRules.requireHash(submission(answer, SubmissionRules.hash(answer)));
        assertRefused(Problem.DIGEST_MISMATCH, "answerSha256",
            () -> SubmissionRules.requireHash(submission(answer, Hash.ZERO)));
    }

    private static void assertRefused(Problem problem, String field, Executable check) {
        Refused refused = assertThrows(Refused.class, check);
        assertEquals(problem, refused.problem());
        assertEquals(field, refused.field());
    }

    private static Submitted submission(String answer, Hash hash) {
        return new Submitted(null, null, null, null, 1, null, null, 1, "", answer, hash, List.of());
    }

    private static Published listing(Host listing, Host requester, Money price, Instant deadline) {
        String id = "/01M87BEFS0HQSYHRMC1NHFFJBQ";
        return new Published(ObjectUrl.of("https://" + listing + "/listing" + id), 1,
            ObjectUrl.of("https://" + requester + "/requester" + id), new Identity("Musée", "FR", "SIREN"), "Sort", "",
            new EndUse("", "", NOW), List.of(), List.of(), List.of(), "new", List.of(), "none",
            new Work(1, 1, 90, 900, 3_600, "{}"), new Pay(price, 3_600), deadline, new PolicyRef(1, Hash.ZERO));
    }
}
