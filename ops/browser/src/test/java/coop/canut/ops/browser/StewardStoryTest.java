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
            page.waitForURL("**did=**");
            assertThat(page.locator("main")).containsText(Pattern.compile("1.200,00"));
        }
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
