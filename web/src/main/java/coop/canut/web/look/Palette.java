package coop.canut.web.look;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The colours of the pages as the style sheet names them, which is the only place where they stand, and how well one is read
 * on another. Source: WCAG 2.2, 1.4.3 and 1.4.11.
 *
 * @param colours in the order of the style sheet
 */
public record Palette(List<Colour> colours) {

    /** What text must reach on what it stands on. */
    public static final double READABLE = 4.5;
    /** What the edge of a field must reach, and anything else that has to be seen and not read. */
    public static final double VISIBLE = 3;
    /** What pages write with. */
    public static final List<String> INKS = List.of("ink", "soft", "blue", "madder", "green");
    /** What pages write on. */
    public static final List<String> CLOTHS = List.of("cloth", "sheet", "wash", "green-wash", "madder-wash");

    private static final Pattern TOKEN = Pattern.compile("--([a-z-]+): light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);");

    /** A colour by its name, as {@code #rrggbb} in each theme. */
    public record Colour(String name, String light, String dark) {
    }

    /** One colour on another, as a ratio from 1 to 21 in each theme. */
    public record Contrast(String ink, String cloth, double light, double dark) {
    }

    /** Reads the style sheet. */
    public static Palette read() {
        return new Palette(TOKEN.matcher(styles()).results()
            .map(found -> new Colour(found.group(1), found.group(2), found.group(3))).toList());
    }

    /** The text of the style sheet. */
    static String styles() {
        try (InputStream in = Palette.class.getResourceAsStream("/coop/canut/web/assets/canut.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every pair of an ink and a cloth, row by row, and last what stands on a filled button. */
    public List<Contrast> readable() {
        List<Contrast> pairs = new ArrayList<>();
        INKS.forEach(ink -> CLOTHS.forEach(cloth -> pairs.add(contrast(ink, cloth))));
        pairs.add(contrast("on-blue", "blue"));
        return List.copyOf(pairs);
    }

    /** How well one colour stands on another. */
    public Contrast contrast(String ink, String cloth) {
        Colour above = colour(ink);
        Colour below = colour(cloth);
        return new Contrast(ink, cloth, ratio(above.light(), below.light()), ratio(above.dark(), below.dark()));
    }

    /** A colour; a name that the style sheet does not have is a bug. */
    public Colour colour(String name) {
        return colours.stream().filter(colour -> colour.name().equals(name)).findFirst().orElseThrow();
    }

    private static double ratio(String one, String other) {
        double a = luminance(one) + .05;
        double b = luminance(other) + .05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double luminance(String hex) {
        return .2126 * linear(hex, 1) + .7152 * linear(hex, 3) + .0722 * linear(hex, 5);
    }

    private static double linear(String hex, int at) {
        double share = Integer.parseInt(hex, at, at + 2, 16) / 255.;
        return share <= .04045 ? share / 12.92 : Math.pow((share + .055) / 1.055, 2.4);
    }
}
