package coop.canut.protocol.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.work.ChoiceTemplate.Choice;
import coop.canut.protocol.work.Template.As;
import coop.canut.protocol.work.Template.Example;
import coop.canut.protocol.work.Template.Shown;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final Hash PHOTO = Hash.sha256(new byte[] {1, 2, 3});
    private static final List<Content> FILES = List.of(new Content(PHOTO, 3, "image/png"));
    private static final ChoiceTemplate CAT_OR_DOG = new ChoiceTemplate(
        List.of(new Shown("photo", As.IMAGE), new Shown("caption", As.TEXT)), "What is on it?",
        List.of(new Choice("1", "A cat"), new Choice("2", "A dog")));
    private static final byte[] PNG = latin("\u0089PNG\r\n\u001a\n?");
    private static final ChoiceTemplate WITH_EXAMPLE = new ChoiceTemplate(CAT_OR_DOG.show(), CAT_OR_DOG.ask(),
        CAT_OR_DOG.choices(), new Example(Map.of("caption", "Rex"), PNG, " {\"choice\" : \"2\"}", "It barks."));

    @Test
    void aTemplateIsReadAsItWasWritten() {
        assertEquals("{\"ask\":\"What is on it?\",\"choices\":[{\"label\":\"A cat\",\"value\":\"1\"},"
            + "{\"label\":\"A dog\",\"value\":\"2\"}],\"kind\":\"choice\","
            + "\"show\":[{\"as\":\"image\",\"name\":\"photo\"},{\"as\":\"text\",\"name\":\"caption\"}]}",
            CAT_OR_DOG.opaque());
        assertEquals(CAT_OR_DOG, Template.read(CAT_OR_DOG.opaque()));
    }

    /** Columns: a piece of the template, what stands in its place, the field at fault. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"kind\":\"choice\"|\"kind\":\"video\"|template.kind",
        "\"kind\":\"choice\"|\"kind\":\"choice\",\"html\":\"x\"|template.html",
        "\"as\":\"image\"|\"as\":\"frame\"|template.show[0].as",
        "\"name\":\"photo\"|\"name\":\"caption\"|template.show",
        "\"value\":\"2\"|\"value\":\"1\"|template.choices",
        ",{\"label\":\"A dog\",\"value\":\"2\"}||template.choices",
        "\"ask\":\"What is on it?\",||template.ask",
        "{\"ask\"|\"ask\"|template"})
    void aTemplateThatCannotBeShownIsRefused(String piece, String instead, String field) {
        String wrong = CAT_OR_DOG.opaque().replace(piece, instead == null ? "" : instead);
        Refused refused = assertThrows(Refused.class, () -> Template.read(wrong));
        assertEquals(Problem.FIELD_WRONG, refused.problem());
        assertEquals(field, refused.field());
    }

    @Test
    void anInputHoldsWhatIsShownAndWhatTheRequesterKeeps() {
        String input = Template.input(Map.of("photo", Template.image(PHOTO), "caption", "Minou", "row", "17"));
        assertEquals(List.of(PHOTO.hex(), "Minou"), List.copyOf(CAT_OR_DOG.requireInput(input, FILES).values()));
    }

    @Test
    void anInputThatCannotBeShownIsRefusedByTheNameOfItsMember() {
        assertRefused(Problem.CSV_ROW_WRONG, "caption", Map.of("photo", PHOTO.hex()), FILES);
        assertRefused(Problem.IMAGE_MISSING, "photo", Map.of("photo", PHOTO.hex(), "caption", ""), List.of());
        assertRefused(Problem.IMAGE_MISSING, "photo", Map.of("photo", "https://evil.example/p.png", "caption", ""), FILES);
        assertRefused(Problem.IMAGE_MISSING, "photo", Map.of("photo", PHOTO.hex(), "caption", ""),
            List.of(new Content(PHOTO, 3, "text/html")));
        Refused number = assertThrows(Refused.class, () -> CAT_OR_DOG.requireInput("{\"row\":17}", FILES));
        assertEquals("row", number.field());
        assertEquals("input", assertThrows(Refused.class, () -> CAT_OR_DOG.requireInput("[]", FILES)).field());
    }

    private static void assertRefused(Problem problem, String field, Map<String, String> input, List<Content> files) {
        Refused refused = assertThrows(Refused.class, () -> CAT_OR_DOG.requireInput(Template.input(input), files));
        assertEquals(problem, refused.problem());
        assertEquals(field, refused.field());
    }

    @Test
    void equalAnswersHaveEqualBytes() {
        assertEquals("{\"choice\":\"2\"}", CAT_OR_DOG.requireAnswer(" { \"choice\" : \"\\u0032\" } "));
        assertEquals(ChoiceTemplate.answer("2"), CAT_OR_DOG.requireAnswer(ChoiceTemplate.answer("2")));
        assertEquals("2", CAT_OR_DOG.chosen(ChoiceTemplate.answer("2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "\"1\"", "[]", "{}", "{\"choice\":1}", "{\"choice\":\"3\"}", "{\"choice\":\"\"}",
        "{\"choice\":\"1\",\"note\":\"x\"}", "{\"choice\":\"1\",\"choice\":\"1\"}", "{\"choice\":null}"})
    void anAnswerThatTheTaskDoesNotAllowIsRefused(String answer) {
        assertEquals(Problem.ANSWER_WRONG,
            assertThrows(Refused.class, () -> CAT_OR_DOG.requireAnswer(answer)).problem());
    }

    @Test
    void anImageIsWhatItsFirstBytesSay() {
        assertEquals(ImageType.PNG, ImageType.of(PNG).get());
        assertEquals(ImageType.JPEG, ImageType.of(latin("\u00ff\u00d8\u00ff\u00e0")).get());
        assertEquals(ImageType.WEBP, ImageType.of(latin("RIFF1234WEBPVP8 ")).get());
        for (String other : List.of("", "GIF89a", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "RIFF1234WAVE", "PNG")) {
            assertTrue(ImageType.of(latin(other)).isEmpty(), other);
        }
    }

    @Test
    void anExampleIsReadAsItWasWritten() {
        assertEquals("{\"ask\":\"What is on it?\",\"choices\":[{\"label\":\"A cat\",\"value\":\"1\"},"
            + "{\"label\":\"A dog\",\"value\":\"2\"}],\"example\":{\"answer\":{\"choice\":\"2\"},\"image\":\"iVBORw0KGgo/\","
            + "\"input\":{\"caption\":\"Rex\"},\"why\":\"It barks.\"},\"kind\":\"choice\","
            + "\"show\":[{\"as\":\"image\",\"name\":\"photo\"},{\"as\":\"text\",\"name\":\"caption\"}]}",
            WITH_EXAMPLE.opaque());
        assertEquals(WITH_EXAMPLE, Template.read(WITH_EXAMPLE.opaque()));
        assertEquals(ChoiceTemplate.answer("2"), WITH_EXAMPLE.example().answer());
        assertNull(Template.read(CAT_OR_DOG.opaque()).example());
    }

    @Test
    void anExampleMayLeaveOpenWhatWouldBeRight() {
        var open = new ChoiceTemplate(List.of(new Shown("b", As.TEXT), new Shown("a", As.TEXT)), "Which?",
            CAT_OR_DOG.choices(), new Example(Map.of("a", "", "b", "x"), null, null, null));
        assertEquals(open, Template.read(open.opaque()));
        assertTrue(open.opaque().contains("\"example\":{\"input\":{\"a\":\"\",\"b\":\"x\"}}"));
        assertEquals(List.of("b", "a"), List.copyOf(open.example().input().keySet()));
    }

    /** Columns: a piece of the template, what stands in its place, the field at fault. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"caption\":\"Rex\"}|{}|template.example.input.caption",
        "{\"caption\":\"Rex\"}|{\"caption\":\"Rex\",\"row\":\"17\"}|template.example.input",
        "{\"caption\":\"Rex\"}|{\"caption\":17}|template.example.input.caption",
        "{\"caption\":\"Rex\"}|[]|template.example.input",
        "\"input\":{\"caption\":\"Rex\"},||template.example.input",
        "\"image\":\"iVBORw0KGgo/\",||template.example.image",
        "iVBORw0KGgo/|iVBORw0KGgp=|template.example.image",
        "iVBORw0KGgo/|iVBORw0KGgo|template.example.image",
        "iVBORw0KGgo/|R0lGODlh|template.example.image",
        "\"answer\":{\"choice\":\"2\"},||template.example.why",
        "{\"choice\":\"2\"}|{\"choice\":\"3\"}|template.example.answer",
        "{\"choice\":\"2\"}|\"2\"|template.example.answer",
        "\"why\":|\"because\":|template.example.because",
        "\"example\":{|\"example\":[{|template"})
    void anExampleThatIsNoUnitOfTheTaskIsRefused(String piece, String instead, String field) {
        String wrong = WITH_EXAMPLE.opaque().replace(piece, instead == null ? "" : instead);
        Refused refused = assertThrows(Refused.class, () -> Template.read(wrong));
        assertEquals(Problem.FIELD_WRONG, refused.problem());
        assertEquals(field, refused.field());
    }

    @Test
    void anExampleIsSmall() {
        Example full = new Example(Map.of("caption", "x".repeat(Example.TEXT_CHARS)),
            Arrays.copyOf(PNG, Example.IMAGE_BYTES), ChoiceTemplate.answer("1"), "x".repeat(Example.WHY_CHARS));
        var large = new ChoiceTemplate(CAT_OR_DOG.show(), "Which?", CAT_OR_DOG.choices(), full);
        assertEquals(large, Template.read(large.opaque()));
        assertFieldWrong("template.example.image", full.input(), Arrays.copyOf(PNG, Example.IMAGE_BYTES + 1), "x");
        assertFieldWrong("template.example.why", full.input(), PNG, "x".repeat(Example.WHY_CHARS + 1));
        assertFieldWrong("template.example.input.caption", Map.of("caption", "x".repeat(Example.TEXT_CHARS + 1)), PNG, "x");
    }

    private static void assertFieldWrong(String field, Map<String, String> input, byte[] image, String why) {
        assertEquals(field, assertThrows(Refused.class,
            () -> new Example(input, image, ChoiceTemplate.answer("1"), why)).field());
    }

    @Test
    void aTaskThatShowsTwoImagesHasNoExample() {
        List<Shown> two = List.of(new Shown("left", As.IMAGE), new Shown("right", As.IMAGE));
        Refused refused = assertThrows(Refused.class, () -> new ChoiceTemplate(two, "Which is finer?", CAT_OR_DOG.choices(),
            new Example(Map.of(), PNG, null, null)));
        assertEquals("template.example.image", refused.field());
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
