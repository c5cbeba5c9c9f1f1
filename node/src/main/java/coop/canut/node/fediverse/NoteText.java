package coop.canut.node.fediverse;

import coop.canut.node.fediverse.Note.Told;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.name.Host;
import java.util.stream.Collectors;

/**
 * What a post says, in HTML, in English. Whatever somebody wrote stands in it as text and never as markup (F-74), on one line,
 * without characters that nobody sees or that turn the line around (F-77). Pure.
 */
final class NoteText {

    private static final int SECONDS_PER_MINUTE = 60;

    private NoteText() {
    }

    static String html(Note note, Host host) {
        if (!note.digest()) {
            return note.listings().isEmpty() ? "" : single(note.listings().getFirst());
        }
        String items = note.listings().stream().map(told -> "<li>" + item(told) + "</li>").collect(Collectors.joining());
        String board = link("https://" + host + "/board", "the board");
        return "<p>New tasks to be done:</p><ul>" + items + "</ul><p>"
            + (note.more() == 0 ? "All tasks are on " : "And " + note.more() + " more, on ") + board + ".</p>";
    }

    private static String single(Told told) {
        Published listing = told.listing();
        String url = listing.listing().toString();
        return state(told, "<p>", "</p>")
            + "<p><strong>" + escaped(listing.name()) + "</strong></p>"
            + "<p>" + pay(listing) + ", " + seconds(listing.work().estimatedSeconds()) + " each. "
            + listing.work().units() * listing.work().answersPerUnit() + " answers are wanted.</p>"
            + "<p>For " + requester(listing) + ". The answers are for: " + escaped(listing.endUse().statement()) + "</p>"
            + (told.severity() == 0 ? "" : "<p>Severity " + told.severity() + " of 4: " + escaped(listing.categories().stream()
                .filter(category -> category.severity() > 0).map(Category::category).collect(Collectors.joining(", "))) + "</p>")
            + "<p>" + link(url, url) + "</p>";
    }

    private static String item(Told told) {
        Published listing = told.listing();
        return state(told, "", " ") + link(listing.listing().toString(), escaped(listing.name())) + ": " + pay(listing)
            + ", for " + requester(listing);
    }

    private static String state(Told told, String before, String after) {
        return switch (told.state()) {
            case OPEN -> "";
            case PAUSED -> before + "Paused for now." + after;
            case WITHDRAWN -> before + "Withdrawn." + after;
            case CLOSED -> before + "Closed." + after;
        };
    }

    private static String pay(Published listing) {
        return listing.pay().price().plain() + " an answer, about "
            + listing.pay().price().hourly(listing.work().estimatedSeconds()).plain() + " an hour";
    }

    private static String requester(Published listing) {
        return escaped(listing.identity().name()) + " (" + escaped(listing.identity().country()) + ")";
    }

    private static String seconds(long seconds) {
        return seconds < 2 * SECONDS_PER_MINUTE ? seconds + " s" : seconds / SECONDS_PER_MINUTE + " min";
    }

    private static String link(String url, String text) {
        return "<a href=\"" + escaped(url) + "\">" + text + "</a>";
    }

    /** Text as text. */
    static String escaped(String text) {
        var html = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                case '\n', '\t' -> html.append(' ');
                default -> {
                    // Controls, and format characters: joiners, marks and overrides of direction.
                    if (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
                        html.appendCodePoint(c);
                    }
                }
            }
        });
        return html.toString();
    }
}
