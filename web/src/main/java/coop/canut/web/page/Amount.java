package coop.canut.web.page;

import coop.canut.protocol.money.Money;
import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Amounts as people type them: whole units and decimals, with a point or a comma between. Pure. */
public final class Amount {

    /** Twelve digits are more than anybody has, and far from where a long ends. */
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,12}([.,][0-9]{1,6})?");

    private Amount() {
    }

    /**
     * The amount; empty unless it is plain digits with no more decimals than the currency has. A point between thousands, as
     * in {@code 1.500}, is not guessed at.
     */
    public static Optional<Money> read(String text, String currency) {
        if (!DECIMAL.matcher(text).matches()) {
            return Optional.empty();
        }
        var units = new BigDecimal(text.replace(',', '.'));
        int exponent = Money.zero(currency).exponent();
        return units.scale() > exponent ? Optional.empty()
            : Optional.of(Money.of(units.movePointRight(exponent).longValueExact(), currency));
    }

    /** How it stands in a field: no currency, no thousands, all decimals, as in {@code 0.25} or {@code 0,25}. */
    public static String typed(Money money, Words words) {
        char point = DecimalFormatSymbols.getInstance(Locale.forLanguageTag(words.language())).getDecimalSeparator();
        return BigDecimal.valueOf(money.amount(), money.exponent()).toPlainString().replace('.', point);
    }
}
