package coop.canut.ops;

import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.federation.NodeProcess;
import coop.canut.ops.federation.Supervised;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Lets one node live for a moment so that Java can keep what it learned in a file (JEP 483, 514): a node that starts with it
 * answers in about half the time. The script does this once after each build, with the same jars in the same order, since a
 * file that does not fit is ignored without a word.
 */
@Command(name = "warm-up", hidden = true, mixinStandardHelpOptions = true,
    description = "Makes the file from which nodes start quickly. Done by the script after each build.")
final class WarmUp implements Callable<Integer> {

    private static final List<String> ASKED = List.of("/.well-known/canut", "/actor", "/canut/1/keys",
        "/canut/1/log/1/checkpoint", "/api/1/board", "/readyz");
    private static final int ROUNDS = 20;

    @Parameters(paramLabel = "FILE", description = "Where to write it.")
    private Path file;

    @Override
    public Integer call() throws Exception {
        List<Cooperative> one = List.of(Cooperative.LYON);
        try (var supervised = new Supervised(null)) {
            Federation federation = supervised.prepare(one, Federation.freePorts(1), EmbeddedPostgres.Options.forTests());
            NodeProcess node = federation.node(Cooperative.LYON);
            node.start("-XX:AOTCacheOutput=" + file.toAbsolutePath());
            node.awaitReady();
            ask(node.url());
            node.stop();
        }
        return 0;
    }

    /** What the answers are does not matter; that the classes are loaded does. */
    private static void ask(URI node) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        for (int round = 0; round < ROUNDS; round++) {
            for (String path : ASKED) {
                http.send(HttpRequest.newBuilder(node.resolve(path)).build(), HttpResponse.BodyHandlers.discarding());
            }
        }
    }
}
