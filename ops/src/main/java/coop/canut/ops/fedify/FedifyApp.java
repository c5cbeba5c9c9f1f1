package coop.canut.ops.fedify;

import coop.canut.node.CannotStart;
import coop.canut.node.child.Child;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The app, installed and running, until it is closed. Its accounts are {@code ana} and {@code eve}. */
public final class FedifyApp implements AutoCloseable {

    private static final List<String> FILES = List.of("package.json", "package-lock.json", "app.mjs");
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path folder;
    private final String host;
    private final int port;
    private Child child;

    private FedifyApp(Path folder, String host, int port) {
        this.folder = folder;
        this.host = host;
        this.port = port;
    }

    /**
     * Installs the app with npm, in a folder of its own that {@link #close} throws away. Takes some ten seconds.
     *
     * @param host the name that it has among servers
     * @param port where it will answer, plain HTTP, on this machine
     */
    public static FedifyApp install(String host, int port) {
        try {
            Path folder = Files.createTempDirectory("canut-fedify-");
            for (String file : FILES) {
                try (InputStream in = FedifyApp.class.getResourceAsStream(file)) {
                    Files.copy(in, folder.resolve(file));
                }
            }
            if (!run(folder, List.of("sh", "-c", "command -v npm"))) {
                installNpm(folder);
            }
            // Without scripts: nothing of what comes is run before we start it, and each package has the hash of the lock.
            if (!run(folder, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"))) {
                throw new CannotStart("npm could not install Fedify: " + Files.readString(log(folder)));
            }
            return new FedifyApp(folder, host, port);
        } catch (IOException missing) {
            throw new CannotStart("Fedify is installed with npm, which is not here or cannot be started; install it, for "
                + "instance with: apt-get install npm", missing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while npm was at work", e);
        }
    }

    /** As root on a Debian, which is what machines of a CI are. */
    private static void installNpm(Path folder) throws IOException, InterruptedException {
        if (!System.getProperty("user.name").equals("root") || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            return;
        }
        System.err.println("canut: installing npm");
        run(folder, List.of("apt-get", "-qq", "update"));
        run(folder, List.of("apt-get", "-qq", "-y", "--no-install-recommends", "install", "npm"));
    }

    private static boolean run(Path folder, List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(log(folder).toFile());
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        return builder.start().waitFor() == 0;
    }

    /**
     * Starts it, and returns when it answers.
     *
     * @param front      where it finds other hosts
     * @param firstKnock the form in which it signs first: {@code rfc9421} or {@code draft-cavage-http-signatures-12}
     * @param quiet      whether it keeps nothing of what it hears but how much, to be measured
     */
    public void start(TlsFront front, String firstKnock, boolean quiet) {
        List<String> command = new ArrayList<>(List.of(node().toString(), "app.mjs", host, Integer.toString(port),
            Integer.toString(front.port()), front.authority().toString(), firstKnock));
        if (quiet) {
            command.add("quiet");
        }
        try {
            child = Child.start(new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder).toFile())), Child.Signal.KILL, Child.Account.OURS);
        } catch (IOException e) {
            throw new CannotStart("The Node.js of the app cannot be started: " + e.getMessage() + ".", e);
        }
        for (long looks = READY_WITHIN.dividedBy(LOOK_EVERY); looks > 0; looks--) {
            if (child.endsWithin(LOOK_EVERY)) {
                break;
            }
            try {
                say("heard", Json.object().build());
                return;
            } catch (UncheckedIOException notYet) {
                // It listens a second or two after it was started.
            }
        }
        throw new CannotStart("The app did not come to answer; it said: " + words());
    }

    /** The Node.js of the lock, for this machine's processor. */
    private Path node() {
        try (Stream<Path> packages = Files.list(folder.resolve("node_modules"))) {
            return packages.filter(each -> each.getFileName().toString().startsWith("node-linux-"))
                .map(each -> each.resolve("bin").resolve("node")).filter(Files::isRegularFile).findFirst()
                .orElseThrow(() -> new CannotStart("The lock of the app has no Node.js for this machine."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it something, or has it do something: what comes after {@code /control/} in its file. */
    public Json.Obj say(String what, Json.Obj argument) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/control/" + what)).timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(argument.canonical())).build();
        try {
            HttpResponse<byte[]> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(what + ": " + answer.statusCode() + "; " + words());
            }
            return (Json.Obj) Json.read(answer.body(), JsonLimits.API);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the app", e);
        }
    }

    /** All that it and npm have printed. */
    public String words() {
        try {
            return Files.readString(log(folder));
        } catch (IOException unreadable) {
            return "nothing that can be read";
        }
    }

    /** The number of its process. */
    public long pid() {
        return child.pid();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Path log(Path folder) {
        return folder.resolve("log");
    }

    /** Ends it, and it can be started again. */
    public void stop() {
        if (child != null) {
            child.stop(Child.Signal.KILL, LOOK_EVERY);
        }
    }

    @Override
    public void close() {
        stop();
        try {
            delete(folder);
        } catch (IOException kept) {
            throw new UncheckedIOException(kept);
        }
    }
}
