package coop.canut.web.look;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.message.NodeMessage.Level;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The federation as a picture. */
final class FabricTest {

    private static final List<Fabric.Thread> TWO = List.of(new Fabric.Thread("lyon.example", "/marks/1"),
        new Fabric.Thread("<b>\"&bologna".repeat(10), "/marks/2\"><script>"));

    private static Document drawn(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static String svg(Fabric.Crossing one, Fabric.Crossing other) {
        return Fabric.svg("Two & more", TWO, List.of(Arrays.asList(null, one), Arrays.asList(other, null)));
    }

    @Test
    void whatIsSaidStandsWhereRowAndColumnCrossAndWhatIsNotKnownIsBare() throws Exception {
        Document picture = drawn(svg(new Fabric.Crossing(Level.SEE, -1, "lyon → bologna"), null));
        List<String> levels = elements(picture, "g").map(group -> group.getAttribute("class"))
            .filter(name -> name.startsWith("level")).toList();
        assertEquals(List.of("level level-see"), levels);
        assertEquals(List.of("lyon → bologna"), elements(picture, "title").map(Element::getTextContent)
            .filter(text -> text.contains("→")).toList());
    }

    @Test
    void theGaugeIsAsFullAsTheCreditAndNeverFuller() throws Exception {
        Document picture = drawn(svg(new Fabric.Crossing(Level.CLAIM, 500, ""), new Fabric.Crossing(Level.CLAIM, 40_000, "")));
        List<String> used = elements(picture, "path").filter(path -> path.getAttribute("class").equals("used"))
            .map(path -> path.getAttribute("d")).toList();
        assertEquals(List.of("M0 33h15v5h-15z", "M0 33h30v5h-30z"), used);
        assertFalse(svg(new Fabric.Crossing(Level.CLAIM, -1, ""), null).contains("used"));
    }

    @Test
    void namesAreTextAndTooLongOnesAreCut() throws Exception {
        Document picture = drawn(svg(null, null));
        assertEquals(0, picture.getElementsByTagName("script").getLength());
        assertTrue(elements(picture, "text").allMatch(text -> text.getTextContent().length() <= 22));
        assertEquals("Two & more", picture.getDocumentElement().getAttribute("aria-label"));
    }

    @Test
    void everyLevelHasAPatternOfItsOwn() throws Exception {
        List<String> keys = Stream.concat(Stream.of(Level.values()).map(Fabric::key), Stream.of(Fabric.key(null))).toList();
        assertEquals(keys.size(), keys.stream().map(key -> key.replaceAll("class=\"[^\"]*\"", "")).distinct().count());
        for (String key : keys) {
            drawn(key);
        }
    }

    private static Stream<Element> elements(Document picture, String name) {
        var found = picture.getElementsByTagName(name);
        return Stream.iterate(0, i -> i < found.getLength(), i -> i + 1).map(i -> (Element) found.item(i));
    }
}
