package coop.canut.web.money;

import coop.canut.node.Rooms;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import coop.canut.web.page.Amount;
import coop.canut.web.page.Form;
import java.util.LinkedHashSet;
import java.util.List;

/** What all forms about money read. Each refusal names its field. */
public final class MoneyForm {

    private MoneyForm() {
    }

    /** {@code amount} in {@code currency}; {@code field-missing}, {@code field-wrong}. */
    public static Money amount(Form form) {
        return amount(form, form.text("currency"));
    }

    /** {@code amount} in a currency that stands fast. */
    public static Money amount(Form form, String currency) {
        if (!Money.isCurrency(currency)) {
            throw Refused.at(Problem.FIELD_WRONG, "currency", "none");
        }
        if (form.text("amount").isEmpty()) {
            throw Refused.at(Problem.FIELD_MISSING, "amount", "empty");
        }
        return Amount.read(form.text("amount"), currency).filter(amount -> amount.amount() > 0)
            .orElseThrow(() -> Refused.at(Problem.FIELD_WRONG, "amount", "not an amount"));
    }

    /** An id that this node put into the form; {@code field-wrong} if it was changed. */
    public static Id id(Form form, String field) {
        try {
            return Id.of(form.text(field));
        } catch (Refused changed) {
            throw Refused.at(Problem.FIELD_WRONG, field, "no id");
        }
    }

    /** Currencies to choose from: those in which there is a pay floor, and so work can be published. */
    public static List<String> currencies(Rooms rooms) {
        var currencies = new LinkedHashSet<String>();
        rooms.policies().current().policy().payFloor().forEach(floor -> currencies.add(floor.currency()));
        return List.copyOf(currencies);
    }
}
