package coop.canut.node.member;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip in the making, which goes out as it is written: memory holds one chunk, however much is packed. Each method waits until
 * what came of it was taken.
 */
public final class Parcel {

    private final Function<Buffer, Future<Void>> out;
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(packed, StandardCharsets.UTF_8);

    /** An empty one. @param out takes one chunk after another, each when the one before is written */
    public Parcel(Function<Buffer, Future<Void>> out) {
        this.out = out;
    }

    /** Begins a file; the one before ends. The name is ours, never somebody's text. */
    public Future<Void> begin(String name) {
        try {
            var entry = new ZipEntry(name);
            // No instant of this machine: the same data make the same bytes.
            entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
            zip.putNextEntry(entry);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return drain();
    }

    /** Writes on in the file that was begun. */
    public Future<Void> write(String text) {
        try {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return drain();
    }

    /** Ends the last file and the zip. */
    public Future<Void> end() {
        try {
            zip.finish();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return drain();
    }

    private Future<Void> drain() {
        if (packed.size() == 0) {
            return Future.succeededFuture();
        }
        Buffer chunk = Buffer.buffer(packed.toByteArray());
        packed.reset();
        return out.apply(chunk);
    }
}
