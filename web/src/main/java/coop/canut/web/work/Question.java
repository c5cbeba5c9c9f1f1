package coop.canut.web.work;

import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.ChoiceTemplate.Choice;
import coop.canut.protocol.work.Template;
import coop.canut.protocol.work.Template.As;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A unit as a worker sees it: on the workbench, as an example before taking a task, and to its requester before publishing.
 *
 * @param shown what there is to look at
 * @param ask   the question
 */
public record Question(List<Seen> shown, String ask, List<Choice> choices) {

    /**
     * One member of the unit.
     *
     * @param text  as it stands, or null
     * @param image address, or null
     */
    public record Seen(String name, String text, String image) {
    }

    /**
     * What a template shows and asks.
     *
     * @param text  gives the text of a member
     * @param image gives the address of a member that is an image
     */
    public static Question of(Template template, UnaryOperator<String> text, UnaryOperator<String> image) {
        List<Seen> shown = template.show().stream().map(member -> member.as() == As.IMAGE
            ? new Seen(member.name(), null, image.apply(member.name()))
            : new Seen(member.name(), text.apply(member.name()), null)).toList();
        return switch (template) {
            case ChoiceTemplate choice -> new Question(shown, template.ask(), choice.choices());
        };
    }

    /** What a choice is called; the value itself if it is none of these. */
    public String label(String value) {
        return choices.stream().filter(choice -> choice.value().equals(value)).map(Choice::label).findFirst().orElse(value);
    }

    /** Whether there is a choice of this value. */
    public boolean offers(String value) {
        return choices.stream().anyMatch(choice -> choice.value().equals(value));
    }

    /** Whether there is an image to look at. */
    public boolean hasImage() {
        return shown.stream().anyMatch(seen -> seen.image() != null);
    }
}
