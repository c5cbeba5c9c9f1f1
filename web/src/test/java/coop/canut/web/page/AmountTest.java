package coop.canut.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.protocol.money.Money;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts as people type them. */
final class AmountTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {"0.25,EUR,25", "\"0,25\",EUR,25", "1,EUR,100", "12.5,EUR,1250", "00.07,EUR,7",
        "0,EUR,0", "500,JPY,500", "1.234,TND,1234", "999999999999.99,EUR,99999999999999"})
    void aPointAndACommaAreTheSame(String text, String currency, long amount) {
        assertEquals(Optional.of(Money.of(amount, currency)), Amount.read(text, currency));
    }

    @Test
    void whatCouldMeanTwoThingsIsNotGuessedAt() {
        for (String text : List.of("", " ", "1.500", "1,500", "1 500", "1.000.000", "1.", ".5", "-1", "+1", "1e3", "0x10", "€1",
            "1€", "NaN", "٣", "1'000", "1234567890123", "0.251")) {
            assertEquals(Optional.empty(), Amount.read(text, "EUR"), text);
        }
        assertEquals(Optional.empty(), Amount.read("0.5", "JPY"));
    }

    @Test
    void aFieldHasThePointOfItsLanguage() {
        assertEquals("0.25", Amount.typed(Money.of(25, "EUR"), Words.in("en")));
        assertEquals("0,25", Amount.typed(Money.of(25, "EUR"), Words.in("fr")));
        assertEquals("500", Amount.typed(Money.of(500, "JPY"), Words.in("fr")));
    }
}
