package coop.canut.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CanutTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everyVerbExplainsItself() {
        for (String verb : Canut.commandLine().getSubcommands().keySet()) {
            assertEquals(0, say(verb, "--help"), verb);
        }
        assertTrue(out.toString().contains("Usage: ops/canut run"), out.toString());
    }

    @Test
    void askingWronglyIsTwo() {
        assertEquals(2, say("weave"));
        assertEquals(2, say("run"));
        assertTrue(err.toString().contains("--config"), err.toString());
    }

    @Test
    void whatAPersonHasToChangeIsOneSentence() {
        assertEquals(1, say("run", "--config", folder.resolve("none.conf").toString()));
        assertTrue(err.toString().strip()
            .matches("There is no file \\S+; copy the sample canut.conf to it and change its values\\."), err.toString());
    }

    @Test
    void aNodeWithoutAnIdentityDoesNotStartAndMakesNone() throws Exception {
        Path config = folder.resolve("canut.conf");
        Files.copy(Path.of("canut.conf"), config);
        assertEquals(1, say("run", "--config", config.toString()));
        assertTrue(err.toString().contains("start once with --new"), err.toString());
        assertTrue(Files.notExists(folder.resolve("keys")) && Files.notExists(folder.resolve("data")));
    }

    @Test
    void theScriptKnowsItsTestsWithoutBuilding() throws Exception {
        Process script = new ProcessBuilder("sh", Path.of("canut").toAbsolutePath().toString(), "test", "--help")
            .directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(script.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, script.exitValue(), said);
        assertTrue(said.startsWith("Usage: ops/canut test"), said);
    }

    private int say(String... arguments) {
        CommandLine commands = Canut.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commands.execute(arguments);
    }
}
