package coop.canut.web.decide;

import coop.canut.node.decision.Minutes;
import coop.canut.node.decision.MinutesBook.Kept;
import coop.canut.web.page.Words;
import java.util.stream.Collectors;

/** Minutes as a text that any editor shows: Markdown, in the reader's language. */
final class Markdown {

    private Markdown() {
    }

    static String of(Words words, Said said, Kept kept) {
        Minutes minutes = kept.minutes();
        var text = new StringBuilder();
        text.append("# ").append(words.text("minutes.title", minutes.number())).append("\n\n");
        if (!minutes.title().isEmpty()) {
            text.append("## ").append(escaped(minutes.title())).append("\n\n");
        }
        text.append(escaped(said.act(minutes.act()))).append("\n\n");
        text.append("**").append(words.text("state." + minutes.state().code())).append("**, ")
            .append(words.time(minutes.endedAt()));
        if (minutes.why() != null) {
            text.append(": ").append(words.text("problem." + minutes.why()));
        }
        text.append("\n\n");
        if (minutes.proposedBy() != null) {
            text.append(words.text("proposal.by", escaped(minutes.proposedBy()), minutes.proposedAt())).append("\n\n");
        }
        quoted(text, minutes.reasons());
        for (Minutes.Vote vote : minutes.votes()) {
            vote(text, words, said, vote);
        }
        if (!minutes.arguments().isEmpty()) {
            text.append("## ").append(words.text("proposal.arguments")).append("\n\n");
            minutes.arguments().forEach(argument -> {
                text.append("**").append(escaped(argument.name())).append("** (")
                    .append(words.text("stance." + argument.stance().code())).append(", ")
                    .append(words.time(argument.at())).append(")\n\n");
                quoted(text, argument.text());
            });
        }
        kept.notes().forEach(note -> {
            text.append("**").append(note.name() == null ? words.text("minutes.machine") : escaped(note.name()))
                .append("** (").append(words.time(note.at())).append(")\n\n");
            quoted(text, note.text());
        });
        text.append("## ").append(words.text("minutes.proof")).append("\n\n")
            .append("- ").append(words.text("minutes.hash")).append(": `").append(minutes.hash()).append("`\n")
            .append("- ").append(words.text("minutes.previous")).append(": `").append(minutes.previous()).append("`\n")
            .append("- ").append(words.text("minutes.signed")).append(": ").append(kept.signatures().stream()
                .map(signature -> escaped(signature.name())).collect(Collectors.joining(", "))).append("\n");
        return text.toString();
    }

    private static void vote(StringBuilder text, Words words, Said said, Minutes.Vote vote) {
        text.append("## ").append(words.text(vote.isSecret() ? "vote.secret" : "vote.open")).append("\n\n")
            .append(words.text("vote.result", vote.count().yes(), vote.count().no(), vote.count().abstain(), vote.roll()))
            .append(' ').append(said.rule(vote.rule(), vote.roll())).append(' ')
            .append(words.text("outcome." + vote.outcome().code())).append("\n\n");
        vote.voted().forEach(voted -> text.append("- ").append(escaped(voted.name()))
            .append(voted.choice() == null ? "" : ": " + words.text("choice." + voted.choice().code()))
            .append(voted.castBy() == null ? "" : " (" + words.text("vote.cast-by", escaped(voted.castBy())) + ")")
            .append('\n'));
        text.append('\n');
    }

    private static void quoted(StringBuilder text, String what) {
        if (!what.isEmpty()) {
            what.lines().forEach(line -> text.append("> ").append(escaped(line)).append('\n'));
            text.append('\n');
        }
    }

    /** What people wrote is text and no markup. */
    private static String escaped(String text) {
        return text.replaceAll("([\\\\`*_{}\\[\\]<>#|!])", "\\\\$1");
    }
}
