package coop.canut.ops.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import coop.canut.ops.browser.Stage.Seat;
import coop.canut.ops.browser.Stage.Way;
import coop.canut.ops.demo.Person;
import coop.canut.ops.federation.Cooperative;
import java.time.LocalDate;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Coming to a cooperative and going: a stranger joins and leaves, an organisation is checked. */
final class MemberStoryTest {

    private static final Cooperative HERE = Cooperative.BOLOGNA;

    private static Person steward() {
        return Stage.exhibition().people().one(HERE, "steward");
    }

    private static String address(String path) {
        return Stage.exhibition().address(HERE) + path;
    }

    @Test
    void aStrangerAsksIsAdmittedByKeyboardTakesEverythingAlongAndLeaves() {
        try (Seat chair = new Seat(steward(), Way.DESK); BrowserContext phone = Stage.chromium().browser().newContext()) {
            Page hers = phone.newPage();
            hers.navigate(address("/"));
            hers.locator("a[href='/join']").click();
            hers.locator("#name").fill("Ottavia");
            hers.locator("#contact").fill("+39 051 000 000");
            hers.locator("#why").fill("I transcribe Emilian.");
            hers.locator("main button").click();
            hers.waitForURL("**/join/seen/**");
            assertThat(hers.locator("code.address")).containsText("/join/seen/");
            Page desk = chair.open("/applications");
            assertThat(desk.locator("main")).containsText("I transcribe Emilian.");
            chair.enter(".card a");
            desk.waitForURL("**/applications/0*");
            assertThat(desk.locator("main")).containsText("+39 051 000 000");
            chair.enter("button.first");
            desk.waitForURL("**/people/**");
            String person = desk.url().replaceAll("\\?.*", "");
            hers.reload();
            assertThat(hers.locator("main")).containsText("member");
            desk.locator("form[action$='/link'] button").click();
            hers.navigate(desk.locator("code.address").textContent());
            hers.locator("main button").click();
            hers.waitForURL("**/board");
            hers.navigate(address("/membership"));
            assertTrue(hers.waitForDownload(() -> hers.locator("a[href='/membership/download']").click())
                .suggestedFilename().endsWith(".zip"));
            hers.locator("form[action='/membership/leave'] input[name=sure]").check();
            hers.locator("form[action='/membership/leave'] button").click();
            hers.waitForURL("**/membership?did=left");
            assertThat(hers.locator("form[action='/membership/leave']")).hasCount(0);
            assertThat(hers.locator("a[href='/membership/download']")).isVisible();
            desk.navigate(person);
            desk.navigate(address("/members/chronicle"));
            assertThat(desk.locator("main")).containsText("Ottavia");
        }
    }

    @Test
    void anOrganisationSignsUpWithoutAScriptAndIsCheckedOnAPhone() {
        try (Seat chair = new Seat(steward(), Way.PHONE); BrowserContext office = Stage.chromium().browser().newContext(
                new NewContextOptions().setJavaScriptEnabled(false))) {
            Page theirs = office.newPage();
            theirs.navigate(address("/requesters/join"));
            theirs.locator("#name").fill("Biblioteca");
            theirs.locator("#country").fill("IT");
            theirs.locator("#register").fill("REA 12345");
            theirs.locator("#contact").fill("desk@biblioteca.example");
            theirs.locator("#person").fill("Nora");
            theirs.locator("main button").click();
            theirs.locator("main button").first().click();
            theirs.waitForURL("**/organisation");
            Page phone = chair.open("/requesters");
            phone.locator("a:text-is('Biblioteca')").tap();
            phone.locator("a[href$='/check']").tap();
            phone.locator("#what").fill("name, register");
            phone.locator("#against").fill("extract of " + LocalDate.now());
            phone.locator("form[action$='/check'] button").tap();
            phone.locator("form[action$='/code'] button").tap();
            String code = phone.locator("code.address").textContent();
            theirs.locator("#code").fill("00000000");
            theirs.locator("form[action='/organisation/answer'] button").click();
            assertThat(theirs.locator("#code-fault")).isVisible();
            theirs.locator("#code").fill(code.toLowerCase(Locale.ROOT));
            theirs.locator("form[action='/organisation/answer'] button").click();
            assertThat(theirs.locator("a[href='/batches']")).isVisible();
        }
    }
}
