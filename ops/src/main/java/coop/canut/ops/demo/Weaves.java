package coop.canut.ops.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures of woven cloth, drawn here: something to look at that belongs to nobody. */
final class Weaves {

    /** The bindings, which are also the answers. */
    static final List<String> BINDINGS = List.of("plain", "twill", "satin");
    private static final int THREADS = 24;
    private static final int PIXELS = 30;
    private static final Color[] WARPS = {new Color(0x2b4c7e), new Color(0x8c2f39), new Color(0x3d6b4f), new Color(0x6b4a8c)};

    private Weaves() {
    }

    /** A PNG of 720 pixels a side, enough for the screen of a phone: each cell shows whether the warp or the weft lies on top. */
    static byte[] png(String binding, int variant) {
        Color warp = WARPS[variant % WARPS.length];
        Color weft = new Color(0xe8e0d0);
        // Three colours in a palette: a tenth of the bytes, so that one may also stand in a listing as an example.
        int[] palette = {0, warp.getRGB(), weft.getRGB()};
        var colours = new IndexColorModel(2, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
        var image = new BufferedImage(THREADS * PIXELS, THREADS * PIXELS, BufferedImage.TYPE_BYTE_BINARY, colours);
        Graphics2D pen = image.createGraphics();
        for (int row = 0; row < THREADS; row++) {
            for (int column = 0; column < THREADS; column++) {
                pen.setColor(warpOnTop(binding, row, column + variant) ? warp : weft);
                pen.fillRect(column * PIXELS, row * PIXELS, PIXELS - 1, PIXELS - 1);
            }
        }
        pen.dispose();
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The point paper of each binding: a 1/1 plain weave, a 2/2 twill, an 8-end satin. */
    private static boolean warpOnTop(String binding, int row, int column) {
        return switch (binding) {
            case "plain" -> (row + column) % 2 == 0;
            case "twill" -> (row + column) % 4 < 2;
            default -> (3 * row + column) % 8 == 0;
        };
    }
}
