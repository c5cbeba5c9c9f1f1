package coop.canut.node.publish;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip, made in a test. */
final class Zip {

    static final byte[] PNG = bytes("\u0089PNG\r\n\u001a\nrest");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip;

    Zip() {
        this(StandardCharsets.UTF_8);
    }

    Zip(Charset names) {
        zip = new ZipOutputStream(bytes, names);
        zip.setLevel(Deflater.BEST_SPEED);
    }

    static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    Zip with(String name, byte[] data) {
        try {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(data);
            zip.closeEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Zip with(String name, String text) {
        return with(name, text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] end() {
        try {
            zip.close();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
