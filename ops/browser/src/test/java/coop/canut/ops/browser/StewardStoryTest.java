package coop.canut.ops.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import coop.canut.ops.browser.Stage.Seat;
import coop.canut.ops.browser.Stage.Way;
import coop.canut.ops.demo.Person;
import coop.canut.ops.federation.Cooperative;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The people who run a cooperative: who is let in, how we stand to others, and whose the money is. */
final class StewardStoryTest {

    private static Person nairobi(String role) {
        return Stage.exhibition().people().one(Cooperative.NAIROBI, role);
    }

    @Test
    void somebodyIsAdmittedByKeyboardAndSignsInWithTheLink() {
        try (Seat wambui = new Seat(nairobi("steward"), Way.DESK)) {
            Page page = wambui.open("/people");
            wambui.enter("a[href='/people/admit']");
            page.waitForURL("**/people/admit");
            wambui.enter("button.first");
            assertThat(page.locator("#name-fault, :invalid").first()).isAttached();
            wambui.open("/people/admit");
            wambui.type("#name", "Zawadi");
            wambui.tabTo("input[name=roles][value=worker]");
            page.keyboard().press("Space");
            wambui.enter("button.first");
            String link = page.locator("code.address").textContent();
            try (BrowserContext other = Stage.chromium().browser().newContext()) {
                Page hers = other.newPage();
                hers.navigate(link);
                assertThat(hers.locator("h1")).containsText("Zawadi");
                hers.locator("main button").click();
                hers.waitForURL("**/board");
                hers.navigate(link);
                assertThat(hers.locator("main button")).hasCount(0);
                // Ended by the steward, the open page is of no use any more.
                page.locator("form[action$='/end'] button").click();
                hers.navigate(Stage.exhibition().address(Cooperative.NAIROBI) + "/me");
                assertTrue(hers.url().contains("/sign-in"), hers.url());
            }
        }
    }

    @Test
    void howWeStandToAnotherIsStatedOnAPhone() {
        try (Seat wambui = new Seat(nairobi("steward"), Way.PHONE)) {
            Page page = wambui.open("/peers");
            assertThat(page.locator("svg.fabric[role=img]")).isVisible();
            page.locator("table a[href='/peers/lyon.localhost']").first().tap();
            page.waitForURL("**/peers/lyon.localhost");
            page.locator("#amount").fill("1200,00");
            page.locator("form[action$='/credit'] button").tap();
            page.waitForURL("**/credit?**");
            assertThat(page.locator("main")).containsText(Pattern.compile("1.200,00"));
            page.locator("button.first").tap();
            page.waitForURL("**did=**");
            assertThat(page.locator("main")).containsText(Pattern.compile("1.200,00"));
        }
    }

    @Test
    void aPeerIsComparedAndLimitedWithAReasonAWorkerReadsItAndItIsTakenBack() {
        Person bruno = Stage.exhibition().people().one(Cooperative.BOLOGNA, "steward");
        Person giulia = Stage.exhibition().worker(Cooperative.BOLOGNA);
        Stage.exhibition().story().openOne(giulia, Stage.exhibition().texts());
        try (Seat desk = new Seat(bruno, Way.DESK); Seat phone = new Seat(giulia, Way.PHONE)) {
            Page page = desk.open("/peers/lyon.localhost");
            assertThat(page.locator("img.mark.huge")).hasCount(2);
            state(page, "limited", "2026-081", "Answers wait for weeks.");
            assertThat(page.locator("main")).containsText("No new tasks are taken");
            assertThat(page.locator("main")).containsText("in hand, which can be finished");
            page.locator("button.first").click();
            page.waitForURL("**did=**");
            assertThat(page.locator("main")).containsText("Answers wait for weeks.");
            for (String path : new String[] {"/me", "/board"}) {
                assertThat(phone.open(path).locator(".peering").first()).containsText("Answers wait for weeks.");
            }
            assertThat(phone.open("/workbench").locator(".unit")).isVisible();

            desk.open("/peers/lyon.localhost");
            state(page, "claim", "2026-082", "They hired somebody.");
            assertThat(page.locator("main")).containsText("New tasks are taken");
            page.locator("button.first").click();
            page.waitForURL("**did=**");
            assertThat(phone.open("/me").locator(".peering")).hasCount(0);
        }
    }

    private static void state(Page page, String level, String decision, String reason) {
        page.locator("input[name=level][value=" + level + "]").check();
        page.locator("#decision").fill(decision);
        page.locator("#reason").fill(reason);
        page.locator("#change button.first").click();
        page.waitForURL("**/level?**");
    }

    @Test
    void aDepositIsRecordedOnceAndStandsInTheLedger() {
        try (Seat otieno = new Seat(nairobi("treasurer"), Way.WITHOUT_SCRIPTS)) {
            Page page = otieno.open("/deposits");
            page.locator("#amount").fill("12,34");
            page.locator("#reference").fill("Virement 2026-77");
            page.locator("button.first").click();
            page.waitForURL("**/ledger**");
            assertThat(page.locator("tbody tr").first()).containsText("12,34");
            otieno.open("/deposits");
            page.locator("#amount").fill("12,34");
            page.locator("#reference").fill("Virement 2026-77");
            page.locator("button.first").click();
            otieno.open("/ledger");
            assertThat(page.locator("tbody tr:has-text('2026-77')")).hasCount(1);
        }
    }
}
