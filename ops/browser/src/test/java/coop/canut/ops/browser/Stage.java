package coop.canut.ops.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import coop.canut.ops.demo.Person;
import java.util.ArrayList;
import java.util.List;

/** One exhibition and one browser for all stories of a run. */
final class Stage {

    private static final int PATIENCE_MILLIS = 20_000;
    /** So htmx tells, in one way or the other, that a page was left while a part of it was still on its way. */
    private static final String LEFT = "[object Event]";
    private static Exhibition exhibition;
    private static Chromium chromium;

    private Stage() {
    }

    /** How somebody looks at pages. */
    enum Way {
        /** A desk: keyboard, wide, light, English. */
        DESK(1_280, 900, ColorScheme.LIGHT, "en-GB", false, true),
        /** A phone: touch, narrow, dark, French. */
        PHONE(360, 740, ColorScheme.DARK, "fr-FR", true, true),
        /** A browser without scripts, in French. */
        WITHOUT_SCRIPTS(1_280, 900, ColorScheme.LIGHT, "fr-FR", false, false);

        private final int width;
        private final int height;
        private final ColorScheme scheme;
        private final String language;
        private final boolean touch;
        private final boolean scripts;

        Way(int width, int height, ColorScheme scheme, String language, boolean touch, boolean scripts) {
            this.width = width;
            this.height = height;
            this.scheme = scheme;
            this.language = language;
            this.touch = touch;
            this.scripts = scripts;
        }

        private NewContextOptions options() {
            return new NewContextOptions().setViewportSize(width, height).setColorScheme(scheme).setLocale(language)
                .setHasTouch(touch).setIsMobile(touch).setJavaScriptEnabled(scripts);
        }
    }

    static synchronized Exhibition exhibition() {
        if (exhibition == null) {
            exhibition = Exhibition.open();
            chromium = Chromium.start();
        }
        return exhibition;
    }

    static Chromium chromium() {
        exhibition();
        return chromium;
    }

    /** Somebody who sits down before a browser. What their pages complained about meanwhile fails the story. */
    static final class Seat implements AutoCloseable {

        private final BrowserContext context;
        private final Page page;
        private final String address;
        private final List<String> complaints = new ArrayList<>();

        Seat(Person person, Way way) {
            context = chromium().browser().newContext(way.options());
            address = exhibition().address(person.cooperative());
            page = exhibition().signIn(context, person);
            page.setDefaultTimeout(PATIENCE_MILLIS);
            page.onPageError(error -> {
                if (!error.equals(LEFT)) {
                    complaints.add(page.url() + ": " + error);
                }
            });
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") && !message.text().contains("status of 4") && !message.text().equals(LEFT)) {
                    complaints.add(page.url() + ": " + message.text());
                }
            });
        }

        Page page() {
            return page;
        }

        /** Opens a page of this person's own node. */
        Page open(String path) {
            page.navigate(address + path);
            return page;
        }

        /** Goes on by keyboard until something has the focus, as somebody without a mouse does. */
        void tabTo(String selector) {
            for (int i = 0; i < 120; i++) {
                if ((boolean) page.evaluate("s => !!document.activeElement && document.activeElement.matches(s)", selector)) {
                    return;
                }
                page.keyboard().press("Tab");
            }
            throw new AssertionError("no way by keyboard to " + selector + " on " + page.url());
        }

        /** The same, and presses Enter there. */
        void enter(String selector) {
            tabTo(selector);
            page.keyboard().press("Enter");
        }

        /** The same, and types into it. */
        void type(String selector, String text) {
            tabTo(selector);
            page.keyboard().press("Control+A");
            page.keyboard().type(text);
        }

        @Override
        public void close() {
            context.close();
            if (!complaints.isEmpty()) {
                throw new AssertionError(String.join("\n", complaints));
            }
        }
    }
}
