package coop.canut.ops.demo;

import coop.canut.protocol.json.Json;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.ChoiceTemplate.Choice;
import coop.canut.protocol.work.Template;
import coop.canut.protocol.work.Template.Example;
import coop.canut.protocol.work.Template.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Work to be published: a file of items, the images that it names, and the terms.
 *
 * @param price            of one answer
 * @param estimatedSeconds of one answer
 * @param audience         nodes whose members may take it; empty: all
 */
public record Batch(String title, String instructions, String endUse, byte[] csv, Map<String, byte[]> files,
                    ChoiceTemplate template, int answersPerUnit, Money price, long estimatedSeconds, String signedBy,
                    List<Host> audience) {

    private static final Duration OPEN_FOR = Duration.ofDays(7);

    /** What visitors wrote into a museum's book: 24 comments, three answers each. */
    public static Batch visitors() {
        return new Batch("How do our visitors feel?", "Read the comment and choose how the person who wrote it felt. Facts "
            + "without a feeling are neither.", "To decide which rooms of the museum to change first. Nothing is sold, and no "
            + "program is trained on it.", resource("visitors.csv"), Map.of(),
            new ChoiceTemplate(List.of(new Shown("comment", Template.As.TEXT)), "How did this visitor feel?",
                List.of(new Choice("glad", "Glad"), new Choice("cross", "Cross"), new Choice("neither", "Neither")),
                new Example(Map.of("comment", "We came at four and the looms stood still. Nobody had told us at the door."), null,
                    ChoiceTemplate.answer("cross"), "They say what was missing and that they were not told: that is a "
                    + "complaint, even without a harsh word.")),
            3, Money.of(25, "EUR"), 60, "Anne Dubois", List.of());
    }

    /** A few lines of text, each its own answer, for stories that are told often. */
    public static Batch few(String title, int items, int answersPerUnit) {
        StringBuilder csv = new StringBuilder("comment,mood\n");
        for (int i = 0; i < items; i++) {
            csv.append("Line ").append(i).append(" of ").append(title).append(",glad\n");
        }
        return new Batch(title, "Read and choose.", "To try the federation.",
            csv.toString().getBytes(StandardCharsets.UTF_8), Map.of(), visitors().template(), answersPerUnit,
            Money.of(25, "EUR"), 60, "Anne Dubois", List.of());
    }

    /** Pictures of cloth: which weave is it? Twelve images, two answers each. */
    public static Batch weaves() {
        StringBuilder csv = new StringBuilder("picture,binding\n");
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 12; i++) {
            String binding = Weaves.BINDINGS.get(i % Weaves.BINDINGS.size());
            String name = "cloth-%02d.png".formatted(i + 1);
            csv.append(name).append(',').append(binding).append('\n');
            files.put(name, Weaves.png(binding, i));
        }
        return new Batch("Which weave is this?", "Look at how the dark and the light threads cross. Every second crossing: "
            + "plain. Diagonal stripes: twill. Scattered points: satin.", "To put the museum's collection of samples in order.",
            csv.toString().getBytes(StandardCharsets.UTF_8), files,
            new ChoiceTemplate(List.of(new Shown("picture", Template.As.IMAGE)), "Which weave is it?",
                List.of(new Choice("plain", "Plain"), new Choice("twill", "Twill"), new Choice("satin", "Satin")),
                new Example(Map.of(), Weaves.png("twill", 12), ChoiceTemplate.answer("twill"),
                    "The crossings make stripes that climb to one side.")),
            2, Money.of(15, "EUR"), 30, "Anne Dubois", List.of());
    }

    /** The same for the members of one node only. */
    public Batch only(Host host) {
        return new Batch(title, instructions, endUse, csv, files, template, answersPerUnit, price, estimatedSeconds, signedBy,
            List.of(host));
    }

    /** The listing as the API takes it; {@code items} names the set of its units. */
    public Json.Obj draft(String items) {
        return Json.object()
            .put("title", title).put("instructions", instructions).put("template", template.json()).put("items", items)
            .put("answersPerUnit", answersPerUnit).put("price", Story.money(price)).put("estimatedSeconds", estimatedSeconds)
            .put("endUse", endUse).put("signedBy", signedBy)
            .put("categories", List.of(Json.object().put("category", "museum").put("severity", 0).build()))
            .putTexts("languages", List.of("en", "fr")).putTexts("skills", List.of("reading")).put("machineHelp", "none")
            .put("deadline", Instant.now().plus(OPEN_FOR).truncatedTo(ChronoUnit.SECONDS))
            .putTexts("audience", audience)
            .build();
    }

    private static byte[] resource(String name) {
        try (InputStream in = Batch.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
