package coop.canut.node.payout;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** International bank account numbers. Pure. Source: ISO 13616; the check is ISO 7064 MOD 97-10. */
final class Iban {

    /** Country, two check digits, and what the bank makes of the rest; Norway's has 15 signs and none has more than 34. */
    private static final Pattern FORM = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");
    /** What somebody may have meant as one: nothing else that people are paid by begins so. */
    private static final Pattern MEANT = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{4,}");
    private static final int MODULUS = 97;

    private Iban() {
    }

    /** Without spaces, in capitals. */
    static String plain(String text) {
        return text.replaceAll("[\\s\\u00a0]", "").toUpperCase(Locale.ROOT);
    }

    /** Whether this was meant to be one, right or wrong. */
    static boolean isMeant(String text) {
        return MEANT.matcher(plain(text)).matches();
    }

    /** The number in its one spelling; empty if its check digits are not those of the rest. */
    static Optional<String> of(String text) {
        String plain = plain(text);
        return FORM.matcher(plain).matches() && remainder(plain.substring(4) + plain.substring(0, 4)) == 1
            ? Optional.of(plain) : Optional.empty();
    }

    /** Letters count as 10 to 35, so each of them moves what stands before by two places. */
    private static int remainder(String turned) {
        int remainder = 0;
        for (int i = 0; i < turned.length(); i++) {
            int value = Character.digit(turned.charAt(i), 36);
            remainder = (remainder * (value < 10 ? 10 : 100) + value) % MODULUS;
        }
        return remainder;
    }
}
