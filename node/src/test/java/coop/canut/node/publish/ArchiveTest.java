package coop.canut.node.publish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zips as people have them, and as nobody should. */
@Tag("F-78")
class ArchiveTest {

    private static final String CSV = "photo\nbird.png\n";

    private static List<String> names(byte[] zip) {
        return all(Archive.read(zip).images()).stream().map(Image::name).toList();
    }

    private static List<Image> all(Archive.Images images) {
        return Stream.generate(images::next).takeWhile(batch -> !batch.isEmpty()).flatMap(List::stream).toList();
    }

    private static void refused(byte[] zip, Problem problem, String field) {
        Refused refused = assertThrows(Refused.class, () -> Archive.read(zip));
        assertEquals(problem, refused.problem(), refused.getMessage());
        assertEquals(field, refused.field(), refused.getMessage());
    }

    /** Bytes of which about eight become one, so that neither size nor ratio alone gives them away. */
    private static byte[] dull(int length, String start) {
        byte[] data = new byte[length];
        var random = new Random(3);
        for (int i = 0; i < length; i++) {
            data[i] = (byte) ('0' + (random.nextInt() & 1));
        }
        byte[] head = Zip.bytes(start);
        System.arraycopy(head, 0, data, 0, head.length);
        return data;
    }

    @Test
    void imagesAreKnownByTheirNamesWithoutFolders() {
        byte[] zip = new Zip().with("birds/", "").with("birds/photos/bird.png", Zip.PNG).with("birds/items.CSV", CSV)
            .with("__MACOSX/birds/photos/._bird.png", "finder").with("birds/.DS_Store", "finder")
            .with("Thumbs.db", "explorer").with("cat.png", Zip.PNG).end();
        Archive archive = Archive.read(zip);
        assertEquals(CSV, new String(archive.table(), StandardCharsets.UTF_8));
        List<Image> images = all(archive.images());
        assertEquals(List.of("bird.png", "cat.png"), images.stream().map(Image::name).toList());
        assertArrayEquals(Zip.PNG, images.getFirst().data());
        assertEquals("image/png", images.getFirst().content().mediaType());
        assertEquals(2, all(archive.images()).size(), "they may be asked for again");
    }

    @Test
    void aNameIsTheSameInEverySpellingOfIt() {
        String composed = "\u00e9t\u00e9.png";
        assertEquals(List.of(composed), names(new Zip().with("a.tsv", CSV).with("e\u0301te\u0301.png", Zip.PNG).end()));
        assertEquals(List.of(composed),
            names(new Zip(Charset.forName("IBM850")).with("Mes \u00e9l\u00e8ves/" + composed, Zip.PNG).with("a.csv", CSV).end()));
        assertEquals(composed, Image.named(" e\u0301te\u0301.png "));
    }

    @Test
    void manyImagesComeSomeAtATime() {
        Zip zip = new Zip().with("a.csv", CSV);
        IntStream.range(0, 250).forEach(i -> zip.with(i + ".png", Zip.PNG));
        byte[] bytes = zip.end();
        Archive.Images images = Archive.read(bytes).images();
        List<Integer> batches = new ArrayList<>();
        Stream.generate(images::next).takeWhile(batch -> !batch.isEmpty()).forEach(batch -> batches.add(batch.size()));
        assertEquals(List.of(100, 100, 50), batches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../bird.png", "/bird.png", "a/../../bird.png", "a/..", "C:/bird.png", "c:bird.png", "..\\bird.png",
        "photos\\bird.png", "//host/share/bird.png", "a\nb.png", "b\u0000d.png", " ", "photos/ ", ".."})
    void aNameThatLeadsOutOrIsNoneIsRefused(String name) {
        refused(new Zip().with("a.csv", CSV).with(name, Zip.PNG).end(), Problem.ARCHIVE_WRONG, "items");
    }

    @Test
    void oneTableAndEachNameOnce() {
        refused(new Zip().with("a/bird.png", Zip.PNG).with("a.csv", CSV).with("b/bird.png", Zip.PNG).end(),
            Problem.ARCHIVE_WRONG, "bird.png");
        refused(new Zip().with("a.csv", CSV).with("b.tsv", CSV).end(), Problem.ARCHIVE_WRONG, "b.tsv");
        refused(new Zip().with("bird.png", Zip.PNG).end(), Problem.ARCHIVE_WRONG, "items");
        refused(new Zip().with("x".repeat(201) + ".png", Zip.PNG).with("a.csv", CSV).end(), Problem.ARCHIVE_WRONG, "items");
    }

    @Test
    void onlyImagesStandBesideTheTable() {
        byte[] inner = new Zip().with("a.csv", CSV).end();
        refused(new Zip().with("a.csv", CSV).with("more.zip", inner).end(), Problem.IMAGE_NOT_ALLOWED, "more.zip");
        refused(new Zip().with("a.csv", CSV).with("more.png", inner).end(), Problem.IMAGE_NOT_ALLOWED, "more.png");
        refused(new Zip().with("a.csv", CSV).with("bird.svg", "<svg/>").end(), Problem.IMAGE_NOT_ALLOWED, "bird.svg");
        refused(new Zip().with("a.csv", CSV).with("read me.txt", "hello").end(), Problem.IMAGE_NOT_ALLOWED, "read me.txt");
    }

    @Test
    void whatIsNoZipOrHasAPasswordIsRefused() {
        refused(new byte[0], Problem.ARCHIVE_WRONG, "items");
        refused(CSV.getBytes(StandardCharsets.UTF_8), Problem.ARCHIVE_WRONG, "items");
        byte[] locked = new Zip().with("a.csv", CSV).end();
        locked[6] |= 1;
        refused(locked, Problem.ARCHIVE_WRONG, "items");
        byte[] strange = new Zip().with("a.csv", CSV).end();
        strange[8] = 12;
        refused(strange, Problem.ARCHIVE_WRONG, "items");
    }

    @Test
    void aBombIsSeenWhileItGoesOff() {
        byte[] zeros = Arrays.copyOf(Zip.PNG, Limits.CONTENT_BYTES);
        refused(new Zip().with("a.csv", CSV).with("bird.png", zeros).end(), Problem.ARCHIVE_WRONG, "bird.png");
        refused(new Zip().with("a.csv", zeros).end(), Problem.ARCHIVE_WRONG, "a.csv");
        refused(new Zip().with("__MACOSX/x", zeros).with("a.csv", CSV).end(), Problem.ARCHIVE_WRONG, "items");
        refused(new Zip().with("x/", zeros).with("a.csv", CSV).end(), Problem.ARCHIVE_WRONG, "items");
        Archive.read(new Zip().with("a.csv", "photo\n" + "bird.png\n".repeat(100_000)).end());
    }

    @Test
    void everySizeIsBounded() {
        refused(new byte[Archive.BYTES + 1], Problem.TOO_LARGE, "items");
        refused(new Zip().with("a.csv", dull(Sheet.FILE_BYTES + 1, "photo\n")).end(), Problem.TOO_LARGE, "a.csv");
        byte[] image = dull(Limits.CONTENT_BYTES + 1, "\u0089PNG\r\n\u001a\n");
        refused(new Zip().with("a.csv", CSV).with("bird.png", image).end(), Problem.IMAGE_NOT_ALLOWED, "bird.png");
        byte[] largest = Arrays.copyOf(image, Limits.CONTENT_BYTES);
        Zip seven = new Zip().with("a.csv", CSV);
        IntStream.range(0, 7).forEach(i -> seven.with(i + ".png", largest));
        refused(seven.end(), Problem.TOO_LARGE, "items");

        Zip many = new Zip().with("a.csv", CSV);
        IntStream.range(1, Archive.ENTRIES).forEach(i -> many.with("folder" + i + "/", ""));
        Archive.read(many.end());
        Zip tooMany = new Zip().with("a.csv", CSV);
        IntStream.rangeClosed(1, Archive.ENTRIES).forEach(i -> tooMany.with("folder" + i + "/", ""));
        refused(tooMany.end(), Problem.TOO_LARGE, "items");
    }

    @Test
    void whateverIsBrokenIsRefusedAndNeverFails() {
        byte[] zip = new Zip().with("photos/bird.png", Zip.PNG).with("a.csv", CSV).end();
        for (int length = 0; length < zip.length; length++) {
            readsOrRefuses(Arrays.copyOf(zip, length));
        }
        for (int at = 0; at < zip.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = zip.clone();
                flipped[at] ^= (byte) (1 << bit);
                readsOrRefuses(flipped);
            }
        }
    }

    private static void readsOrRefuses(byte[] zip) {
        try {
            assertTrue(Archive.read(zip).table().length <= Sheet.FILE_BYTES);
        } catch (Refused refused) {
            assertTrue(refused.problem() == Problem.ARCHIVE_WRONG || refused.problem() == Problem.IMAGE_NOT_ALLOWED,
                refused.getMessage());
        }
    }
}
