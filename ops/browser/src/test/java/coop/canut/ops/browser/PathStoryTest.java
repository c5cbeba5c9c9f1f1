package coop.canut.ops.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import coop.canut.ops.browser.Stage.Seat;
import coop.canut.ops.browser.Stage.Way;
import coop.canut.ops.demo.Person;
import coop.canut.ops.federation.Cooperative;
import coop.canut.protocol.standing.ReceiptFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The whole path in a real browser: published at Lyon, done at Bologna, reviewed, paid, proven. Once by keyboard alone, once by
 * touch on a phone, once without scripts.
 */
final class PathStoryTest {

    private static final int ITEMS = 3;

    private static Person anne() {
        return Stage.exhibition().people().one(Cooperative.LYON, "requester");
    }

    private static Person worker(int number) {
        return Stage.exhibition().people().of(Cooperative.BOLOGNA, "worker").get(number);
    }

    private static FilePayload items(String what) {
        var csv = new StringBuilder("comment\n");
        for (int i = 1; i <= ITEMS; i++) {
            csv.append(what).append(" number ").append(i).append('\n');
        }
        return new FilePayload("items.csv", "text/csv", csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** As people do who wait for something to come over the federation. */
    private static void reloadUntil(Page page, BooleanSupplier there) {
        page.waitForCondition(() -> {
            boolean seen = there.getAsBoolean();
            if (!seen) {
                page.reload();
            }
            return seen;
        });
    }

    @Test
    void byKeyboardAlone() throws IOException {
        String title = "By keyboard: which letter is kind?";
        try (Seat anne = new Seat(anne(), Way.DESK); Seat giulia = new Seat(worker(0), Way.DESK)) {
            Page page = anne.open("/batches");
            anne.enter("form[action='/batches/new'] button");
            page.waitForURL("**/publish/**");
            anne.type("#title", title);
            anne.type("#instructions", "Read the letter. Kind is what you would like to receive yourself.");
            anne.type("input[id^='shown.']", "comment");
            anne.type("#ask", "Is it kind?");
            anne.type("#choices", "yes = Kind\nno = Not kind");
            page.locator("#file").setInputFiles(items("Letter"));
            assertThat(page.locator("#items td").first()).hasText("Letter number 1");
            page.waitForLoadState();
            anne.type("#endUse", "To answer the kind ones first.");
            anne.enter("button[value=publish]");
            page.waitForURL(Pattern.compile(".*/batches/[0-9A-Z]{26}.*"));
            String batch = page.url().replaceAll("\\?.*", "");

            Page board = giulia.open("/board");
            Locator offer = board.getByText(title);
            reloadUntil(board, () -> offer.count() == 1);
            giulia.enter("a[href='" + offer.getAttribute("href") + "']");
            board.waitForURL("**/tasks/**");
            giulia.enter("form[action$='/take'] button[value='1']");
            board.waitForURL("**/workbench**");
            for (int i = 0; i < ITEMS; i++) {
                Locator unit = board.locator("#unit");
                String claim = unit.getAttribute("data-claim");
                board.keyboard().press("1");
                assertThat(unit.locator("input[value=yes]")).isChecked();
                board.keyboard().press("Enter");
                assertThat(board.locator("#unit[data-claim='" + claim + "']")).hasCount(0);
            }

            page.navigate(batch + "/review");
            reloadUntil(page, () -> page.locator("[name=answer]").count() == ITEMS);
            page.keyboard().press("j");
            page.keyboard().press("x");
            assertThat(page.locator("[name=answer]:checked")).hasCount(1);
            anne.enter("form[action$='/accept-all'] button");
            assertThat(page.locator("[role=status]").first()).containsText("3 answers");

            giulia.open("/me");
            assertThat(board.locator("tr", new Page.LocatorOptions().setHasText(title))).hasCount(ITEMS);
            reloadUntil(board, () -> board.locator("tr:has-text('" + title + "') .received").count() == ITEMS);
            giulia.open("/me/receipts");
            Download receipt = board.waitForDownload(() -> board.locator("a[href^='/me/receipts/']").first().press("Enter"));
            byte[] file = Files.readAllBytes(receipt.path());
            assertEquals("lyon.localhost", ReceiptFile.read(file).verify(Instant.now()).issuer().toString());

            Page verify = anne.open("/verify");
            verify.locator("input[type=file]").setInputFiles(new FilePayload("receipt.json", "application/json", file));
            assertThat(verify.locator("#holds")).isVisible();
            assertThat(verify.locator("#said")).containsText("bologna.localhost");
            assertThat(verify.locator("#fails")).isHidden();
            byte[] altered = new String(file, StandardCharsets.UTF_8).replaceFirst("\\\\\"ok\\\\\":[0-9]+", "\\\\\"ok\\\\\":999")
                .replaceFirst("\"ok\":[0-9]+", "\"ok\":999").getBytes(StandardCharsets.UTF_8);
            verify.locator("input[type=file]").setInputFiles(new FilePayload("receipt.json", "application/json", altered));
            assertThat(verify.locator("#fails")).isVisible();
            assertThat(verify.locator("#holds")).isHidden();
        }
    }

    @Test
    void byTouchOnAPhone() {
        try (Seat nadia = new Seat(worker(2), Way.PHONE)) {
            Page page = nadia.open("/board");
            page.getByText("Which weave is this?").first().tap();
            page.locator("form[action$='/take'] button[value='1']").tap();
            page.waitForURL("**/workbench**");
            for (int i = 0; i < 3; i++) {
                Locator unit = page.locator("#unit");
                String claim = unit.getAttribute("data-claim");
                assertTrue((int) unit.locator("img").evaluate("image => image.naturalWidth") > 0);
                unit.locator("label.choice").nth(i % 2).tap();
                unit.locator("form[data-answer] button.first").tap();
                assertThat(page.locator("#unit[data-claim='" + claim + "']")).hasCount(0);
            }
            page.locator("#unit button[form=return]").tap();
            nadia.open("/me");
            assertThat(page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("Which weave is this?")).first())
                .isVisible();
            assertEquals("fr", page.locator("html").getAttribute("lang"));
        }
    }

    @Test
    void withoutScripts() {
        String title = "Sans script : quelle lettre est aimable ?";
        try (Seat anne = new Seat(anne(), Way.WITHOUT_SCRIPTS); Seat marco = new Seat(worker(1), Way.WITHOUT_SCRIPTS)) {
            Page page = anne.open("/batches");
            page.locator("form[action='/batches/new'] button").click();
            page.locator("#title").fill(title);
            page.locator("#instructions").fill("Lisez la lettre.");
            page.locator("input[id^='shown.']").fill("comment");
            page.locator("#ask").fill("Est-elle aimable ?");
            page.locator("#choices").fill("oui = Aimable\nnon = Pas aimable");
            page.locator("#endUse").fill("Pour répondre d’abord aux aimables.");
            page.locator("#file").setInputFiles(items("Lettre"));
            page.locator("button[value=publish]").click();
            page.waitForURL(Pattern.compile(".*/batches/[0-9A-Z]{26}.*"));
            String batch = page.url().replaceAll("\\?.*", "");

            Page board = marco.open("/board");
            reloadUntil(board, () -> board.getByText(title).count() == 1);
            board.getByText(title).click();
            board.locator("form[action$='/take'] button[value='1']").click();
            board.waitForURL("**/workbench**");
            for (int i = 0; i < ITEMS; i++) {
                board.locator("#unit input[value=oui]").check();
                board.locator("#unit form[data-answer] button.first").click();
            }
            page.navigate(batch + "/review");
            reloadUntil(page, () -> page.locator("[name=answer]").count() == ITEMS);
            page.locator("form[action$='/accept-all'] button").click();
            marco.open("/me");
            reloadUntil(board, () -> board.locator("tr:has-text('Sans script') .received").count() == ITEMS);
            page.navigate(batch + "/results");
            assertThat(page.locator("main")).containsText("Aimable");
        }
    }
}
