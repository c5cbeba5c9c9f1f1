package coop.canut.protocol.name;

/** The URL that identifies a message, {@code https://{host}/canut/1/m/{id}}. */
public record MessageUrl(Host host, Id id) implements Name {
    private static final String PREFIX = "/canut/1/m/";

    /** The message URL of a text; throws {@code name-not-canonical}. */
    public static MessageUrl of(String text) {
        Url url = Url.of(text);
        return new MessageUrl(url.host(), Id.of(url.after(PREFIX)));
    }

    @Override
    public String toString() {
        return Url.SCHEME + host + PREFIX + id;
    }
}
