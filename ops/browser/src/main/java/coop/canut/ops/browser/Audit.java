package coop.canut.ops.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import coop.canut.ops.browser.Views.View;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures every page: who is shut out, what it weighs, how quick it is. */
@Command(name = "audit", mixinStandardHelpOptions = true,
    description = {"Audits every page with axe in both themes, weighs it, and runs Lighthouse (mobile profile) where Node.js "
        + "and npm are here; then measures how quickly the next task is on the screen. Prints tables in Markdown.",
        "Ends with 1 if axe finds anything, or if a page is heavier than it may be."})
public final class Audit implements Callable<Integer> {

    /** The most that a first visit, and each later one, may bring over the line. */
    private static final long FIRST_BYTES = 60_000;
    private static final long LATER_BYTES = 15_000;
    private static final String WEIGHT = """
        () => [performance.getEntriesByType("navigation")[0], ...performance.getEntriesByType("resource")]
          .reduce((sum, entry) => sum + entry.transferSize, 0)""";

    @Option(names = "--without-lighthouse", description = "Leave Lighthouse out.")
    private boolean withoutLighthouse;

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "Only these pages, by name.")
    private List<String> only = List.of();

    @Spec
    private CommandSpec spec;

    /** What was seen of one page. */
    private record Seen(long first, long later, int findings, Map<String, Integer> scores) {
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Map<String, Seen> seen = new LinkedHashMap<>();
        List<String> findings = new ArrayList<>();
        String next;
        try (Exhibition exhibition = Exhibition.open(); Chromium chromium = Chromium.start();
                Lighthouse lighthouse = withoutLighthouse ? null : Lighthouse.install()) {
            for (View view : Views.of(exhibition, chromium)) {
                if (only.isEmpty() || only.contains(view.name())) {
                    err.println("canut: " + view.name());
                    err.flush();
                    seen.put(view.name(), look(exhibition, chromium, lighthouse, view, findings));
                }
            }
            next = NextTask.measure(exhibition, chromium);
        }
        out.println("| Page | First visit | Later | axe | Performance | Accessibility | Best practices | SEO |");
        out.println("|---|---|---|---|---|---|---|---|");
        seen.forEach((name, page) -> out.printf("| %s | %.1f kB | %.1f kB | %d | %s | %s | %s | %s |%n", name,
            page.first / 1_000.0, page.later / 1_000.0, page.findings, score(page, "performance"), score(page, "accessibility"),
            score(page, "best-practices"), score(page, "seo")));
        out.println();
        out.println(next);
        findings.forEach(out::println);
        out.flush();
        boolean light = seen.values().stream().allMatch(page -> page.first <= FIRST_BYTES && page.later <= LATER_BYTES);
        return findings.isEmpty() && light ? 0 : 1;
    }

    private static String score(Seen page, String category) {
        Integer score = page.scores.get(category);
        return score == null ? "–" : score.toString();
    }

    private static Seen look(Exhibition exhibition, Chromium chromium, Lighthouse lighthouse, View view,
                             List<String> findings) {
        String url = exhibition.address(view.cooperative()) + view.path();
        long[] weights = new long[2];
        int found = 0;
        Map<String, Integer> scores = Map.of();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (BrowserContext context = chromium.browser().newContext(new NewContextOptions().setColorScheme(scheme)
                    .setViewportSize(scheme == ColorScheme.LIGHT ? 1_280 : 360, 800).setReducedMotion(
                        ReducedMotion.REDUCE))) {
                Page page = view.person() == null ? context.newPage() : exhibition.signIn(context, view.person());
                if (scheme == ColorScheme.LIGHT) {
                    weights = weigh(context, page, url);
                    // It judges no page that says 404.
                    if (lighthouse != null && !view.name().equals("missing")) {
                        scores = lighthouse.scores(url, context.cookies());
                    }
                }
                page.navigate(url);
                for (var violation : new AxeBuilder(page).analyze().getViolations()) {
                    found += violation.getNodes().size();
                    violation.getNodes().forEach(node -> findings.add(view.name() + ": " + violation.getId() + " "
                        + node.getHtml() + " " + node.getFailureSummary()));
                }
            }
        }
        return new Seen(weights[0], weights[1], found, scores);
    }

    /** With an empty cache, and again with what the first visit left in it. */
    private static long[] weigh(BrowserContext context, Page page, String url) {
        var session = context.newCDPSession(page);
        session.send("Network.enable");
        session.send("Network.clearBrowserCache");
        page.navigate(url);
        long first = ((Number) page.evaluate(WEIGHT)).longValue();
        page.navigate(url);
        return new long[] {first, ((Number) page.evaluate(WEIGHT)).longValue()};
    }
}
