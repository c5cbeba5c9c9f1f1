package coop.canut.protocol.message;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Times;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * A strict view on one object of a message: every member is asked for by name and type, and what was not asked for is
 * unknown. It does not stop at a fault but notes it and gives null, 0 or an empty list instead, so that of several faults
 * the one that stands first in the catalogue is answered; {@link Faults#refuse} must be called before the result is used.
 *
 * <p>What the catalogue has no code of its own for: a number that is out of range or no number is {@code number-form}; a
 * string or list too long is {@code json-limit}; a list too short or a value of another JSON type is {@code
 * member-missing}; an unknown word of an enumeration, or another value than the one constant, is {@code member-unknown}; a
 * name or a fixed pattern is {@code name-not-canonical}. Checks between members come after those of single members.
 */
final class Fields {
    private final Json.Obj object;
    private final Fields parent;
    private final String name;
    private final Faults faults;
    private final List<String> asked = new ArrayList<>(24);

    /** The outermost object of a message, whose path is empty. */
    Fields(Json.Obj object, Faults faults) {
        this(object, null, "", faults);
    }

    /** An object inside one that is not viewed itself. */
    Fields(Json.Obj object, String name, Faults faults) {
        this(object, null, name, faults);
    }

    private Fields(Json.Obj object, Fields parent, String name, Faults faults) {
        this.object = object;
        this.parent = parent;
        this.name = name;
        this.faults = faults;
    }

    /** Whether an optional member is there. */
    boolean has(String member) {
        return object.members().containsKey(member);
    }

    /** A member as it stands; null, and a fault, if it is missing or of another type. */
    <J extends Json> J json(String member, Class<J> type) {
        Json value = object.members().get(member);
        if (value == null) {
            fault(Problem.MEMBER_MISSING, member, "missing");
            return null;
        }
        asked.add(member);
        if (!type.isInstance(value)) {
            fault(Problem.MEMBER_MISSING, member, "not a " + type.getSimpleName());
            return null;
        }
        return type.cast(value);
    }

    /** A string of at most so many UTF-16 code units. */
    String text(String member, int max) {
        Json.Text text = json(member, Json.Text.class);
        if (text == null) {
            return null;
        }
        if (text.value().length() > max) {
            fault(Problem.JSON_LIMIT, member, "longer than " + max);
        }
        return text.value();
    }

    /** Instructions, an argument. */
    String text(String member) {
        return text(member, Limits.TEXT_CHARS);
    }

    /** A line: a title, a name, a reason. */
    String line(String member) {
        return text(member, Limits.LINE_CHARS);
    }

    /** A short string: a skill, a decision number. */
    String shortText(String member) {
        return text(member, Limits.SHORT_CHARS);
    }

    /** Opaque task data: a string that is bounded by its bytes in the message, quotes and escapes included. */
    String opaque(String member) {
        Json.Text text = json(member, Json.Text.class);
        if (text == null) {
            return null;
        }
        // A code unit takes at most 6 bytes, as 'backslash u 0001' or three bytes of UTF-8 for each: most need no count.
        if (text.value().length() * 6L + 2 > Limits.OPAQUE_BYTES && text.canonical().length > Limits.OPAQUE_BYTES) {
            fault(Problem.JSON_LIMIT, member, "longer than " + Limits.OPAQUE_BYTES + " bytes as encoded");
        }
        return text.value();
    }

    /** An integer of a range, both ends included; {@code "10"} is no number (W-19). */
    long integer(String member, long min, long max) {
        Json value = json(member, Json.class);
        if (value instanceof Json.Int(long number) && number >= min && number <= max) {
            return number;
        }
        if (value != null) {
            fault(Problem.NUMBER_FORM, member, "not " + min + " to " + max);
        }
        return min;
    }

    /** An integer from so many upwards. */
    long integer(String member, long min) {
        return integer(member, min, Limits.INTEGER_MAX);
    }

    /** A string that a name's own rule reads. */
    <T> T name(String member, Function<String, T> of) {
        Json.Text text = json(member, Json.Text.class);
        if (text == null) {
            return null;
        }
        try {
            return of.apply(text.value());
        } catch (Refused refused) {
            fault(refused.problem(), member, refused.detail());
            return null;
        }
    }

    /** A host. */
    Host host(String member) {
        return name(member, Host::of);
    }

    /** An id. */
    Id id(String member) {
        return name(member, Id::of);
    }

    /** A hash. */
    Hash hash(String member) {
        return name(member, Hash::of);
    }

    /** The URL of a listing, requester or decision. */
    ObjectUrl url(String member, Noun noun) {
        return name(member, text -> ObjectUrl.of(noun, text));
    }

    /** A worker's name towards the publishing node. */
    Pseudonym subject(String member) {
        return pseudonym(member, true);
    }

    /** A worker's name towards the requester. */
    Pseudonym worker(String member) {
        return pseudonym(member, false);
    }

    private Pseudonym pseudonym(String member, boolean subject) {
        Pseudonym pseudonym = name(member, Pseudonym::of);
        if (pseudonym != null && pseudonym.isSubject() != subject) {
            fault(Problem.NAME_NOT_CANONICAL, member, "a pseudonym of the other sort");
        }
        return pseudonym;
    }

    /** A time, whole seconds. */
    Instant time(String member) {
        return name(member, Times::read);
    }

    /** A time, or null if the member is absent. */
    Instant optionalTime(String member) {
        return has(member) ? time(member) : null;
    }

    /** A line, or null if the member is absent. */
    String optionalLine(String member) {
        return has(member) ? line(member) : null;
    }

    /** One of these words. */
    String word(String member, List<String> words) {
        return word(member, words, Function.identity());
    }

    /** The value that one of these words stands for. */
    <T> T word(String member, List<T> values, Function<T, String> code) {
        Json.Text text = json(member, Json.Text.class);
        if (text == null) {
            return null;
        }
        for (T value : values) {
            if (code.apply(value).equals(text.value())) {
                return value;
            }
        }
        fault(Problem.MEMBER_UNKNOWN, member, "unknown word");
        return null;
    }

    /** A member whose value is always the same. */
    void constant(String member, String value) {
        word(member, List.of(value));
    }

    /** The {@code type} of an object, which its kind fixes; any other is {@code type-mismatch}. */
    void type(String expected) {
        Json.Text type = json("type", Json.Text.class);
        if (type != null && !type.value().equals(expected)) {
            fault(Problem.TYPE_MISMATCH, "type", "not " + expected);
        }
    }

    /** An amount of money: {@code {"amount":40,"currency":"EUR"}}. */
    Money money(String member, long min) {
        return object(member, in -> in.money(min));
    }

    /** This object as an amount of money of at least so many minor units. */
    Money money(long min) {
        long amount = integer("amount", min);
        String currency = name("currency", Fields::currency);
        return currency == null ? null : Money.of(amount, currency);
    }

    /** A currency code. */
    static String currency(String text) {
        return Money.zero(text).currency();
    }

    /** An object, which is refused if anything in it was not asked for. */
    <T> T object(String member, Function<Fields, T> read) {
        Json.Obj inner = json(member, Json.Obj.class);
        return inner == null ? null : whole(inner, member, read);
    }

    /** A list of objects. */
    <T> List<T> objects(String member, int min, int max, Function<Fields, T> read) {
        return list(member, min, max, Json.Obj.class, (inner, path) -> whole(inner, path, read));
    }

    /** A list of names, or of short strings with {@link #asShortText}. */
    <T> List<T> names(String member, int min, int max, Function<String, T> of) {
        return list(member, min, max, Json.Text.class, (text, path) -> {
            try {
                return of.apply(text.value());
            } catch (Refused refused) {
                fault(refused.problem(), path, refused.detail());
                return null;
            }
        });
    }

    /** A list of integers from 0 upwards. */
    List<Long> integers(String member, int min, int max) {
        return list(member, min, max, Json.class, (item, path) -> {
            if (item instanceof Json.Int(long number) && number >= 0) {
                return number;
            }
            fault(Problem.NUMBER_FORM, path, "no number from 0 upwards");
            return 0L;
        });
    }

    /** The rule of a short string, for {@link #names}. */
    static String asShortText(String text) {
        if (text.length() > Limits.SHORT_CHARS) {
            throw new Refused(Problem.JSON_LIMIT, "longer than " + Limits.SHORT_CHARS);
        }
        return text;
    }

    private interface Item<J, T> {
        T read(J item, String path);
    }

    private <J extends Json, T> List<T> list(String member, int min, int max, Class<J> type, Item<J, T> item) {
        Json.Arr array = json(member, Json.Arr.class);
        if (array == null) {
            return List.of();
        }
        List<Json> items = array.items();
        if (items.size() > max) {
            fault(Problem.JSON_LIMIT, member, "more than " + max);
        } else if (items.size() < min) {
            fault(Problem.MEMBER_MISSING, member, "fewer than " + min);
        }
        List<T> read = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            String path = member + "[" + i + "]";
            if (type.isInstance(items.get(i))) {
                read.add(item.read(type.cast(items.get(i)), path));
            } else {
                fault(Problem.MEMBER_MISSING, path, "not a " + type.getSimpleName());
            }
        }
        // A null stands where an item was refused, and List.copyOf would throw at it before the refusal is thrown.
        return Collections.unmodifiableList(read);
    }

    private <T> T whole(Json.Obj inner, String path, Function<Fields, T> read) {
        Fields fields = new Fields(inner, this, path, faults);
        T result = read.apply(fields);
        fields.done();
        return result;
    }

    /** Notes every member that was not asked for. */
    void done() {
        if (asked.size() != object.members().size()) {
            for (String member : object.members().keySet()) {
                if (!asked.contains(member)) {
                    fault(Problem.MEMBER_UNKNOWN, member, "unknown");
                }
            }
        }
    }

    /** Nothing, for an object of a kind that is not known: what is in it cannot be judged. */
    <T> T skip() {
        asked.addAll(object.members().keySet());
        return null;
    }

    /** Whether no fault was noted yet: checks between members have a meaning only then. */
    boolean sound() {
        return faults.none();
    }

    /** Notes a fault of one member of this object. */
    void fault(Problem problem, String member, String detail) {
        faults.note(problem, path(member), detail);
    }

    private String path(String member) {
        String here = parent == null ? name : parent.path(name);
        return here.isEmpty() ? member : here + "." + member;
    }
}
