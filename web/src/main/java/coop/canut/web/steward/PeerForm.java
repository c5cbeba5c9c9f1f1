package coop.canut.web.steward;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.web.page.Amount;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Words;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a steward states about a peer. What it cannot mean is noted by field, in the order of the fields. */
final class PeerForm {

    private final Words words;
    private final Form form;
    private final Map<String, String> faults = new LinkedHashMap<>();

    PeerForm(Words words, Form form) {
        this.words = words;
        this.form = form;
    }

    /** What is wrong so far. */
    Faults faults() {
        return new Faults(faults);
    }

    /** The level that was chosen, or null and a fault. */
    Level level() {
        String code = form.text("level");
        Optional<Level> level = Stream.of(Level.values()).filter(each -> each.code().equals(code)).findFirst();
        if (level.isEmpty()) {
            faults.put("level", words.text(code.isEmpty() ? "peer.level.missing" : "problem.field-wrong"));
        }
        return level.orElse(null);
    }

    /** The number of the decision that it rests on. */
    String decision() {
        String decision = form.text("decision");
        if (decision.isEmpty() || decision.length() > Limits.SHORT_CHARS) {
            faults.put("decision", words.text(decision.isEmpty() ? "problem.field-missing" : "problem.json-limit"));
        }
        return decision;
    }

    /** Why, for everybody whom it touches; null if nothing was typed. */
    String reason() {
        String reason = form.text("reason");
        if (reason.length() > Limits.LINE_CHARS || reason.indexOf('\n') >= 0) {
            faults.put("reason", words.text("problem.json-limit"));
        }
        return reason.isEmpty() ? null : reason;
    }

    /** Whether a level was refused because the host stands under one that we suspended. */
    static boolean isUnder(Throwable error) {
        return error instanceof Refused refused && refused.problem() == Problem.FIELD_WRONG && "level".equals(refused.field());
    }

    /** What is said then. */
    static Faults under(Words words) {
        return new Faults(Map.of("level", words.text("peer.level.under")));
    }

    /** What they may owe us; empty if nothing was typed, or with a fault. */
    Optional<Money> credit() {
        String amount = form.text("amount");
        String currency = form.text("currency");
        if (amount.isEmpty()) {
            return Optional.empty();
        }
        if (!Money.isCurrency(currency)) {
            faults.put("currency", words.text("problem.field-wrong"));
            return Optional.empty();
        }
        Optional<Money> credit = Amount.read(amount, currency);
        if (credit.isEmpty()) {
            faults.put("amount", words.text("amount.wrong", Money.zero(currency).exponent()));
        }
        return credit;
    }

    /** The same where it must be there. */
    Optional<Money> requiredCredit() {
        if (form.text("amount").isEmpty()) {
            faults.put("amount", words.text("problem.field-missing"));
        }
        return credit();
    }
}
