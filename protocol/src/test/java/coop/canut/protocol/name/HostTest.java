package coop.canut.protocol.name;

import static coop.canut.protocol.Vectors.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Problem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {
    @ParameterizedTest
    @ValueSource(strings = {"lyon.example", "lyon.localhost", "a.b.c.d.e.f.g.example", "1.example", "a-b.c--d.example",
        "xn--mnchen-3ya.example", "node.xn--fiqs8s", "x1.example.3d"})
    void aHostInItsOneSpellingIsAHost(String text) {
        assertEquals(text, Host.of(text).toString());
    }

    @Tag("F-31")
    @ParameterizedTest
    @ValueSource(strings = {"Lyon.example", "LYON.EXAMPLE", "lyon.example.", ".lyon.example", "lyon..example",
        "ly\u00adon.example", "ly\u200don.example", "\u24dbyon.example", "lyon\u3002example", "stra\u00dfe.example",
        "lyon%2eexample", "user@lyon.example", "lyon.example:443", "lyon.example/", " lyon.example", "lyon.example\n",
        "lyon.example\u0000", "-lyon.example", "lyon-.example", "ly_on.example", "l\u0443on.example", "", ".", "lyon",
        "a.b.c.d.e.f.g.h.example", "lyon.example?", "lyon.example#", "lyon\\example.com"})
    void anyOtherSpellingIsRefusedAndNotRepaired(String text) {
        refused(Problem.NAME_NOT_CANONICAL, () -> Host.of(text));
    }

    @Tag("F-31")
    @ParameterizedTest
    @ValueSource(strings = {"xn--a.example", "xn--.example", "xn---.example", "xn--lyon-.example",
        "xn--a-ecp.example", "xn--strae-oqa.example", "xn--MNCHEN-3YA.example", "xn--99999999.example",
        "xn--ls8h.xn--a"})
    void aLabelThatDoesNotSurviveDecodingIsRefused(String text) {
        refused(Problem.NAME_NOT_CANONICAL, () -> Host.of(text));
    }

    @Tag("F-50")
    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "127.1", "127.0.0.1", "0x7f.1", "0x7f.0x1", "127.0x1", "127.0x",
        "017700000001", "[::1]", "::1", "1.2.3.4.", "lyon.443"})
    void aNumberIsNoHost(String text) {
        refused(Problem.NAME_NOT_CANONICAL, () -> Host.of(text));
    }

    @Test
    void lengthsAreBounded() {
        String label = "a".repeat(63);
        assertEquals(63 + 8, Host.of(label + ".example").value().length());
        refused(Problem.NAME_NOT_CANONICAL, () -> Host.of(label + "a.example"));
        String longest = String.join(".", label, label, label, "a".repeat(61));
        assertEquals(253, Host.of(longest).value().length());
        refused(Problem.NAME_NOT_CANONICAL, () -> Host.of(longest + "a"));
    }

    @Tag("F-32")
    @Test
    void aSubdomainIsWithinItsDomainAndALongerNameIsNot() {
        Host domain = Host.of("evil.example");
        assertTrue(domain.within(domain));
        assertTrue(Host.of("a.evil.example").within(domain));
        assertFalse(Host.of("notevil.example").within(domain));
        assertFalse(domain.within(Host.of("a.evil.example")));
    }

    @Test
    void nothingIsNoHost() {
        refused(Problem.NAME_NOT_CANONICAL, () -> Host.of(null));
    }
}
