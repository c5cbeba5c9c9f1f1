package coop.canut.node.publish;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * A zip as a requester brings it: one CSV or TSV file and the images that it names, in whatever folders. It is read as a
 * stream, front to back: the directory at its end, which could name a million entries, is never looked at, and the stream of
 * the JDK knows two methods and no encryption. What its headers say of sizes is not believed; every byte that comes out is
 * counted. Folders are cut off the names, and what is left is only compared with cells (F-78). Pure.
 */
final class Archive {

    /** Bytes of the zip itself, which a node holds in memory while it reads. */
    static final int BYTES = 32 * 1_048_576;
    /** Entries, folders and what is passed over included. */
    static final int ENTRIES = 5_000;
    /** Bytes of everything in it: images hardly shrink, so this is much. */
    static final long UNPACKED_BYTES = 64L * 1_048_576;
    /** How many times what has been read may come out of it. Text shrinks twenty times, a bomb a thousand times. */
    static final int RATIO = 100;
    /** Up to here the ratio is not asked: a small table of equal rows is no bomb. */
    static final int RATIO_FREE_BYTES = 1_048_576;
    /** Bytes of images that are handed out at once, beside the last of them. */
    private static final int BATCH_BYTES = 4 * 1_048_576;
    private static final int BATCH_IMAGES = 100;

    /** Windows writes names in the code page of DOS as long as it has their letters, and says so nowhere. */
    private static final Charset DOS = Charset.forName("IBM850");
    /** What systems put beside one's own files. */
    private static final Pattern SYSTEM = Pattern.compile("(.*/)?(__MACOSX/.*|\\.[^/]*|Thumbs\\.db|desktop\\.ini)",
        Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern LEADS_OUT = Pattern.compile("/.*|[A-Za-z]:.*|.*\\\\.*|(.*/)?\\.\\.(/.*)?", Pattern.DOTALL);

    private final byte[] zip;
    private final Charset names;
    private final byte[] table;

    private Archive(byte[] zip, Charset names) {
        this.zip = zip;
        this.names = names;
        byte[] found = null;
        var parts = new Parts();
        for (Part part = parts.next(); part != null; part = parts.next()) {
            if (!part.isTable()) {
                Image.of(part.name(), part.data(), part.name());
            } else if (found == null) {
                found = part.data();
            } else {
                throw wrong(part.name(), "a second table");
            }
        }
        if (found == null) {
            throw wrong("items", "no CSV or TSV file");
        }
        table = found;
    }

    /**
     * Reads all of it once.
     *
     * @throws Refused {@code too-large} and {@code archive-wrong} on {@code items} or the name of the file at fault,
     *     {@code image-not-allowed} on the name of what is neither table nor image
     */
    static Archive read(byte[] zip) {
        if (zip.length > BYTES) {
            throw Refused.at(Problem.TOO_LARGE, "items", zip.length + " bytes");
        }
        try {
            return new Archive(zip, StandardCharsets.UTF_8);
        } catch (NoUtf8 names) {
            // If it is another code page still, the cells will not find their images, and that is what is told.
            return new Archive(zip, DOS);
        }
    }

    /** The one CSV or TSV file. */
    byte[] table() {
        return table;
    }

    /** Its images, from the first on: they are unpacked once more, so that never all of them are in memory. */
    Images images() {
        return new Images(new Parts());
    }

    /** The images of an archive, some at a time. */
    static final class Images {

        private final Parts parts;

        private Images(Parts parts) {
            this.parts = parts;
        }

        /** The next few, at least one; empty at the end. */
        List<Image> next() {
            List<Image> batch = new ArrayList<>();
            long bytes = 0;
            while (bytes < BATCH_BYTES && batch.size() < BATCH_IMAGES) {
                Part part = parts.next();
                if (part == null) {
                    break;
                }
                if (!part.isTable()) {
                    batch.add(Image.of(part.name(), part.data(), part.name()));
                    bytes += part.data().length;
                }
            }
            return batch;
        }
    }

    /** A file in it. @param name without folders */
    private record Part(String name, byte[] data) {

        boolean isTable() {
            return isTable(name);
        }

        static boolean isTable(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return lower.endsWith(".csv") || lower.endsWith(".tsv");
        }
    }

    /** One way through the archive. */
    private final class Parts {

        private final ByteArrayInputStream source = new ByteArrayInputStream(zip);
        private final ZipInputStream in = new ZipInputStream(source, names);
        private final Set<String> seen = new HashSet<>();
        private final byte[] chunk = new byte[8_192];
        private int entries;
        private long unpacked;

        /** The next file, or null. */
        Part next() {
            try {
                for (ZipEntry entry = entry(); entry != null; entry = entry()) {
                    if (++entries > ENTRIES) {
                        throw Refused.at(Problem.TOO_LARGE, "items", "more than " + ENTRIES + " entries");
                    }
                    String path = entry.getName();
                    if (LEADS_OUT.matcher(path).matches()) {
                        throw wrong("items", "a name that leads out of it");
                    }
                    // What is passed over is unpacked all the same, or the stream would do so uncounted.
                    if (entry.isDirectory() || SYSTEM.matcher(path).matches()) {
                        data("items", Limits.CONTENT_BYTES, Problem.TOO_LARGE);
                        continue;
                    }
                    String name = Image.name(path.substring(path.lastIndexOf('/') + 1))
                        .orElseThrow(() -> wrong("items", "a name that is empty, too long or not one line"));
                    if (!seen.add(name)) {
                        throw wrong(name, "a name twice");
                    }
                    return new Part(name, Part.isTable(name) ? data(name, Sheet.FILE_BYTES, Problem.TOO_LARGE)
                        : data(name, Limits.CONTENT_BYTES, Problem.IMAGE_NOT_ALLOWED));
                }
                return null;
            } catch (IOException | IllegalArgumentException broken) {
                throw wrong("items", broken.getMessage());
            }
        }

        /** The stream tells of a name that it cannot read, and of nothing else, by an exception that has a cause. */
        private ZipEntry entry() throws IOException {
            try {
                return in.getNextEntry();
            } catch (ZipException wrong) {
                if (wrong.getCause() == null || names.equals(DOS)) {
                    throw wrong;
                }
                throw new NoUtf8(wrong);
            }
        }

        private byte[] data(String field, int most, Problem beyond) throws IOException {
            var data = new ByteArrayOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                data.write(chunk, 0, read);
                unpacked += read;
                if (data.size() > most) {
                    throw Refused.at(beyond, field, "more than " + most + " bytes");
                }
                if (unpacked > UNPACKED_BYTES) {
                    throw Refused.at(Problem.TOO_LARGE, "items", "more than " + UNPACKED_BYTES + " bytes unpacked");
                }
                long packed = zip.length - source.available();
                if (unpacked > RATIO_FREE_BYTES && unpacked > RATIO * packed) {
                    throw wrong(field, unpacked + " bytes of " + packed);
                }
            }
            return data.toByteArray();
        }
    }

    private static final class NoUtf8 extends RuntimeException {
        NoUtf8(Throwable cause) {
            super(cause);
        }
    }

    private static Refused wrong(String field, String detail) {
        return Refused.at(Problem.ARCHIVE_WRONG, field, detail);
    }
}
