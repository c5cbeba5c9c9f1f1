package coop.canut.ops.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import coop.canut.ops.browser.Views.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What must hold of every page, whoever it is for. */
final class EveryPageTest {

    private static final String OVER = "document.documentElement.scrollWidth - window.innerWidth";
    private static final String SMALL = """
        () => [...document.querySelectorAll("main button, main select, main .button, \
        main input:not([type=hidden], [type=checkbox], [type=radio])")].filter(each => each.checkVisibility())
          .filter(each => each.getBoundingClientRect().height < 43.5 && !each.classList.contains("unseen"))
          .map(each => each.outerHTML.slice(0, 120))""";

    @Test
    void nobodyIsShutOutAndNothingScrollsSideways() {
        Exhibition exhibition = Stage.exhibition();
        List<String> faults = new ArrayList<>();
        List<View> views = Views.of(exhibition, Stage.chromium());
        for (boolean narrow : new boolean[] {false, true}) {
            Map<String, Page> open = new HashMap<>();
            List<BrowserContext> contexts = new ArrayList<>();
            for (View view : views) {
                String who = view.person() == null ? "" : view.person().name();
                Page page = open.computeIfAbsent(who, first -> {
                    BrowserContext context = Stage.chromium().browser().newContext(new NewContextOptions()
                        .setViewportSize(narrow ? 360 : 1_280, 800).setLocale(narrow ? "fr-FR" : "en-GB")
                        .setColorScheme(narrow ? ColorScheme.DARK : ColorScheme.LIGHT)
                        .setReducedMotion(ReducedMotion.REDUCE));
                    contexts.add(context);
                    return view.person() == null ? context.newPage() : exhibition.signIn(context, view.person());
                });
                look(exhibition, view, page, narrow, faults);
            }
            contexts.forEach(BrowserContext::close);
        }
        assertEquals(List.of(), faults, String.join("\n", faults));
    }

    private static void look(Exhibition exhibition, View view, Page page, boolean narrow, List<String> faults) {
        String name = view.name() + (narrow ? " (narrow, dark, French): " : ": ");
        int status = page.navigate(exhibition.address(view.cooperative()) + view.path()).status();
        if (status != (view.name().equals("missing") ? 404 : 200)) {
            faults.add(name + "status " + status);
        }
        if ((int) page.evaluate(OVER) > 0) {
            faults.add(name + "scrolls sideways");
        }
        ((List<?>) page.evaluate(SMALL)).forEach(small -> faults.add(name + "is too small for a finger: " + small));
        new AxeBuilder(page).analyze().getViolations().forEach(violation -> violation.getNodes().forEach(node ->
            faults.add(name + violation.getId() + " " + node.getHtml() + " " + node.getFailureSummary())));
    }
}
