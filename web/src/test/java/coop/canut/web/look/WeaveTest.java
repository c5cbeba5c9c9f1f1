package coop.canut.web.look;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import coop.canut.protocol.name.Hash;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Marks: people compare them instead of keys, so they never change. */
final class WeaveTest {

    /** A twill: in each row one warp thread on top, one further to the right than above. */
    private static final String TWILL = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 34 34"><path fill="#5b6270" d="M0 0h34v34H0z"/>\
        <path fill="#cfdcec" d="M5 1.4h4v3.2h-4zM9 1.4h4v3.2h-4zM13 1.4h4v3.2h-4zM17 1.4h4v3.2h-4z\
        M21 1.4h4v3.2h-4zM25 1.4h4v3.2h-4zM29 1.4h4v3.2h-4zM1 5.4h4v3.2h-4zM9 5.4h4v3.2h-4z\
        M13 5.4h4v3.2h-4zM17 5.4h4v3.2h-4zM21 5.4h4v3.2h-4zM25 5.4h4v3.2h-4zM29 5.4h4v3.2h-4z\
        M1 9.4h4v3.2h-4zM5 9.4h4v3.2h-4zM13 9.4h4v3.2h-4zM17 9.4h4v3.2h-4zM21 9.4h4v3.2h-4z\
        M25 9.4h4v3.2h-4zM29 9.4h4v3.2h-4zM1 13.4h4v3.2h-4zM5 13.4h4v3.2h-4zM9 13.4h4v3.2h-4z\
        M17 13.4h4v3.2h-4zM21 13.4h4v3.2h-4zM25 13.4h4v3.2h-4zM29 13.4h4v3.2h-4zM1 17.4h4v3.2h-4z\
        M5 17.4h4v3.2h-4zM9 17.4h4v3.2h-4zM13 17.4h4v3.2h-4zM21 17.4h4v3.2h-4zM25 17.4h4v3.2h-4z\
        M29 17.4h4v3.2h-4zM1 21.4h4v3.2h-4zM5 21.4h4v3.2h-4zM9 21.4h4v3.2h-4zM13 21.4h4v3.2h-4z\
        M17 21.4h4v3.2h-4zM25 21.4h4v3.2h-4zM29 21.4h4v3.2h-4zM1 25.4h4v3.2h-4zM5 25.4h4v3.2h-4z\
        M9 25.4h4v3.2h-4zM13 25.4h4v3.2h-4zM17 25.4h4v3.2h-4zM21 25.4h4v3.2h-4zM29 25.4h4v3.2h-4z\
        M1 29.4h4v3.2h-4zM5 29.4h4v3.2h-4zM9 29.4h4v3.2h-4zM13 29.4h4v3.2h-4zM17 29.4h4v3.2h-4z\
        M21 29.4h4v3.2h-4zM25 29.4h4v3.2h-4z"/>\
        <path fill="#1f4e9e" d="M1.4 1h3.2v4h-3.2zM5.4 5h3.2v4h-3.2zM9.4 9h3.2v4h-3.2zM13.4 13h3.2v4h-3.2z\
        M17.4 17h3.2v4h-3.2zM21.4 21h3.2v4h-3.2zM25.4 25h3.2v4h-3.2zM29.4 29h3.2v4h-3.2z"/></svg>""";

    @Test
    void aFingerprintIsWovenThisWayForEver() {
        var print = Hash.of("8040201008040201" + "0102" + "00".repeat(22));
        assertEquals(TWILL, Weave.svg(print));
    }

    @Test
    void allEightBytesOfThreadsAndBothColoursAreSeen() {
        Set<String> marks = new HashSet<>();
        marks.add(Weave.svg(Hash.ZERO));
        for (int nibble = 0; nibble < 20; nibble++) {
            marks.add(Weave.svg(Hash.of("0".repeat(nibble) + "1" + "0".repeat(63 - nibble))));
        }
        // Of the bytes that choose a colour, 16 is a multiple of none of the six that 1 is not.
        assertEquals(21, marks.size());
        assertNotEquals(Weave.svg(Hash.sha256(new byte[] {1})), Weave.svg(Hash.sha256(new byte[] {2})));
    }
}
