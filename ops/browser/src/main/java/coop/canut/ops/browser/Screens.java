package coop.canut.ops.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import coop.canut.ops.browser.Views.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A picture of every page, and one sheet of all. */
@Command(name = "screens", mixinStandardHelpOptions = true,
    description = {"Takes a picture of every page, wide and narrow, light and dark, in English and French, and makes a contact "
        + "sheet of them: DIR/index.html. Starts three cooperatives for it. Takes about three minutes.",
        "Ends with 1 if a page scrolls sideways or complains in the browser's console."})
public final class Screens implements Callable<Integer> {

    /** How a page is looked at. */
    private record Way(String name, int width, int height, ColorScheme scheme, String language) {
    }

    private static final List<Way> WAYS = List.of(
        new Way("wide-light-en", 1_280, 900, ColorScheme.LIGHT, "en-GB"),
        new Way("narrow-dark-fr", 360, 740, ColorScheme.DARK, "fr-FR"),
        new Way("wide-dark-fr", 1_280, 900, ColorScheme.DARK, "fr-FR"),
        new Way("narrow-light-en", 360, 740, ColorScheme.LIGHT, "en-GB"));

    @Parameters(paramLabel = "DIR", description = "Where the pictures go.")
    private Path folder;

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "Only these pages, by name.")
    private List<String> only = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(folder);
        List<String> faults = new ArrayList<>();
        try (Exhibition exhibition = Exhibition.open(); Chromium chromium = Chromium.start()) {
            List<View> views = Views.of(exhibition, chromium).stream()
                .filter(view -> only.isEmpty() || only.contains(view.name())).toList();
            for (Way way : WAYS) {
                spec.commandLine().getErr().println("canut: " + way.name());
                shoot(exhibition, chromium, way, views, faults);
            }
            Files.writeString(folder.resolve("index.html"), sheet(views));
        }
        faults.forEach(spec.commandLine().getErr()::println);
        spec.commandLine().getOut().println(folder.resolve("index.html"));
        return faults.isEmpty() ? 0 : 1;
    }

    private void shoot(Exhibition exhibition, Chromium chromium, Way way, List<View> views, List<String> faults) {
        Map<String, Page> open = new HashMap<>();
        List<BrowserContext> contexts = new ArrayList<>();
        for (View view : views) {
            String who = view.person() == null ? "" : view.person().name();
            Page page = open.computeIfAbsent(who, first -> {
                BrowserContext context = chromium.browser().newContext(new NewContextOptions()
                    .setViewportSize(way.width(), way.height()).setColorScheme(way.scheme()).setLocale(way.language())
                    .setHasTouch(way.width() < 500).setIsMobile(way.width() < 500));
                contexts.add(context);
                Page opened = view.person() == null ? context.newPage() : exhibition.signIn(context, view.person());
                opened.onConsoleMessage(message -> {
                    if (message.type().equals("error") && !message.text().contains("404")) {
                        faults.add(opened.url() + " says: " + message.text());
                    }
                });
                opened.onPageError(error -> faults.add(opened.url() + " fails: " + error));
                return opened;
            });
            page.navigate(exhibition.address(view.cooperative()) + view.path());
            int over = (int) page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
            if (over > 0) {
                faults.add(view.name() + " (" + way.name() + ") scrolls sideways by " + over + " pixels");
            }
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true)
                .setPath(folder.resolve(view.name() + "-" + way.name() + ".png")));
        }
        contexts.forEach(BrowserContext::close);
    }

    private static String sheet(List<View> views) {
        var html = new StringBuilder("<!doctype html><meta charset=utf-8><title>Canut, every page</title><style>body{font:16px "
            + "system-ui;background:#888}section{display:flex;flex-wrap:wrap;gap:1rem;align-items:start}img{max-height:44rem;"
            + "border:1px solid #444}</style>");
        for (View view : views) {
            html.append("<h2>").append(view.name()).append("</h2><section>");
            WAYS.forEach(way -> html.append("<a href=\"").append(view.name()).append('-').append(way.name())
                .append(".png\"><img loading=lazy alt=\"").append(way.name()).append("\" src=\"").append(view.name()).append('-')
                .append(way.name()).append(".png\"></a>"));
            html.append("</section>");
        }
        return html.append('\n').toString();
    }
}
