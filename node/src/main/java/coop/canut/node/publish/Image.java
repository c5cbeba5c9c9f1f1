package coop.canut.node.publish;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.work.ImageType;
import java.text.Normalizer;
import java.util.Optional;

/**
 * An image that items name. Its name is never a path: it is compared with the cells, and that is all. Pure.
 *
 * @param name as {@link #named} has it
 */
record Image(String name, Content content, byte[] data) {

    private static final int NAME_CHARS = 200;

    /** An image of this name; {@code image-not-allowed} unless it is PNG, JPEG or WebP of at most 10 MiB. */
    static Image of(String name, byte[] data, String field) {
        if (data.length > Limits.CONTENT_BYTES) {
            throw Refused.at(Problem.IMAGE_NOT_ALLOWED, field, data.length + " bytes");
        }
        return ImageType.of(data)
            .map(type -> new Image(name, new Content(Hash.sha256(data), data.length, type.mediaType()), data))
            .orElseThrow(() -> Refused.at(Problem.IMAGE_NOT_ALLOWED, field, "not PNG, JPEG or WebP"));
    }

    /**
     * The one spelling of a file's name or of a cell that names a file: without space around it, and composed, since one
     * system writes é as one character and another as two.
     */
    static String named(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
    }

    /** That spelling, if it can be the name of a file: one line of at most 200 characters. */
    static Optional<String> name(String text) {
        return Optional.ofNullable(text).map(Image::named).filter(name ->
            !name.isEmpty() && name.length() <= NAME_CHARS && name.chars().noneMatch(c -> c < ' ') && Texts.isPlain(name));
    }
}
