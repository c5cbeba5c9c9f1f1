package coop.canut.ops.setup;

import coop.canut.node.mail.Address;
import coop.canut.node.member.Role;
import coop.canut.ops.machine.LocalFounding.Founder;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Refused;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Those who found, as people write them: {@code Odile Perrin <odile@example.org>: steward, worker}. */
final class Founders {

    /** A group that can begin at once; more are admitted later, by the cooperative's own rules. */
    static final int MOST = 12;
    private static final Pattern FORM = Pattern.compile("([^<>:]+?)\\s*(?:<([^<>]*)>)?\\s*(?::\\s*([a-z, ]+))?");
    /** By their place: two stewards, since some acts need two; everybody works. */
    private static final List<Set<Role>> OFFICES = List.of(EnumSet.of(Role.STEWARD), EnumSet.of(Role.TREASURER),
        EnumSet.of(Role.SECRETARY), EnumSet.of(Role.STEWARD));

    private Founders() {
    }

    /** What is wrong with a line, or null. */
    static String fault(String line) {
        try {
            read(line, 0);
            return null;
        } catch (IllegalArgumentException wrong) {
            return wrong.getMessage();
        }
    }

    /** All of them; roles that were not named follow from the place. */
    static List<Founder> read(List<String> lines) {
        List<Founder> founders = new ArrayList<>();
        for (String line : lines) {
            founders.add(read(line, founders.size()));
        }
        if (founders.stream().noneMatch(founder -> founder.roles().contains(Role.STEWARD))) {
            throw new IllegalArgumentException("one of them has to be a steward, who admits others and deals with peers");
        }
        return founders;
    }

    private static Founder read(String line, int place) {
        Matcher parts = FORM.matcher(line.strip());
        if (!parts.matches() || parts.group(1).isBlank() || parts.group(1).length() > Limits.LINE_CHARS) {
            throw new IllegalArgumentException("write a name, and if there is one an address, as in "
                + "'Odile Perrin <odile@example.org>'");
        }
        Address address = null;
        if (parts.group(2) != null && !parts.group(2).isBlank()) {
            try {
                address = Address.of(parts.group(2));
            } catch (Refused noAddress) {
                throw new IllegalArgumentException("'" + parts.group(2) + "' is no address of mail");
            }
        }
        return new Founder(parts.group(1).strip(), address, parts.group(3) == null ? roles(place) : roles(parts.group(3)));
    }

    private static Set<Role> roles(int place) {
        Set<Role> roles = EnumSet.of(Role.WORKER);
        if (place < OFFICES.size()) {
            roles.addAll(OFFICES.get(place));
        }
        return roles;
    }

    private static Set<Role> roles(String words) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : words.split(",")) {
            try {
                roles.add(Role.of(word.strip()));
            } catch (Refused noRole) {
                throw new IllegalArgumentException("'" + word.strip() + "' is no role");
            }
        }
        if (roles.contains(Role.REQUESTER)) {
            throw new IllegalArgumentException("a requester signs up on the public page, once the node runs");
        }
        return roles;
    }
}
