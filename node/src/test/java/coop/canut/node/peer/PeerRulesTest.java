package coop.canut.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.protocol.name.Host;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from levels. */
final class PeerRulesTest {

    @Tag("F-32")
    @ParameterizedTest
    @CsvSource({
        "evil.example, evil.example, ",
        "a.evil.example, evil.example, evil.example",
        "b.a.evil.example, evil.example, evil.example",
        "b.a.evil.example, a.evil.example, a.evil.example",
        "notevil.example, evil.example, ",
        "evil.example, a.evil.example, ",
        "evil.example.org, evil.example, ",
    })
    void whoIsSuspendedIsSuspendedWithAllThatIsUnderItsName(String host, String suspended, String by) {
        assertEquals(by, PeerRules.coveredBy(Host.of(host), Set.of(Host.of(suspended))::contains)
            .map(Host::toString).orElse(null));
    }
}
