package coop.canut.node.child;

import coop.canut.node.CannotStart;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running child of this process. All methods block; none may be called on an event loop. */
public final class Child {

    /** The number of nobody and of its group on every Linux; the group's name differs (nogroup, nobody). */
    public static final int NOBODY = 65_534;

    private static final Duration KILLED_WITHIN = Duration.ofSeconds(10);

    private final Process process;
    private final Thread hook;

    private Child(Process process, Thread hook) {
        this.process = process;
        this.hook = hook;
    }

    /** What a child can be told. */
    public enum Signal {
        /** As by Ctrl-C. */
        INT,
        /** The polite request to end. */
        TERM,
        /** The end, at once. */
        KILL
    }

    /** Whom a child runs as. */
    public enum Account {
        /** The same as this process. */
        OURS,
        /** Nobody, who may do nothing; only root can start a child so. */
        NOBODY
    }

    /**
     * Starts a program.
     *
     * @param builder its command, which is changed here, and where its output goes
     * @param parting the signal that it gets when this process has ended, however that happened
     */
    public static Child start(ProcessBuilder builder, Signal parting, Account account) throws IOException {
        List<String> command = new ArrayList<>();
        boolean tied = onPath("setpriv");
        if (tied) {
            command.addAll(List.of("setpriv", "--pdeathsig", parting.name()));
            if (account == Account.NOBODY) {
                command.addAll(List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--inh-caps=-all"));
            }
            if (onPath("setsid")) {
                command.add("setsid");
            }
        } else if (account == Account.NOBODY) {
            throw new CannotStart("PostgreSQL cannot run as root, and the program setpriv (package util-linux), with which "
                + "it would run as nobody, is not here; install it or start Canut as another user.");
        }
        command.addAll(builder.command());
        Process process = launch(builder.command(command));
        Thread hook = null;
        if (!tied) {
            hook = Thread.ofPlatform().unstarted(() -> signal(process, parting));
            Runtime.getRuntime().addShutdownHook(hook);
        }
        return new Child(process, hook);
    }

    /** The number of its process; it is the program's own, nothing stands between. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end and gives its exit code. */
    public int await() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Waits so long for its end; says whether it has ended. */
    public boolean endsWithin(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Asks it to end and waits; one that has not ended in time is killed. Does nothing when it has ended already. */
    public void stop(Signal signal, Duration patience) {
        if (process.isAlive()) {
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
            signal(process, signal);
            if (!endsWithin(patience)) {
                process.destroyForcibly();
                endsWithin(KILLED_WITHIN);
            }
        }
    }

    /**
     * From a thread that does not end before the child does: the kernel's promise to signal the child is about the thread
     * that forked it, not about the process.
     */
    private static Process launch(ProcessBuilder builder) throws IOException {
        var launched = new CompletableFuture<Process>();
        Thread.ofPlatform().daemon().name("keeper").start(() -> {
            try {
                Process process = builder.start();
                launched.complete(process);
                process.waitFor();
            } catch (IOException | InterruptedException e) {
                launched.completeExceptionally(e);
            }
        });
        try {
            return launched.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static void signal(Process process, Signal signal) {
        try {
            // Process.destroy can send SIGTERM only.
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid()).start().waitFor();
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static IllegalStateException interrupted() {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for a child");
    }
}
