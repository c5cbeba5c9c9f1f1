package coop.canut.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.CannotStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EmbeddedPostgresTest {

    private static final EmbeddedPostgres.Options OPTIONS = EmbeddedPostgres.Options.forTests();

    private Path folder;

    @BeforeEach
    void aPlaceThatNobodyMayPass() throws IOException {
        folder = Files.createTempDirectory("canut-pg-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        PostgresBinaries.delete(folder);
    }

    @Test
    void whatWasMadeIsThereAfterARestart() {
        Path data = folder.resolve("data");
        try (var first = EmbeddedPostgres.start(data, OPTIONS)) {
            assertEquals(List.of(), first.databases());
            first.createDatabase("lyon");
            first.createDatabase("lyon");
            first.createDatabase("copy", "lyon");
            assertEquals(Optional.of(first.socketFolder()), EmbeddedPostgres.running(data));
        }
        assertEquals(Optional.empty(), EmbeddedPostgres.running(data));
        try (var second = EmbeddedPostgres.start(data, OPTIONS)) {
            assertEquals(List.of("copy", "lyon"), second.databases());
        }
    }

    @Test
    void theServerEndsWithItsProcessHoweverThatEnds() throws Exception {
        Path data = folder.resolve("data");
        Process parent = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp", System.getProperty("java.class.path"), Parent.class.getName(), data.toString()).inheritIO().start();
        assertTrue(ServerProcess.eventually(Duration.ofMinutes(1), () -> EmbeddedPostgres.running(data).isPresent()));
        parent.destroyForcibly().waitFor();
        try (var next = EmbeddedPostgres.start(data, OPTIONS)) {
            assertEquals(List.of(), next.databases());
        }
    }

    /** A process that starts a server and then waits for its own death. */
    static final class Parent {

        private Parent() {
        }

        public static void main(String[] arguments) throws InterruptedException {
            EmbeddedPostgres.start(Path.of(arguments[0]), OPTIONS);
            new CountDownLatch(1).await();
        }
    }

    @Test
    void stoppingTwiceIsStoppingOnce() {
        var postgres = EmbeddedPostgres.start(folder.resolve("data"), OPTIONS);
        postgres.stop();
        postgres.stop();
    }

    @Test
    void aPidFileOfADeadServerDoesNotStopTheNext() throws Exception {
        Path data = folder.resolve("data");
        EmbeddedPostgres.start(data, OPTIONS).stop();
        // A process that ended: like a server that was killed while nobody reaps zombies.
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(data.resolve("cluster/postmaster.pid"),
            dead.pid() + "\n" + data.toRealPath().resolve("cluster") + "\n0\n5432\n" + data.resolve("socket") + "\n\n");
        EmbeddedPostgres.start(data, OPTIONS).stop();
    }

    @Test
    void aPidFileThatNamesAnotherProgramIsNotBelieved() throws Exception {
        Path data = folder.resolve("data");
        EmbeddedPostgres.start(data, OPTIONS).stop();
        Files.writeString(data.resolve("cluster/postmaster.pid"), ProcessHandle.current().pid() + "\n");
        EmbeddedPostgres.start(data, OPTIONS).stop();
    }

    @Test
    void aLongPathStillHasAShortSocket() throws IOException {
        Path deep = folder.resolve("a".repeat(60)).resolve("b".repeat(60));
        try (var postgres = EmbeddedPostgres.start(deep, OPTIONS)) {
            postgres.createDatabase("lyon");
            assertTrue(postgres.socketFolder().toString().length() < 86);
            PostgresBinaries.delete(postgres.socketFolder());
        }
    }

    @Test
    void dataWhoseMakingWasCutShortAreMadeAgain() throws IOException {
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("cluster.new/base"));
        EmbeddedPostgres.start(data, OPTIONS).stop();
        assertFalse(Files.exists(data.resolve("cluster.new")));
    }

    @Test
    void aFolderWithOtherThingsInItIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "two years");
        CannotStart refusal = assertThrows(CannotStart.class, () -> EmbeddedPostgres.start(folder, OPTIONS));
        assertTrue(refusal.getMessage().contains("thesis.txt"), refusal.getMessage());
    }

    @Test
    void dataOfAnotherVersionAreRefusedInOneSentence() throws IOException {
        Path data = folder.resolve("data");
        EmbeddedPostgres.start(data, OPTIONS).stop();
        Files.writeString(data.resolve("cluster/PG_VERSION"), "17\n");
        CannotStart refusal = assertThrows(CannotStart.class, () -> EmbeddedPostgres.start(data, OPTIONS));
        assertTrue(refusal.getMessage().contains("PostgreSQL 17"), refusal.getMessage());
    }

    @Test
    void aNameThatIsMoreThanANameIsRefused() {
        try (var postgres = EmbeddedPostgres.start(folder.resolve("data"), OPTIONS)) {
            assertThrows(CannotStart.class, () -> postgres.createDatabase("lyon; drop database postgres"));
        }
    }

    @Test
    void twoThatUnpackAtOnceShareOneCopy() throws Exception {
        try (var both = Executors.newFixedThreadPool(2)) {
            Callable<Path> unpack = () -> PostgresBinaries.home(folder);
            List<Future<Path>> homes = both.invokeAll(List.of(unpack, unpack));
            assertEquals(homes.get(0).get(), homes.get(1).get());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void theVersionIsThatOfThePom() throws Exception {
        Path program = PostgresBinaries.home(ServerAccount.current()).resolve("bin/postgres");
        Process process = new ProcessBuilder(program.toString(), "--version").start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue((said.strip() + ".0").endsWith(" " + PostgresBinaries.VERSION), said);
    }
}
