package coop.canut.ops.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import coop.canut.ops.browser.Stage.Seat;
import coop.canut.ops.browser.Stage.Way;
import coop.canut.ops.demo.Batch;
import coop.canut.ops.demo.Person;
import coop.canut.ops.federation.Cooperative;
import coop.canut.protocol.name.ObjectUrl;
import org.junit.jupiter.api.Test;

/** What moves by itself, and what must not move meanwhile. */
final class LiveStoryTest {

    private static Person anne() {
        return Stage.exhibition().people().one(Cooperative.LYON, "requester");
    }

    @Test
    void aNewListingIsToldOfWithoutMovingWhatIsRead() {
        Person brian = Stage.exhibition().people().of(Cooperative.NAIROBI, "worker").get(2);
        try (Seat seat = new Seat(brian, Way.DESK)) {
            Page page = seat.open("/board");
            Locator card = page.locator(".card").nth(1);
            double before = card.boundingBox().y;
            int cards = page.locator(".card").count();
            Stage.exhibition().story().publish(anne(), Batch.few("Arrived while somebody reads", 1, 1));
            Locator news = page.locator("#news .notice, .news .notice").first();
            assertThat(news).isVisible();
            assertEquals(before, card.boundingBox().y, 0.5);
            assertEquals(cards, page.locator(".card").count());
            news.locator("a").click();
            assertThat(page.getByText("Arrived while somebody reads")).isVisible();
        }
    }

    @Test
    void aBatchShowsItsProgressAsItHappens() {
        ObjectUrl listing = Stage.exhibition().story().publish(anne(), Batch.few("Watched while it is done", 2, 1));
        Stage.exhibition().story().awaitOnBoard(Cooperative.BOLOGNA, listing);
        try (Seat seat = new Seat(anne(), Way.DESK)) {
            Page page = seat.open("/batches/" + listing.id());
            page.evaluate("window.same = true");
            String before = page.locator("#standing").innerText();
            Stage.exhibition().story().work(Stage.exhibition().worker(Cooperative.BOLOGNA), listing,
                (worker, input) -> "glad", 2);
            page.waitForCondition(() -> !page.locator("#standing").innerText().equals(before)
                && page.locator("a[href$='/review']").count() > 0);
            assertEquals(true, page.evaluate("window.same"));
        }
    }

    @Test
    void aDraftOfAnAnswerIsFoundAgainOnAnotherDevice() {
        Person wanjiru = Stage.exhibition().people().of(Cooperative.NAIROBI, "worker").get(2);
        ObjectUrl listing = Stage.exhibition().story().publish(anne(), Batch.few("Begun here and ended there", 1, 1));
        Stage.exhibition().story().awaitOnBoard(Cooperative.NAIROBI, listing);
        Stage.exhibition().story().openOne(wanjiru, listing);
        try (Seat desk = new Seat(wanjiru, Way.DESK); Seat phone = new Seat(wanjiru, Way.PHONE)) {
            Page page = desk.open("/workbench");
            page.waitForResponse(answer -> answer.url().endsWith("/draft") && answer.ok(), () -> page.keyboard().press("2"));
            Page other = phone.open("/workbench");
            assertThat(other.locator("#unit input[type=radio]").nth(1)).isChecked();
            assertThat(other.locator("html")).hasAttribute("lang", "fr");
        }
    }
}
