package coop.canut.protocol.name;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;

/** {@code https://}, a host and a path, split at the first slash and at nothing else. */
record Url(Host host, String path, String text) {
    static final String SCHEME = "https://";

    static Url of(String text) {
        int slash = text == null || !text.startsWith(SCHEME) ? -1 : text.indexOf('/', SCHEME.length());
        if (slash < 0) {
            throw refused(text);
        }
        return new Url(Host.of(text.substring(SCHEME.length(), slash)), text.substring(slash), text);
    }

    void requirePath(String wanted) {
        if (!path.equals(wanted)) {
            throw refused(text);
        }
    }

    /** What follows a prefix of the path. */
    String after(String prefix) {
        if (!path.startsWith(prefix)) {
            throw refused(text);
        }
        return path.substring(prefix.length());
    }

    static Refused refused(String text) {
        return new Refused(Problem.NAME_NOT_CANONICAL, "not an address of this form: " + Shown.of(text));
    }
}
