package coop.canut.protocol.name;

/** The URL of a node's actor, {@code https://{host}/actor}. */
public record ActorUrl(Host host) implements Name {
    private static final String PATH = "/actor";

    /** The actor URL of a text; throws {@code name-not-canonical}. */
    public static ActorUrl of(String text) {
        Url url = Url.of(text);
        url.requirePath(PATH);
        return new ActorUrl(url.host());
    }

    @Override
    public String toString() {
        return Url.SCHEME + host + PATH;
    }
}
