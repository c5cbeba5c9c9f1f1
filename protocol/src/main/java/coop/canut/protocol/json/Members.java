package coop.canut.protocol.json;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.ActorUrl;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A strict view on one object: each member is asked for by name and form, and {@link #done} refuses what nobody asked
 * for. Every refusal names the member by its path. A mandatory member that is absent or of another JSON type is {@code
 * member-missing}; methods named {@code optional…} give null when it is absent, and refuse a wrong type all the same.
 */
public final class Members {
    private final Json.Obj object;
    private final String path;
    private final Set<String> asked = new HashSet<>();

    /** A view on an object; {@code path} names it in refusals, "" for the outermost. */
    public Members(Json.Obj object, String path) {
        this.object = object;
        this.path = path;
    }

    /**
     * Refuses at once whatever is not among these names. For callers that must answer {@code member-unknown} before
     * anything that is wrong with a known member, as the order of the catalogue has it.
     */
    public Members only(Set<String> known) {
        for (String name : object.members().keySet()) {
            if (!known.contains(name)) {
                throw Refused.at(Problem.MEMBER_UNKNOWN, at(name), "not a member of this object");
            }
        }
        return this;
    }

    /** Ends the reading: {@code member-unknown} if a member was not asked for. */
    public void done() {
        for (String name : object.members().keySet()) {
            if (!asked.contains(name)) {
                throw Refused.at(Problem.MEMBER_UNKNOWN, at(name), "not a member of this object");
            }
        }
    }

    /** The path of the object in refusals. */
    public String path() {
        return path;
    }

    /** Whether the member is there; does not count as asking for it. */
    public boolean has(String name) {
        return object.get(name) != null;
    }

    /** A value of any form. */
    public Json value(String name) {
        return present(name, optionalValue(name), "any");
    }

    /** A value of any form, or null. */
    public Json optionalValue(String name) {
        asked.add(name);
        return object.get(name);
    }

    /** A string of at most {@code maxChars} UTF-16 code units; longer is {@code json-limit}. */
    public String text(String name, int maxChars) {
        return present(name, optionalText(name, maxChars), "a string");
    }

    /** A string of at most {@code maxChars} UTF-16 code units, or null. */
    public String optionalText(String name, int maxChars) {
        Json value = optionalValue(name);
        if (value == null) {
            return null;
        }
        return bounded(at(name), text(at(name), value), maxChars);
    }

    /** A short string, at most 200. */
    public String shortText(String name) {
        return text(name, Limits.SHORT_CHARS);
    }

    /** A short string, or null. */
    public String optionalShortText(String name) {
        return optionalText(name, Limits.SHORT_CHARS);
    }

    /** A line, at most 1 000. */
    public String line(String name) {
        return text(name, Limits.LINE_CHARS);
    }

    /** A line, or null. */
    public String optionalLine(String name) {
        return optionalText(name, Limits.LINE_CHARS);
    }

    /** A text, at most 20 000. */
    public String longText(String name) {
        return text(name, Limits.TEXT_CHARS);
    }

    /** A text, or null. */
    public String optionalLongText(String name) {
        return optionalText(name, Limits.TEXT_CHARS);
    }

    /** Opaque task data: at most 49 152 bytes as encoded in the message. */
    public String opaque(String name) {
        String value = text(name, Limits.OPAQUE_BYTES);
        if (new Json.Text(value).canonical().length > Limits.OPAQUE_BYTES) {
            throw Refused.at(Problem.JSON_LIMIT, at(name), "longer than " + Limits.OPAQUE_BYTES + " bytes as encoded");
        }
        return value;
    }

    /** A string that must be this one; another is {@code member-unknown}, because a constant is a version. */
    public void constant(String name, String wanted) {
        if (!text(name, Limits.MESSAGE_BYTES).equals(wanted)) {
            throw Refused.at(Problem.MEMBER_UNKNOWN, at(name), "not " + wanted);
        }
    }

    /** One of some values, told by their {@code toString()}; any other string is {@code member-unknown}. */
    public <E> E choice(String name, List<E> values) {
        return choice(name, values, Object::toString);
    }

    /** One of some values, told by a code of each; any other string is {@code member-unknown}. */
    public <E> E choice(String name, List<E> values, Function<E, String> code) {
        String text = text(name, Limits.SHORT_CHARS);
        for (E value : values) {
            if (code.apply(value).equals(text)) {
                return value;
            }
        }
        throw Refused.at(Problem.MEMBER_UNKNOWN, at(name), "not one of the values that this version knows");
    }

    /** An integer within bounds, both included; outside, or no number at all, is {@code number-form}. */
    public long integer(String name, long min, long max) {
        return present(name, optionalInteger(name, min, max), "a number");
    }

    /** An integer within bounds, or null. */
    public Long optionalInteger(String name, long min, long max) {
        Json value = optionalValue(name);
        return value == null ? null : (Long) integer(at(name), value, min, max);
    }

    /** A truth value. */
    public boolean bool(String name) {
        if (value(name) instanceof Json.Bool(var truth)) {
            return truth;
        }
        throw Refused.at(Problem.MEMBER_MISSING, at(name), "not true or false");
    }

    /** A host. */
    public Host host(String name) {
        return named(name, Host::of);
    }

    /** An id. */
    public Id id(String name) {
        return named(name, Id::of);
    }

    /** An actor's URL. */
    public ActorUrl actor(String name) {
        return named(name, ActorUrl::of);
    }

    /** A message's URL. */
    public MessageUrl messageUrl(String name) {
        return named(name, MessageUrl::of);
    }

    /** An object's URL, of one noun. */
    public ObjectUrl objectUrl(String name, Noun noun) {
        return named(name, text -> ObjectUrl.of(noun, text));
    }

    /** A public key. */
    public Key key(String name) {
        return named(name, Key::of);
    }

    /** A key id. */
    public KeyId keyId(String name) {
        return named(name, KeyId::of);
    }

    /** A hash. */
    public Hash hash(String name) {
        return named(name, Hash::of);
    }

    /** A pseudonym. */
    public Pseudonym pseudonym(String name) {
        return named(name, Pseudonym::of);
    }

    /** A time. */
    public Instant time(String name) {
        return named(name, Times::read);
    }

    /** A time, or null. */
    public Instant optionalTime(String name) {
        return has(name) ? time(name) : null;
    }

    /** A string that a function reads, such as {@code Host::of}; its refusals get this member's path. */
    public <T> T named(String name, Function<String, T> reader) {
        return reading(at(name), reader, text(name, Limits.LINE_CHARS));
    }

    /** A string that a function reads, or null. */
    public <T> T optionalNamed(String name, Function<String, T> reader) {
        return has(name) ? named(name, reader) : null;
    }

    /** An object. */
    public Members object(String name) {
        return present(name, optionalObject(name), "an object");
    }

    /** An object, or null. */
    public Members optionalObject(String name) {
        Json value = optionalValue(name);
        return value == null ? null : object(at(name), value);
    }

    /** An array of at most {@code max} items, each read by a function; more is {@code json-limit}. */
    public <T> List<T> list(String name, int max, Function<Json, T> reader) {
        Json value = value(name);
        if (!(value instanceof Json.Arr(var items))) {
            throw Refused.at(Problem.MEMBER_MISSING, at(name), "not an array");
        }
        if (items.size() > max) {
            throw Refused.at(Problem.JSON_LIMIT, at(name), "more than " + max + " items");
        }
        var list = new ArrayList<T>(items.size());
        for (Json item : items) {
            list.add(reading(at(name) + "[" + list.size() + "]", reader, item));
        }
        return List.copyOf(list);
    }

    /** An array of at most {@code max} objects; each must be read to its end. */
    public <T> List<T> objects(String name, int max, Function<Members, T> reader) {
        return list(name, max, item -> {
            Members members = object("", item);
            T read = reader.apply(members);
            members.done();
            return read;
        });
    }

    /** An array of at most {@code max} strings of at most {@code maxChars} each. */
    public List<String> texts(String name, int max, int maxChars) {
        return list(name, max, item -> bounded("", text("", item), maxChars));
    }

    /** An array of at most {@code max} strings, each read by a function such as {@code Host::of}. */
    public <T> List<T> names(String name, int max, Function<String, T> reader) {
        return list(name, max, item -> reader.apply(bounded("", text("", item), Limits.LINE_CHARS)));
    }

    /** An array of at most {@code max} integers within bounds. */
    public List<Long> integers(String name, int max, long least, long most) {
        return list(name, max, item -> integer("", item, least, most));
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private <T> T present(String name, T value, String wanted) {
        if (value == null) {
            throw Refused.at(Problem.MEMBER_MISSING, at(name), "absent, wanted " + wanted);
        }
        return value;
    }

    /** Runs a reader; a refusal inside an item or a name is told from here on, by the path from here. */
    private static <S, T> T reading(String place, Function<S, T> reader, S source) {
        try {
            return reader.apply(source);
        } catch (Refused refused) {
            String inner = refused.field();
            String field = inner == null || inner.isEmpty() ? place : place + "." + inner;
            throw Refused.at(refused.problem(), field, refused.detail());
        }
    }

    private static String text(String place, Json value) {
        if (value instanceof Json.Text(var text)) {
            return text;
        }
        throw Refused.at(Problem.MEMBER_MISSING, place, "not a string");
    }

    private static String bounded(String place, String text, int maxChars) {
        if (text.length() > maxChars) {
            throw Refused.at(Problem.JSON_LIMIT, place, "longer than " + maxChars);
        }
        return text;
    }

    private static long integer(String place, Json value, long min, long max) {
        if (value instanceof Json.Int(var number) && number >= min && number <= max) {
            return number;
        }
        throw Refused.at(Problem.NUMBER_FORM, place, "not an integer of " + min + " to " + max);
    }

    private static Members object(String place, Json value) {
        if (value instanceof Json.Obj object) {
            return new Members(object, place);
        }
        throw Refused.at(Problem.MEMBER_MISSING, place, "not an object");
    }
}
