package coop.canut.protocol.name;

/** The URL that identifies an object and shows its page, {@code https://{host}/{noun}/{id}}. */
public record ObjectUrl(Noun noun, Host host, Id id) implements Name {
    /** The object URL of a text, of whatever noun; throws {@code name-not-canonical}. */
    public static ObjectUrl of(String text) {
        Url url = Url.of(text);
        for (Noun noun : Noun.values()) {
            String prefix = "/" + noun.code() + "/";
            if (url.path().startsWith(prefix)) {
                return new ObjectUrl(noun, url.host(), Id.of(url.after(prefix)));
            }
        }
        throw Url.refused(text);
    }

    /** The object URL of a text, of one noun; throws {@code name-not-canonical}. */
    public static ObjectUrl of(Noun noun, String text) {
        ObjectUrl url = of(text);
        if (url.noun != noun) {
            throw Url.refused(text);
        }
        return url;
    }

    @Override
    public String toString() {
        return Url.SCHEME + host + "/" + noun.code() + "/" + id;
    }
}
