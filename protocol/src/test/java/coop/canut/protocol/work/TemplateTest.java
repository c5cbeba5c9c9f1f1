package coop.canut.protocol.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.work.ChoiceTemplate.Choice;
import coop.canut.protocol.work.Template.As;
import coop.canut.protocol.work.Template.Shown;
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
}
