package coop.canut.protocol.name;

import java.util.Locale;

/** What an object is; the first part of its path. */
public enum Noun {
    LISTING,
    REQUESTER,
    DECISION;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The word in the path, as in {@code listing}. */
    public String code() {
        return code;
    }
}
