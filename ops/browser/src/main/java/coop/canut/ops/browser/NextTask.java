package coop.canut.ops.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import coop.canut.ops.demo.Person;
import coop.canut.ops.federation.Cooperative;
import java.util.ArrayList;
import java.util.List;

/** How long it takes from the key that submits an answer until the next task is on the screen. */
final class NextTask {

    private static final int TASKS = 12;

    private NextTask() {
    }

    /** Works through some pictures by keyboard; the page itself measures from the key to the frame after the next task. */
    static String measure(Exhibition exhibition, Chromium chromium) {
        Person worker = exhibition.people().of(Cooperative.NAIROBI, "worker").get(1);
        try (BrowserContext context = chromium.browser().newContext()) {
            Page page = exhibition.signIn(context, worker);
            page.navigate(exhibition.address(worker.cooperative()) + "/tasks/" + exhibition.texts().host() + "/"
                + exhibition.texts().id());
            page.locator("form[action$='/take'] button").first().click();
            page.waitForURL("**/workbench**");
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < TASKS && page.locator("[data-claim]").count() > 0; i++) {
                // Somebody reads and thinks; meanwhile the next task is fetched.
                page.waitForTimeout(700);
                page.keyboard().press("1");
                page.keyboard().press("Enter");
                int done = i + 1;
                page.waitForFunction("n => performance.getEntriesByName('canut-next').length >= n", done,
                    new Page.WaitForFunctionOptions().setTimeout(10_000));
                times.add(((Number) page.evaluate("performance.getEntriesByName('canut-next').at(-1).duration")).doubleValue());
            }
            times.sort(Double::compare);
            return "Submit to next task on the screen, prefetched, %d times: median %.0f ms, most %.0f ms.".formatted(
                times.size(), times.get(times.size() / 2), times.getLast());
        }
    }
}
