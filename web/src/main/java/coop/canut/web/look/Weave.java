package coop.canut.web.look;

import coop.canut.protocol.name.Hash;
import java.util.List;

/**
 * The woven mark of a cooperative: eight warp threads over and under eight weft threads, as the fingerprint of its newest key
 * statement says. Bit {@code i} of the first eight bytes (most significant first) is set where the warp of column {@code i mod
 * 8} lies on top in row {@code i / 8}; byte 8 chooses the colour of the warp, byte 9 that of the weft, both modulo the number of
 * colours.
 */
public final class Weave {

    private static final int THREADS = 8;
    private static final int CELL = 4;
    private static final List<String> WARP = List.of("#1b2a41", "#1f4e9e", "#a63d2f", "#2f5d3a", "#5b3f78", "#6b4e16");
    private static final List<String> WEFT = List.of("#f3ecdc", "#e6d3a8", "#cfdcec", "#efd3cb", "#d6e5d0", "#e4d8ee");

    private Weave() {
    }

    /** The mark as an SVG document of 34 by 34 units, about 2 kB. The same hash gives the same bytes for ever. */
    public static String svg(Hash fingerprint) {
        byte[] bytes = fingerprint.bytes();
        var over = new StringBuilder();
        var under = new StringBuilder();
        for (int row = 0; row < THREADS; row++) {
            for (int column = 0; column < THREADS; column++) {
                int x = 1 + column * CELL;
                int y = 1 + row * CELL;
                if ((bytes[row] >> 7 - column & 1) == 1) {
                    // The warp on top: a thread that goes down, from edge to edge of its crossing.
                    over.append("M").append(x).append(".4 ").append(y).append("h3.2v4h-3.2z");
                } else {
                    under.append("M").append(x).append(' ').append(y).append(".4h4v3.2h-4z");
                }
            }
        }
        String warp = WARP.get(Byte.toUnsignedInt(bytes[8]) % WARP.size());
        String weft = WEFT.get(Byte.toUnsignedInt(bytes[9]) % WEFT.size());
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 34 34\"><path fill=\"#5b6270\" d=\"M0 0h34v34H0z\"/>"
            + "<path fill=\"" + weft + "\" d=\"" + under + "\"/><path fill=\"" + warp + "\" d=\"" + over + "\"/></svg>";
    }
}
