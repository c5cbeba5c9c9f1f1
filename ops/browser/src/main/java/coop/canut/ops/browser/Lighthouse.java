package coop.canut.ops.browser;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.options.Cookie;
import coop.canut.node.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lighthouse, of the major version that the Node.js of common systems runs, in a folder that is thrown away. */
final class Lighthouse implements AutoCloseable {

    private static final String PACKAGE = "lighthouse@12.8.2";
    /** It sometimes loses the trace of a page, and says so. */
    private static final int TRIES = 3;

    private final Path folder;

    private Lighthouse(Path folder) {
        this.folder = folder;
    }

    static Lighthouse install() {
        try {
            Path folder = Files.createTempDirectory("canut-lighthouse-");
            run(folder, List.of("npm", "install", "--no-audit", "--no-fund", "--silent", PACKAGE));
            return new Lighthouse(folder);
        } catch (IOException missing) {
            throw new CannotStart("Lighthouse needs Node.js and npm; install them, or say --without-lighthouse.", missing);
        }
    }

    /** Points of 100 by category, as a phone on a slow line sees the page. */
    Map<String, Integer> scores(String url, List<Cookie> cookies) {
        try {
            Path report = folder.resolve("report.json");
            Path headers = folder.resolve("headers.json");
            String cookie = cookies.stream().map(each -> each.name + "=" + each.value).collect(Collectors.joining("; "));
            var extra = new JsonObject();
            if (!cookie.isEmpty()) {
                extra.addProperty("Cookie", cookie);
            }
            Files.writeString(headers, extra.toString());
            again(List.of("npx", "--no-install", "lighthouse", url, "--quiet", "--no-enable-error-reporting",
                "--output=json", "--output-path=" + report, "--extra-headers=" + headers,
                "--chrome-flags=--headless=new " + String.join(" ", Chromium.flags())));
            Map<String, Integer> scores = new LinkedHashMap<>();
            JsonParser.parseString(Files.readString(report)).getAsJsonObject().getAsJsonObject("categories").entrySet()
                .forEach(category -> {
                    var score = category.getValue().getAsJsonObject().get("score");
                    if (!score.isJsonNull()) {
                        scores.put(category.getKey(), (int) Math.round(score.getAsDouble() * 100));
                    }
                });
            return scores;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void again(List<String> command) throws IOException {
        for (int left = TRIES - 1; left >= 0; left--) {
            try {
                run(folder, command);
                return;
            } catch (IOException failed) {
                if (left == 0) {
                    throw failed;
                }
            }
        }
    }

    private static void run(Path folder, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("CHROME_PATH", Chromium.program().toString());
        try {
            if (builder.start().waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + Files.readString(folder.resolve("log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
