package coop.canut.web.look;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything can be read, in both themes, and colours stand in one place. */
final class PaletteTest {

    private final Palette palette = Palette.read();

    @Test
    void everyInkIsReadableOnEveryClothInBothThemes() {
        List<Palette.Contrast> faint = palette.readable().stream()
            .filter(pair -> Math.min(pair.light(), pair.dark()) < Palette.READABLE).toList();
        assertEquals(List.of(), faint);
        assertEquals(Palette.INKS.size() * Palette.CLOTHS.size() + 1, palette.readable().size());
    }

    @Test
    void theEdgesOfFieldsAreSeenOnWhatTheyStandOn() {
        for (String cloth : List.of("cloth", "sheet")) {
            Palette.Contrast edge = palette.contrast("edge", cloth);
            assertTrue(Math.min(edge.light(), edge.dark()) >= Palette.VISIBLE, edge + "");
        }
    }

    @Test
    void contrastIsThatOfTheStandard() {
        Palette two = new Palette(List.of(new Palette.Colour("a", "#000000", "#777777"),
            new Palette.Colour("b", "#ffffff", "#ffffff")));
        assertEquals(21, two.contrast("a", "b").light(), 1e-9);
        assertEquals(4.48, two.contrast("b", "a").dark(), .005);
    }

    /** What is printed is black on white; the veil behind a dialog and shadows are no colours of text. */
    @Test
    void coloursStandInTheTokensAndNowhereElse() throws IOException {
        String rules = Palette.styles().substring(Palette.styles().indexOf('}'));
        List<String> others = Pattern.compile("#[0-9a-fA-F]{3,8}\\b|\\brgba?\\(").matcher(rules).results()
            .map(found -> found.group())
            .filter(colour -> !List.of("#fff", "#000", "#0003", "#1b2a4180").contains(colour)).toList();
        assertEquals(List.of(), others);
        String layout = Files.readString(Path.of("src/main/jte/layout/page.jte"));
        Palette.Colour cloth = palette.colour("cloth");
        assertTrue(layout.contains("content=\"" + cloth.light() + "\"") && layout.contains("content=\"" + cloth.dark() + "\""));
    }

    @Test
    void everyTokenThatIsUsedIsThere() {
        List<String> unknown = Pattern.compile("var\\(--([a-z-]+)\\)").matcher(Palette.styles()).results()
            .map(found -> found.group(1)).distinct().filter(name -> !Palette.styles().contains("--" + name + ":")).toList();
        assertEquals(List.of(), unknown);
    }

    /** Styles in pages are forbidden by their policy, and would be lost silently. */
    @Test
    void noTemplateHasAStyleOrAScriptOfItsOwn() throws IOException {
        try (Stream<Path> templates = Files.walk(Path.of("src/main/jte"))) {
            for (Path template : templates.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(template);
                assertTrue(!text.matches("(?s).*(\\sstyle=|<style|\\son[a-z]+=|javascript:|hx-on).*"), template + "");
            }
        }
    }
}
