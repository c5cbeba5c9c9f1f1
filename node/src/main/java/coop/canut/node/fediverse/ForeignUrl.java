package coop.canut.node.fediverse;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;

/**
 * An address on another server, as it stands in the server's own documents: {@code https://}, a {@link Host} in its one
 * spelling and without a port, a path, and perhaps a query and a fragment. Everything else is refused, not repaired, so that
 * the host that is compared is the host that is asked, and a path is one word of a request line (F-16, F-56).
 *
 * @param path     with the query, begins with a slash
 * @param fragment with its {@code #}, or empty
 */
public record ForeignUrl(Host host, String path, String fragment) {

    private static final String SCHEME = "https://";
    private static final int CHARS_MAX = 1_000;

    /** The address of a text; throws {@code name-not-canonical}. */
    public static ForeignUrl of(String text) {
        if (text == null || text.length() > CHARS_MAX || !text.startsWith(SCHEME)) {
            throw refused();
        }
        int slash = text.indexOf('/', SCHEME.length());
        int hash = text.indexOf('#');
        int end = hash < 0 ? text.length() : hash;
        if (slash < 0 || slash >= end) {
            throw refused();
        }
        for (int i = slash; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == '\\' || c == '"' || c == '<' || c == '>' || c == '#' && i != hash) {
                throw refused();
            }
        }
        return new ForeignUrl(Host.of(text.substring(SCHEME.length(), slash)), text.substring(slash, end), text.substring(end));
    }

    private static Refused refused() {
        return new Refused(Problem.NAME_NOT_CANONICAL, "not a plain https address");
    }

    @Override
    public String toString() {
        return SCHEME + host + path + fragment;
    }
}
