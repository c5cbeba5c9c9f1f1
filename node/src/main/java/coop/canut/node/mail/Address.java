package coop.canut.node.mail;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address of mail, in the form that nearly everybody's has: {@code name@host}, in ASCII. Quoted names, comments and whatever
 * else could end a line or begin another address are none (RFC 5321, 4.1.2, without quoted strings and literals).
 *
 * @param text at most 254 characters; the host is lower case
 */
public record Address(String text) {

    /** Of a whole address (RFC 5321, 4.5.3.1.3, without the angle brackets). */
    static final int CHARS = 254;
    private static final int NAME_CHARS = 64;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");
    private static final Pattern HOST = Pattern.compile(LABEL + "(?:\\." + LABEL + ")+");

    /**
     * The address that somebody typed, whatever the capitals of its host.
     *
     * @throws Refused {@code field-missing} or {@code field-wrong} on {@code address}
     */
    public static Address of(String typed) {
        String text = typed == null ? "" : typed.strip();
        if (text.isEmpty()) {
            throw Refused.at(Problem.FIELD_MISSING, "address", "empty");
        }
        int at = text.lastIndexOf('@');
        String name = text.substring(0, Math.max(0, at));
        String host = text.substring(at + 1).toLowerCase(Locale.ROOT);
        if (text.length() > CHARS || name.length() > NAME_CHARS || !NAME.matcher(name).matches()
                || !HOST.matcher(host).matches()) {
            throw Refused.at(Problem.FIELD_WRONG, "address", "no address of mail");
        }
        return new Address(name + "@" + host);
    }

    @Override
    public String toString() {
        return text;
    }
}
