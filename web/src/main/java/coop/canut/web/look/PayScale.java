package coop.canut.web.look;

import coop.canut.protocol.money.Money;
import java.util.Locale;

/**
 * What an hour pays, on a line from nothing upwards, with the least that it may pay. Positions are percentages, so that it is
 * as wide as there is room and its words keep their size.
 */
public final class PayScale {

    /** Where the larger of both stands, so that there is room to its right. */
    private static final double LARGER_AT = 75;

    private PayScale() {
    }

    /**
     * The scale as SVG, for class {@code scale}.
     *
     * @param floor     the least
     * @param hourly    what it comes to, of the same currency; null if that cannot be said yet
     * @param floorSays the floor in words
     * @param says      the other in words
     * @param all       the whole picture in a sentence, for those who cannot see it
     */
    public static String svg(Money floor, Money hourly, String floorSays, String says, String all) {
        long larger = Math.max(1, hourly == null ? floor.amount() : Math.max(floor.amount(), hourly.amount()));
        var svg = new StringBuilder("<svg class=\"scale\" role=\"img\" aria-label=\"").append(Svg.escaped(all)).append("\">");
        double least = LARGER_AT * floor.amount() / larger;
        svg.append("<rect class=\"below\" x=\"0\" y=\"30\" height=\"12\" width=\"").append(percent(least)).append("\"/>");
        svg.append("<rect class=\"above\" x=\"").append(percent(least)).append("\" y=\"30\" height=\"12\" width=\"")
            .append(percent(100 - least)).append("\"/>");
        svg.append("<line class=\"floor\" y1=\"22\" y2=\"50\" x1=\"").append(percent(least)).append("\" x2=\"")
            .append(percent(least)).append("\"/>");
        text(svg, least, 66, floorSays);
        if (hourly != null) {
            double own = LARGER_AT * hourly.amount() / larger;
            svg.append("<circle class=\"own").append(hourly.compareTo(floor) < 0 ? " low" : "")
                .append("\" r=\"8\" cy=\"36\" cx=\"").append(percent(own)).append("\"/>");
            text(svg, own, 16, says);
        }
        return svg.append("</svg>").toString();
    }

    /** Words at a place, kept inside the picture. */
    private static void text(StringBuilder svg, double at, int y, String words) {
        String anchor = at < 30 ? "start" : at > 70 ? "end" : "middle";
        double x = at < 30 ? Math.max(0, at - 3) : at > 70 ? Math.min(100, at + 10) : at;
        svg.append("<text y=\"").append(y).append("\" x=\"").append(percent(x)).append("\" text-anchor=\"").append(anchor)
            .append("\">").append(Svg.escaped(words)).append("</text>");
    }

    private static String percent(double at) {
        return String.format(Locale.ROOT, "%.2f%%", at);
    }
}
