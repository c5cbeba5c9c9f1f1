package coop.canut.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Addresses of this site that came from outside, such as where to go after signing in (F-87). */
public final class LocalPath {

    private static final Pattern LOCAL = Pattern.compile("/(?!/)[A-Za-z0-9/_.:-]*(\\?[A-Za-z0-9_.:=&+%-]*)?");
    private static final int CHARS = 2_000;

    private LocalPath() {
    }

    /** The same address if it is a plain local one, else {@code otherwise}. */
    public static String or(String path, String otherwise) {
        return path.length() <= CHARS && LOCAL.matcher(path).matches() && !path.contains("//") ? path : otherwise;
    }

    /** A query that carries the address, or nothing if it is no plain local one. */
    public static String asQuery(String name, String path) {
        String local = or(path, "");
        return local.isEmpty() || local.equals("/") ? "" : "?" + name + "=" + URLEncoder.encode(local, StandardCharsets.UTF_8);
    }
}
