package coop.canut.protocol.work;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The images that are taken, told apart by their first bytes; what the sender calls them counts for nothing. */
public enum ImageType {
    PNG("image/png", "\u0089PNG\r\n\u001a\n", 0, ""),
    JPEG("image/jpeg", "\u00ff\u00d8\u00ff", 0, ""),
    WEBP("image/webp", "RIFF", 8, "WEBP");

    private final String mediaType;
    private final byte[] start;
    private final int secondAt;
    private final byte[] second;

    ImageType(String mediaType, String start, int secondAt, String second) {
        this.mediaType = mediaType;
        this.start = start.getBytes(StandardCharsets.ISO_8859_1);
        this.secondAt = secondAt;
        this.second = second.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** As in {@code image/png}. */
    public String mediaType() {
        return mediaType;
    }

    /** The type of a file that begins so; empty for anything else, SVG included: it can run scripts. */
    public static Optional<ImageType> of(byte[] file) {
        for (ImageType type : values()) {
            if (holds(file, 0, type.start) && holds(file, type.secondAt, type.second)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private static boolean holds(byte[] file, int at, byte[] expected) {
        if (file.length < at + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (file[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
