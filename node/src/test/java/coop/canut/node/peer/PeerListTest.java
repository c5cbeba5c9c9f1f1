package coop.canut.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.node.peer.PeerList.Entry;
import coop.canut.node.peer.PeerList.Wrong;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both forms of a list. */
final class PeerListTest {

    private static final Host LYON = Host.of("lyon.example");
    private static final Hash PRINT = Hash.sha256(new byte[1]);
    private static final PeerList LIST = new PeerList(LYON, Instant.parse("2026-11-27T19:00:00Z"), List.of(
        new Entry(3, Host.of("bologna.example"), Level.CLAIM, PRINT, "2026-014", null),
        new Entry(4, Host.of("evil.example"), Level.SUSPENDED, null, "2026-020", "They paid nobody; twice.")));

    @Test
    void bothFormsSayTheSame() {
        assertEquals(LIST.entries(), PeerList.read(LIST.text(), Host.of("nairobi.example")).entries());
        assertEquals(LIST.entries().stream().map(entry -> new Entry(entry.line() - 2, entry.host(), entry.level(),
            entry.fingerprint(), entry.decision(), entry.reason())).toList(),
            PeerList.read(LIST.json(), Host.of("nairobi.example")).entries());
    }

    @Test
    void aPersonReadsItAndMayWriteLess() {
        assertEquals("""
            # How lyon.example stands to others, 2026-11-27T19:00:00Z
            # host; level; fingerprint; decision; reason
            bologna.example; claim; %s; 2026-014
            evil.example; suspended; -; 2026-020; They paid nobody; twice.
            """.formatted(PRINT.hex()), LIST.text());
        assertEquals(List.of(new Entry(2, Host.of("a.example"), Level.SEE, null, null, null)),
            PeerList.read("\n  a.example;see \n# and nobody else\n", LYON).entries());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
        Bologna.example; claim                    | host
        127.0.0.1; claim                          | host
        <script>; claim                           | host
        ; claim                                   | host
        bologna.example                           | level
        bologna.example; boss                     | level
        bologna.example; CLAIM                    | level
        bologna.example; claim; abc               | fingerprint
        lyon.example; claim                       | self
        other.example; claim                      | twice
        """)
    void whatIsWrongIsToldByItsLine(String line, String part) {
        PeerList.Read read = PeerList.read("other.example; see\n" + line, LYON);
        assertEquals(List.of(new Wrong(2, part)), read.wrong());
    }

    @Test
    void aLongDecisionOrReasonIsToldByItsLineToo() {
        assertEquals(List.of(new Wrong(1, "decision"), new Wrong(2, "reason")), PeerList.read("a.example; see; -; "
            + "x".repeat(201) + "\nb.example; see; -; 1; " + "x".repeat(1_001), LYON).wrong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nobody\n\n", "{}", "{\"canutPeers\":2,\"peers\":[]}", "{\"canutPeers\":1,\"peers\":[]}",
        "{\"canutPeers\":1,\"peers\":[{\"level\":\"see\"}]}", "{", "{\"canutPeers\":1,\"peers\":7}"})
    void whatIsNoListIsRefusedAsAWhole(String list) {
        assertEquals("list", assertThrows(Refused.class, () -> PeerList.read(list, LYON)).field());
    }

    @Test
    void aListIsBounded() {
        String many = IntStream.rangeClosed(0, PeerList.HOSTS).mapToObj(i -> "h" + i + ".example; see")
            .collect(Collectors.joining("\n"));
        assertEquals(Problem.JSON_LIMIT, assertThrows(Refused.class, () -> PeerList.read(many, LYON)).problem());
        assertEquals(Problem.JSON_LIMIT, assertThrows(Refused.class, () ->
            PeerList.read("#" + "x".repeat(PeerList.CHARS), LYON)).problem());
    }
}
