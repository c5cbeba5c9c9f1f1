package coop.canut.protocol.json;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** A JSON value without {@code null} and without fractions. Immutable; equal when the canonical bytes are equal. */
public sealed interface Json {
    /** An object; its members are sorted by the UTF-16 code units of their names, as RFC 8785 writes them. */
    record Obj(SortedMap<String, Json> members) implements Json {
        /** Takes the map over: it must be naturally ordered and is not changed afterwards. */
        public Obj {
            if (members.comparator() != null) {
                throw new IllegalArgumentException("members are sorted by their names' code units");
            }
            members = Collections.unmodifiableSortedMap(members);
        }

        /** The value of a member, or null if there is none. */
        public Json get(String name) {
            return members.get(name);
        }

        /** This object with one member added or replaced. */
        public Obj with(String name, Json value) {
            return Json.object().putAll(this).put(name, value).build();
        }

        /** This object without one member. */
        public Obj without(String name) {
            return Json.object().putAll(this).remove(name).build();
        }
    }

    /** An array. */
    record Arr(List<Json> items) implements Json {
        /** Copies the list. */
        public Arr {
            items = List.copyOf(items);
        }
    }

    /** A string. */
    record Text(String value) implements Json {
    }

    /** A number; within the protocol between -(2^53 - 1) and 2^53 - 1. */
    record Int(long value) implements Json {
    }

    /** A truth value. */
    record Bool(boolean value) implements Json {
    }

    /**
     * Reads one value and nothing after it.
     *
     * @param utf8 UTF-8 without byte order mark
     * @throws Refused {@code text-invalid}, {@code json-duplicate-key}, {@code number-form}, {@code json-limit}, {@code
     *     member-missing} (a null), {@code json-not-canonical} (no JSON at all); when several apply, the one that
     *     {@link Problem} declares first
     */
    static Json read(byte[] utf8, JsonLimits limits) {
        return Reader.read(Reader.decode(utf8, limits), limits);
    }

    /**
     * Reads one object that is in canonical form already: the bytes of a message.
     *
     * @throws Refused as {@link #read}, and {@code json-not-canonical} if the bytes are not those of {@link #canonical}
     */
    static Obj readCanonical(byte[] line) {
        String text = Reader.decode(line, JsonLimits.MESSAGE);
        Json value = Reader.read(text, JsonLimits.MESSAGE);
        if (!(value instanceof Obj object) || !text.contentEquals(Jcs.write(value, line.length))) {
            throw new Refused(Problem.JSON_NOT_CANONICAL, "the bytes are not their own canonical form");
        }
        return object;
    }

    /** Starts an object. */
    static Builder object() {
        return new Builder();
    }

    /** A string. */
    static Text text(String value) {
        return new Text(value);
    }

    /** A number. */
    static Int of(long value) {
        return new Int(value);
    }

    /** An array of strings, each the wire form of its item. */
    static Arr texts(Iterable<?> items) {
        var list = new ArrayList<Json>();
        items.forEach(item -> list.add(new Text(item.toString())));
        return new Arr(list);
    }

    /** The canonical form of RFC 8785, UTF-8. */
    default byte[] canonical() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** The canonical form of RFC 8785 as text. */
    default String text() {
        return Jcs.write(this, 256).toString();
    }
}
