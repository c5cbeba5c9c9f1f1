package coop.canut.node.publish;

import coop.canut.protocol.Limits;
import coop.canut.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Splits a list so that each part fits one message. Pure. */
final class Parts {

    /** Bytes of a message's list: what is left beside envelope, proof and the object's other members. */
    static final int LIST_BYTES = Limits.MESSAGE_BYTES - 4_096;

    private Parts() {
    }

    /**
     * The items in their order, in as few parts as going through them once makes.
     *
     * @param maxItems of one part
     * @param bytes    of one item as the message writes it, its comma included
     */
    static <T> List<List<T>> split(List<T> items, int maxItems, ToIntFunction<T> bytes) {
        List<List<T>> parts = new ArrayList<>();
        List<T> part = new ArrayList<>();
        int used = 0;
        for (T item : items) {
            int needed = bytes.applyAsInt(item);
            if (!part.isEmpty() && (part.size() == maxItems || used + needed > LIST_BYTES)) {
                parts.add(part);
                part = new ArrayList<>();
                used = 0;
            }
            part.add(item);
            used += needed;
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    /** Bytes of a text as a message writes it, quotes and escapes included. */
    static int encoded(String text) {
        return Json.text(text).canonical().length;
    }
}
