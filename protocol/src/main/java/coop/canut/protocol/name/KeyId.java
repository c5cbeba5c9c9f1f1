package coop.canut.protocol.name;

/**
 * A key of a node, {@code https://{host}/actor#{key}}. The fragment is the key itself, so an id can never be pointed at
 * another key; whether the host owns it is in the host's key history.
 */
public record KeyId(Host host, Key key) implements Name {
    private static final String PREFIX = "/actor#";

    /** The key id of a text; throws {@code name-not-canonical}. */
    public static KeyId of(String text) {
        Url url = Url.of(text);
        return new KeyId(url.host(), Key.of(url.after(PREFIX)));
    }

    @Override
    public String toString() {
        return Url.SCHEME + host + PREFIX + key;
    }
}
