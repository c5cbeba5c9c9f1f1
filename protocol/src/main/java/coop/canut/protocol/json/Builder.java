package coop.canut.protocol.json;

import coop.canut.protocol.name.Name;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Builds one object: {@code Json.object().put("a", "x").put("n", 3).build()}. The order of the calls does not matter.
 * {@code put} takes no null; {@code putOptional} leaves a member out when there is no value. For one use.
 */
public final class Builder {
    private final TreeMap<String, Json> members = new TreeMap<>();

    Builder() {
    }

    /** A member of any form. */
    public Builder put(String name, Json value) {
        members.put(name, Objects.requireNonNull(value, name));
        return this;
    }

    /** A string. */
    public Builder put(String name, String value) {
        return put(name, new Json.Text(Objects.requireNonNull(value, name)));
    }

    /** A number. */
    public Builder put(String name, long value) {
        return put(name, new Json.Int(value));
    }

    /** A truth value. */
    public Builder put(String name, boolean value) {
        return put(name, new Json.Bool(value));
    }

    /** A name in its wire form. */
    public Builder put(String name, Name value) {
        return put(name, value.toString());
    }

    /** A time, whole seconds. */
    public Builder put(String name, Instant value) {
        return put(name, Times.write(value));
    }

    /** An array. */
    public Builder put(String name, List<? extends Json> items) {
        return put(name, new Json.Arr(List.copyOf(items)));
    }

    /** An array of strings, each the wire form of its item. */
    public Builder putTexts(String name, Iterable<?> items) {
        return put(name, Json.texts(items));
    }

    /** A member of any form, unless null. */
    public Builder putOptional(String name, Json value) {
        return value == null ? this : put(name, value);
    }

    /** A string, unless null. */
    public Builder putOptional(String name, String value) {
        return value == null ? this : put(name, value);
    }

    /** A number, unless null. */
    public Builder putOptional(String name, Long value) {
        return value == null ? this : put(name, value.longValue());
    }

    /** A name in its wire form, unless null. */
    public Builder putOptional(String name, Name value) {
        return value == null ? this : put(name, value);
    }

    /** A time, unless null. */
    public Builder putOptional(String name, Instant value) {
        return value == null ? this : put(name, value);
    }

    /** All members of another object. */
    public Builder putAll(Json.Obj other) {
        members.putAll(other.members());
        return this;
    }

    /** Takes a member out again. */
    public Builder remove(String name) {
        members.remove(name);
        return this;
    }

    /** The object. */
    public Json.Obj build() {
        return new Json.Obj(new TreeMap<>(members));
    }
}
