package coop.canut.web.look;

import java.util.List;
import java.util.Locale;

/** Parts of a whole beside each other, as wide as there is room. */
public final class Bar {

    private Bar() {
    }

    /**
     * A part.
     *
     * @param kind {@code done}, {@code wait}, {@code held}, {@code hand} or {@code free}: the style knows the colour of each
     */
    public record Part(String kind, long count) {
    }

    /**
     * The bar as SVG, for class {@code bar}; a part of nothing is left out, and so is what has no room for a hair.
     *
     * @param says the whole picture in a sentence, for those who cannot see it
     */
    public static String svg(List<Part> parts, String says) {
        long whole = Math.max(1, parts.stream().mapToLong(Part::count).sum());
        var svg = new StringBuilder("<svg class=\"bar\" role=\"img\" aria-label=\"").append(Svg.escaped(says)).append("\">");
        double at = 0;
        for (Part part : parts) {
            double width = 100.0 * part.count() / whole;
            if (part.count() > 0) {
                svg.append(String.format(Locale.ROOT, "<rect class=\"fill-%s\" x=\"%.3f%%\" width=\"%.3f%%\" height=\"100%%\"/>",
                    part.kind(), at, width));
            }
            at += width;
        }
        return svg.append("</svg>").toString();
    }
}
