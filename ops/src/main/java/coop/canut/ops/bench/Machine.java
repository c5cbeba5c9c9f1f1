package coop.canut.ops.bench;

import coop.canut.node.store.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The machine that was measured on, and its memory as Linux counts it. */
final class Machine {

    private static final long KB_PER_GB = 1_048_576;

    private Machine() {
    }

    /** Processor, cores, memory, kernel, Java and PostgreSQL in one line. */
    static String line() {
        return String.join(", ", value(Path.of("/proc/cpuinfo"), "model name", System.getProperty("os.arch")),
            Runtime.getRuntime().availableProcessors() + " cores", memory(),
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
            "PostgreSQL " + EmbeddedPostgres.VERSION);
    }

    /** How many processes wanted a core in the last minute, or a dash: what others do at the time spoils every number. */
    static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? Measured.NONE : String.format(Locale.ROOT, "%.1f", load);
    }

    private static String memory() {
        String kilobytes = value(Path.of("/proc/meminfo"), "MemTotal", "");
        return kilobytes.isEmpty() ? "memory unknown" : Math.round((double) number(kilobytes) / KB_PER_GB) + " GB memory";
    }

    /** What a process alone and its share of what it has in common with others hold resident, in kB ({@code VmRSS}). */
    static long residentKb(long pid) {
        return kilobytes(Path.of("/proc/" + pid + "/status"), "VmRSS");
    }

    /** Resident memory of a process in kB, where a page that n processes share counts for one nth in each ({@code Pss}). */
    static long proportionalKb(long pid) {
        return kilobytes(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss");
    }

    private static long kilobytes(Path file, String name) {
        String value = value(file, name, "");
        if (value.isEmpty()) {
            throw new IllegalStateException(file + " does not say " + name + ", and only Linux has it");
        }
        return number(value);
    }

    private static long number(String kilobytes) {
        return Long.parseLong(kilobytes.replace("kB", "").strip());
    }

    /** The value of the first line {@code name: value} of a file. */
    private static String value(Path file, String name, String otherwise) {
        try (Stream<String> lines = Files.lines(file)) {
            List<String> found = lines.filter(line -> line.startsWith(name))
                .filter(line -> line.substring(name.length()).strip().startsWith(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).limit(1).toList();
            return found.isEmpty() ? otherwise : found.getFirst();
        } catch (IOException | UncheckedIOException unreadable) {
            return otherwise;
        }
    }
}
