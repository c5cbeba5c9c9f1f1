package coop.canut.node.peer;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How one cooperative stands to others, as one document that another may read. Two forms say the same: JSON for programs, and
 * a line for each host for people, {@code host; level; fingerprint; decision; reason}, of which all after the level may be
 * left out. Pure.
 *
 * @param of   whose list it is
 * @param made when it was written
 */
public record PeerList(Host of, Instant made, List<Entry> entries) {

    /** Hosts of one list: each is asked for its keys, and a person reads what comes of it. */
    public static final int HOSTS = 200;
    /** UTF-16 code units of a list, in either form. */
    public static final int CHARS = 200_000;
    private static final String NONE = "-";
    private static final JsonLimits JSON = new JsonLimits(4 * CHARS, 4, 8, HOSTS, Limits.LINE_CHARS);

    /**
     * One host of a list.
     *
     * @param line        in the text, or place in the JSON, from 1 on
     * @param fingerprint hash of its newest key statement, as whoever wrote the list compared it; or null
     * @param decision    of the list's cooperative, or null
     * @param reason      or null
     */
    public record Entry(int line, Host host, Level level, Hash fingerprint, String decision, String reason) {

        /** The same with the keys that it shows. */
        Entry with(Hash seen) {
            return new Entry(line, host, level, seen, decision, reason);
        }
    }

    /** What is wrong in one line: the part of it, or {@code twice} or {@code self} for its host. */
    public record Wrong(int line, String part) {
    }

    /** A list as far as it could be read. Nothing is done by one in which something is wrong. */
    public record Read(List<Entry> entries, List<Wrong> wrong) {
    }

    /** For programs. */
    public String json() {
        return Json.object().put("canutPeers", 1).put("host", of).put("made", made)
            .put("peers", entries.stream().map(entry -> Json.object().put("host", entry.host())
                .put("level", entry.level().code()).putOptional("fingerprint", entry.fingerprint())
                .putOptional("decision", entry.decision()).putOptional("reason", entry.reason()).build()).toList())
            .build().text();
    }

    /** For people. */
    public String text() {
        Stream<String> head = Stream.of("# How " + of + " stands to others, " + made,
            "# host; level; fingerprint; decision; reason");
        return Stream.concat(head, entries.stream().map(PeerList::line)).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(Entry entry) {
        String fingerprint = entry.fingerprint() == null ? NONE : entry.fingerprint().hex();
        // Only the last part may hold what parts the others.
        String decision = entry.decision() == null ? NONE : entry.decision().replace(';', ',');
        return entry.host() + "; " + entry.level().code() + "; " + fingerprint + "; " + decision
            + (entry.reason() == null ? "" : "; " + entry.reason());
    }

    /**
     * Reads either form. What is wrong is told by line, as far as lines can be told apart.
     *
     * @param self our own host, which no list can speak about
     * @throws Refused {@code json-limit} for a list that is too long or has none or too many hosts, and what reading JSON
     *     refuses
     */
    public static Read read(String list, Host self) {
        if (list.length() > CHARS) {
            throw Refused.at(Problem.JSON_LIMIT, "list", "longer than " + CHARS);
        }
        var reading = new Reading(self);
        if (list.stripLeading().startsWith("{")) {
            reading.json(list.strip());
        } else {
            reading.text(list);
        }
        if (reading.count == 0 || reading.count > HOSTS) {
            throw Refused.at(reading.count == 0 ? Problem.FIELD_MISSING : Problem.JSON_LIMIT, "list", reading.count + " hosts");
        }
        return new Read(reading.entries, reading.wrong);
    }

    /** One reading of a list: what it has found so far. */
    private static final class Reading {

        private final Host self;
        private final List<Entry> entries = new ArrayList<>();
        private final List<Wrong> wrong = new ArrayList<>();
        private final Set<Host> seen = new HashSet<>();
        private int count;

        Reading(Host self) {
            this.self = self;
        }

        void json(String list) {
            try {
                if (!(Json.read(list.getBytes(StandardCharsets.UTF_8), JSON) instanceof Json.Obj object)) {
                    throw new Refused(Problem.MEMBER_MISSING, "no object");
                }
                var members = new Members(object, "");
                members.integer("canutPeers", 1, 1);
                members.objects("peers", HOSTS, each -> {
                    entry(++count, each.line("host"), each.line("level"), each.optionalLine("fingerprint"),
                        each.optionalLine("decision"), each.optionalLine("reason"));
                    return each;
                });
            } catch (Refused refused) {
                throw Refused.at(refused.problem(), "list", refused.getMessage());
            }
        }

        void text(String list) {
            String[] lines = list.split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                String line = lines[i].strip();
                if (!line.isEmpty() && !line.startsWith("#") && ++count <= HOSTS) {
                    String[] parts = line.split(";", 5);
                    entry(i + 1, part(parts, 0), part(parts, 1), part(parts, 2), part(parts, 3), part(parts, 4));
                }
            }
        }

        private static String part(String[] parts, int place) {
            String part = place < parts.length ? parts[place].strip() : "";
            return part.isEmpty() || part.equals(NONE) ? null : part;
        }

        private void entry(int line, String host, String level, String fingerprint, String decision, String reason) {
            Host name = named(line, "host", () -> Host.of(host == null ? "" : host));
            Level stated = named(line, "level", () -> Level.valueOf(requireSmall(level).toUpperCase(Locale.ROOT)));
            Hash keys = fingerprint == null ? null : named(line, "fingerprint", () -> Hash.of(fingerprint));
            String number = decision == null ? null : named(line, "decision", () -> PeerRules.decision(decision));
            String why = reason == null ? null : named(line, "reason", () -> PeerRules.reason(reason));
            if (name != null && name.equals(self)) {
                wrong.add(new Wrong(line, "self"));
            } else if (name != null && !seen.add(name)) {
                wrong.add(new Wrong(line, "twice"));
            }
            boolean whole = name != null && stated != null && (fingerprint == null || keys != null);
            if (whole) {
                entries.add(new Entry(line, name, stated, keys, number, why));
            }
        }

        private static String requireSmall(String level) {
            if (level == null || !level.equals(level.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("no level");
            }
            return level;
        }

        private <T> T named(int line, String part, Supplier<T> reader) {
            try {
                return reader.get();
            } catch (Refused | IllegalArgumentException none) {
                wrong.add(new Wrong(line, part));
                return null;
            }
        }
    }
}
