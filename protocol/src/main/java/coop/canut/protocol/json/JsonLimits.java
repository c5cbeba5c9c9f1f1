package coop.canut.protocol.json;

import coop.canut.protocol.Limits;

/**
 * How much JSON is read before it is refused with {@code json-limit}.
 *
 * @param bytes bytes of the whole input, UTF-8
 * @param depth levels of objects and arrays, the outermost counted
 * @param members members of one object
 * @param items items of one array
 * @param stringChars UTF-16 code units of one string
 * @param nameChars UTF-16 code units of one member's name
 */
public record JsonLimits(int bytes, int depth, int members, int items, int stringChars, int nameChars) {
    /** The limits of a message of the protocol. */
    public static final JsonLimits MESSAGE = new JsonLimits(Limits.MESSAGE_BYTES, Limits.JSON_DEPTH,
            Limits.JSON_MEMBERS, Limits.JSON_ITEMS, Limits.OPAQUE_BYTES, Limits.NAME_CHARS);
    /** The limits of a body that a person's program sends to this node: whole batches, and data with long names. */
    public static final JsonLimits API = new JsonLimits(4 * 1_048_576, Limits.JSON_DEPTH, 1_000, 10_000,
            1_048_576, 200);

    /** Limits with names as short as those of messages. */
    public JsonLimits(int bytes, int depth, int members, int items, int stringChars) {
        this(bytes, depth, members, items, stringChars, Limits.NAME_CHARS);
    }
}
