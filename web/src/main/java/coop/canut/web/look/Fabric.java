package coop.canut.web.look;

import coop.canut.protocol.message.NodeMessage.Level;
import java.util.List;

/**
 * The federation as a weave: each cooperative is a weft thread (a row, what it says) and a warp thread (a column, what is said
 * of it). Where two cross, the pattern is the level that the row states towards the column, and a gauge below it how much
 * of its credit is used. Levels differ by pattern and not by colour alone; whoever cannot see it reads the table beside it.
 */
public final class Fabric {

    private static final int PITCH = 56;
    private static final int BAND = 24;
    private static final int KNOT = 30;
    private static final int GAUGE = 5;
    private static final int GAP = 3;
    private static final int MARK = 26;
    private static final int LETTER = 9;
    /** Characters of a name; longer ones end in three points. */
    private static final int LETTERS = 22;

    private Fabric() {
    }

    /**
     * A cooperative.
     *
     * @param mark address of its woven mark
     */
    public record Thread(String name, String mark) {
    }

    /**
     * What a row says of a column.
     *
     * @param usedPermille how much of its credit is used, 0 to 1000; below 0 if there is none, or it is not known
     * @param told        the same in words, for whoever points at it
     */
    public record Crossing(Level level, int usedPermille, String told) {
    }

    /**
     * The picture, for the middle of a page.
     *
     * @param told      what it shows, in a sentence
     * @param threads   the cooperatives, in the order of rows and of columns
     * @param crossings by row and column; null where a thread meets itself, and where nothing is known
     */
    public static String svg(String told, List<Thread> threads, List<List<Crossing>> crossings) {
        int longest = threads.stream().mapToInt(thread -> cut(thread.name()).length()).max().orElse(0);
        int left = MARK + 12 + longest * LETTER;
        int top = MARK + 12;
        int size = threads.size() * PITCH;
        var svg = new StringBuilder("<svg class=\"fabric\" role=\"img\" aria-label=\"").append(Svg.escaped(told))
            .append("\" width=\"").append(left + size).append("\" height=\"").append(top + size)
            .append("\" viewBox=\"0 0 ").append(left + size).append(' ').append(top + size).append("\">");
        for (int at = 0; at < threads.size(); at++) {
            int middle = at * PITCH + PITCH / 2;
            svg.append("<path class=\"warp\" d=\"").append(box(left + middle - BAND / 2, top, BAND, size)).append("\"/>");
            mark(svg, threads.get(at), left + middle - MARK / 2, 0);
        }
        for (int at = 0; at < threads.size(); at++) {
            int middle = top + at * PITCH + PITCH / 2;
            weft(svg, left, middle - BAND / 2, at, threads.size());
            mark(svg, threads.get(at), 0, middle - MARK / 2);
            svg.append("<text x=\"%d\" y=\"%d\">".formatted(MARK + 6, middle + 5))
                .append(Svg.escaped(cut(threads.get(at).name()))).append("</text>");
        }
        for (int row = 0; row < threads.size(); row++) {
            for (int column = 0; column < threads.size(); column++) {
                int x = left + column * PITCH;
                int y = top + row * PITCH;
                Crossing crossing = crossings.get(row).get(column);
                if (row == column) {
                    mark(svg, threads.get(row), x + (PITCH - MARK) / 2, y + (PITCH - MARK) / 2);
                } else if (crossing != null) {
                    knot(svg, x + (PITCH - KNOT) / 2, y + (PITCH - KNOT) / 2, crossing);
                }
            }
        }
        return svg.append("</svg>").toString();
    }

    /** The pattern of a level alone, for the words that explain it; bare threads for null, which is not known. */
    public static String key(Level level) {
        var svg = new StringBuilder("<svg class=\"fabric\" width=\"22\" height=\"22\" viewBox=\"-1 -1 32 32\" ")
            .append("aria-hidden=\"true\">");
        if (level == null) {
            svg.append("<path class=\"warp\" d=\"M9 0h12v30h-12z\"/><path class=\"weft\" d=\"M0 9h30v12h-30z\"/>");
        } else {
            pattern(svg, level);
        }
        return svg.append("</svg>").toString();
    }

    /** A weft thread over every other warp thread, so that threads of two rows lie over and under in turn. */
    private static void weft(StringBuilder svg, int left, int y, int row, int threads) {
        svg.append("<path class=\"weft\" d=\"");
        for (int column = 0; column < threads; column++) {
            int x = left + column * PITCH;
            int gap = (PITCH - BAND) / 2;
            if ((row + column) % 2 == 0) {
                svg.append(box(x, y, PITCH, BAND));
            } else {
                svg.append(box(x, y, gap, BAND)).append(box(x + PITCH - gap, y, gap, BAND));
            }
        }
        svg.append("\"/>");
    }

    private static void mark(StringBuilder svg, Thread thread, int x, int y) {
        svg.append("<image href=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"><title>%s</title></image>"
            .formatted(Svg.escaped(thread.mark()), x, y, MARK, MARK, Svg.escaped(thread.name())));
    }

    private static void knot(StringBuilder svg, int x, int y, Crossing crossing) {
        svg.append("<g transform=\"translate(%d %d)\"><title>%s</title>".formatted(x, y, Svg.escaped(crossing.told())));
        pattern(svg, crossing.level());
        if (crossing.usedPermille() >= 0) {
            int used = Math.min(KNOT, crossing.usedPermille() * KNOT / 1_000);
            svg.append("<path class=\"track\" d=\"").append(box(0, KNOT + GAP, KNOT, GAUGE)).append("\"/>")
                .append("<path class=\"used\" d=\"").append(box(0, KNOT + GAP, used, GAUGE)).append("\"/>");
        }
        svg.append("</g>");
    }

    private static void pattern(StringBuilder svg, Level level) {
        svg.append("<g class=\"level level-").append(level.code()).append("\"><path d=\"").append(box(0, 0, KNOT, KNOT))
            .append("\"/>");
        svg.append(switch (level) {
            case CLAIM -> "";
            case SEE -> "<path d=\"M4 1v28M11 1v28M18 1v28M25 1v28\"/>";
            case LIMITED -> "<path d=\"M6 8h.1M15 8h.1M24 8h.1M6 15h.1M15 15h.1M24 15h.1M6 22h.1M15 22h.1M24 22h.1\"/>";
            case SUSPENDED -> "<path d=\"M5 5l20 20M25 5l-20 20\"/>";
            case ENDED -> "<path d=\"M8 15h14\"/>";
        });
        svg.append("</g>");
    }

    private static String box(int x, int y, int width, int height) {
        return "M%d %dh%dv%dh-%dz".formatted(x, y, width, height, width);
    }

    private static String cut(String name) {
        return name.length() <= LETTERS ? name : name.substring(0, LETTERS - 1) + "…";
    }
}
