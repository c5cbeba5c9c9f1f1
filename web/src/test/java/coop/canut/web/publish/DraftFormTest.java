package coop.canut.web.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.publish.Draft;
import coop.canut.node.publish.Preview;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.work.ChoiceTemplate.Choice;
import coop.canut.protocol.work.Template;
import coop.canut.web.page.Words;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is typed, and the listing that it asks for. */
final class DraftFormTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:34:56Z");
    private static final Preview ITEMS = new Preview(List.of("comment", "mood"),
        List.of(List.of("Lovely.", "glad"), List.of("Too dark.", "cross")), 2, List.of());

    private static DraftForm form(Map<String, String> typed) {
        Map<String, String> fields = new HashMap<>(DraftForm.fresh(Words.in("en"), "Anne", List.of(Money.of(1_200, "EUR")), NOW));
        fields.putAll(typed);
        return new DraftForm(Words.in("en"), fields);
    }

    private static Draft draft(DraftForm form) {
        return form.draft(form.template(null, null), null, "EUR");
    }

    @Test
    void aNewDraftPaysAQuarterMoreThanTheLeast() {
        Draft draft = draft(form(Map.of()));
        assertEquals(Money.of(25, "EUR"), draft.price());
        assertEquals(60, draft.estimatedSeconds());
        assertEquals("Anne", draft.signedBy());
        assertEquals(List.of("en"), draft.languages());
        assertEquals(Instant.parse("2026-12-11T12:00:00Z"), draft.deadline());
        assertEquals(1_800, draft.claimSeconds());
    }

    @Test
    void whatIsNotThereYetIsMissingAndNotWrong() {
        DraftForm form = form(Map.of());
        draft(form);
        assertEquals(Set.of("title", "instructions", "ask", "choices", "endUse"), form.missing().keySet());
        assertEquals(Map.of(), form.wrong());
    }

    @Test
    void aChoiceIsALabelOrAValueWithALabel() {
        DraftForm form = form(Map.of("choices", "glad = Glad\n\n  Cross  \nb = a = b\n"));
        assertEquals(List.of(new Choice("glad", "Glad"), new Choice("Cross", "Cross"), new Choice("b", "a = b")), form.choices());
        assertEquals(Map.of(), form.wrong());
    }

    @Test
    void choicesThatNobodyCouldChooseAreToldOnce() {
        String many = IntStream.range(0, 2_000).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
        for (String choices : List.of("one", "= a\nb", "a =\nb", "a\na", "a = x\na = y", "x".repeat(41) + "\ny",
            "a = " + "x".repeat(201) + "\nb", many)) {
            DraftForm form = form(Map.of("ask", "?", "choices", choices));
            assertNull(form.template(null, null), choices);
            assertEquals(Set.of("choices"), form.wrong().keySet(), choices);
        }
    }

    @Test
    void partsHaveNamesOfTheirOwn() {
        DraftForm form = form(Map.of("ask", "?", "choices", "a\nb", "shown.0", "text", "shown.1", "text",
            "shown.2", "x".repeat(41)));
        assertNull(form.template(null, null));
        assertEquals(Set.of("shown.1", "shown.2"), form.wrong().keySet());
    }

    @Test
    void theTemplateShowsThePartsInTheirOrder() {
        DraftForm form = form(Map.of("ask", "Which?", "choices", "a\nb", "shown.0", "left", "as.0", "image", "shown.3", "note"));
        Template template = Template.read(form.template(null, null));
        assertEquals(List.of(new Template.Shown("left", Template.As.IMAGE), new Template.Shown("note", Template.As.TEXT)),
            template.show());
    }

    @Test
    void aRowBecomesTheExample() {
        Map<String, String> typed = Map.of("ask", "Which?", "choices", "glad\ncross", "column.0", "comment", "example", "2",
            "right", "cross", "why", "It complains.");
        Template.Example example = Template.read(form(typed).template(ITEMS, null)).example();
        assertEquals(Map.of("text", "Too dark."), example.input());
        assertEquals("It complains.", example.why());
        assertEquals("{\"choice\":\"cross\"}", example.answer());
    }

    @Test
    void anExampleThatCannotBeIsToldBesideItsField() {
        Map<String, String> typed = new HashMap<>(Map.of("ask", "Which?", "choices", "glad\ncross", "column.0", "comment",
            "example", "1", "why", "Because."));
        DraftForm without = form(typed);
        assertNull(without.template(ITEMS, null));
        assertEquals(Set.of("why"), without.wrong().keySet());
        typed.put("right", "angry");
        DraftForm other = form(typed);
        assertNull(other.template(ITEMS, null));
        assertEquals(Set.of("right"), other.wrong().keySet());
        typed.putAll(Map.of("right", "glad", "example", "77"));
        assertNull(Template.read(form(typed).template(ITEMS, null)).example());
    }

    @Test
    void aColumnThatTheFileDoesNotHaveHasToBeChosen() {
        DraftForm form = form(Map.of("ask", "?", "choices", "a\nb"));
        assertNotNull(form.template(ITEMS, null));
        assertEquals(Set.of("column.0"), form.wrong().keySet());
    }

    @Test
    void whatCannotBeReadIsToldBesideItsFieldAndNotGuessed() {
        DraftForm form = form(Map.of("answers", "three", "seconds", "1.5", "price", "1.500", "deadline", "tomorrow", "languages",
            "French please", "severity", "3", "audience", "bologna.example BAD", "title", "x".repeat(1_001)));
        Draft draft = draft(form);
        assertEquals(Set.of("answers", "seconds", "price", "deadline", "languages", "category", "audience", "title"),
            form.wrong().keySet());
        assertNull(draft.price());
        assertNull(draft.deadline());
        assertTrue(form.wrong().get("price").contains("0.25"), form.wrong().get("price"));
    }

    @Test
    void aNewFileIsMatchedByNameThenByOrder() {
        var byName = new DraftForm(Words.in("en"), Map.of("shown.0", "mood", "shown.1", "what"));
        assertEquals(Map.of("column.1", "comment"), Matching.matched(byName, Map.of(), ITEMS));
        var images = new Preview(List.of("id", "photo"), List.of(List.of("1", "a.png")), 1, List.of("a.png"));
        var fresh = new DraftForm(Words.in("en"), Map.of("shown.0", "text"));
        assertEquals(Map.of("column.0", "photo", "as.0", "image"), Matching.matched(fresh, Map.of(), images));
    }
}
