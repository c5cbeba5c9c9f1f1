package coop.canut.ops.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import coop.canut.node.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A real Chromium without a window: the one of the machine, or one that is installed for it. */
public final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
    private static final List<String> FLAGS = List.of("--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--force-color-profile=srgb");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Starts it. A {@link CannotStart} says what to install where that could not be done here. */
    public static Chromium start() {
        Path program = program();
        Map<String, String> environment = new HashMap<>(System.getenv());
        // The driver would load browsers of its own, for three engines.
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        var playwright = Playwright.create(new CreateOptions().setEnv(environment));
        try {
            return new Chromium(playwright, playwright.chromium().launch(new LaunchOptions().setExecutablePath(program)
                .setChromiumSandbox(!isRoot()).setArgs(FLAGS)));
        } catch (RuntimeException failed) {
            playwright.close();
            throw failed;
        }
    }

    /** The browser. */
    public Browser browser() {
        return browser;
    }

    /** The flags that other programs should start it with. */
    static List<String> flags() {
        return isRoot() ? Stream.concat(FLAGS.stream(), Stream.of("--no-sandbox")).toList() : FLAGS;
    }

    /** Where the browser's program is; installs it where that is possible. */
    static synchronized Path program() {
        return found().or(() -> {
            install();
            return found();
        }).orElseThrow(() -> new CannotStart("No Chromium is here; install one, for instance with: apt-get install chromium; "
            + "or name its program in CANUT_CHROMIUM."));
    }

    private static Optional<Path> found() {
        String named = System.getenv("CANUT_CHROMIUM");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(System.getenv("PATH").split(":")).flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable).findFirst();
    }

    /** As root on a Debian, which is what machines of a CI are. */
    private static void install() {
        if (!isRoot() || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            return;
        }
        System.err.println("canut: installing Chromium");
        try {
            for (List<String> command : List.of(List.of("apt-get", "-qq", "update"),
                    List.of("apt-get", "-qq", "-y", "--no-install-recommends", "install", "chromium", "fonts-dejavu-core"))) {
                var process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
                process.environment().put("DEBIAN_FRONTEND", "noninteractive");
                process.start().waitFor();
            }
        } catch (IOException failed) {
            throw new CannotStart("Chromium could not be installed: " + failed.getMessage() + ".", failed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
