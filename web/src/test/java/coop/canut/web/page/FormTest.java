package coop.canut.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms as browsers and others send them. */
final class FormTest {

    private static Form read(String body) {
        return Form.read(Buffer.buffer(body));
    }

    @Test
    void fieldsAreReadAsTheStandardHasThem() {
        Form form = read("a=1+2%26%C3%A9&b=x%0D%0Ay&c&d=1&d=2&=");
        assertEquals("1 2&é", form.text("a"));
        assertEquals("x\ny", form.text("b"));
        assertEquals("", form.text("c"));
        assertEquals(List.of("1", "2"), form.all("d"));
        assertEquals("", form.text("missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%00", "a=%C3%28", "a=%ED%A0%80", "a=%zz", "a=%", "a=%1", "a=\u0001", "a=%EF%BF%BD", "a=%7f",
        "%00=1", "a=é"})
    void whatIsNoTextIsRefused(String body) {
        assertEquals(Problem.TEXT_INVALID, assertThrows(Refused.class, () -> read(body)).problem());
    }

    @Test
    void tooManyFieldsAreRefused() {
        var body = new StringBuilder();
        for (int i = 0; i <= Form.FIELDS; i++) {
            body.append("f").append(i).append("=1&");
        }
        assertEquals(Problem.JSON_LIMIT, assertThrows(Refused.class, () -> read(body.toString())).problem());
    }

    @Test
    void onlyTheFieldsOfTheFormAreTakenAndEachOnce() {
        read("a=1&b=2&b=3&column.x=4&_token=t").require(Set.of("a", "b+", "column.*"));
        assertEquals(Problem.MEMBER_UNKNOWN, assertThrows(Refused.class, () -> read("a=1&a=2").require(Set.of("a"))).problem());
        assertEquals(Problem.MEMBER_UNKNOWN, assertThrows(Refused.class, () -> read("z=1").require(Set.of("a"))).problem());
    }
}
