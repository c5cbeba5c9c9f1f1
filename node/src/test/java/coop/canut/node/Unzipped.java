package coop.canut.node;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Takes a zip chunk by chunk, as a browser would, and reads it. */
public final class Unzipped {

    private final Buffer zip = Buffer.buffer();
    private int largest;

    /** Takes a chunk. */
    public Future<Void> take(Buffer chunk) {
        largest = Math.max(largest, chunk.length());
        zip.appendBuffer(chunk);
        return Future.succeededFuture();
    }

    /** Bytes of the largest chunk. */
    public int largest() {
        return largest;
    }

    /** Texts of the files by their names, in the order of the zip. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip.getBytes()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
            return files;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
