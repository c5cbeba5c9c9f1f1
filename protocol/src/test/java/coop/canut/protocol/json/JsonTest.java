package coop.canut.protocol.json;

import static coop.canut.protocol.Vectors.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Json read(String text) {
        return Json.read(utf8(text), JsonLimits.MESSAGE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"b\":1,\"a\":[true,false,\"x\"]}  | {\"a\":[true,false,\"x\"],\"b\":1}",
        " { \"a\" : { } , \"b\" : [ ] } | {\"a\":{},\"b\":[]}",
        "-9007199254740991 | -9007199254740991",
        "[9007199254740991,0,-1] | [9007199254740991,0,-1]",
        "\"\\u0041\\/\\u00e9\\n\\t\\\"\\\\\" | \"A/é\\n\\t\\\"\\\\\"",
        "\"\\ud83d\\ude02 \u007f\u2028\" | \"\ud83d\ude02 \u007f\u2028\"",
    })
    void whatIsReadIsWrittenInItsOneForm(String text, String canonical) {
        Json value = read(text);
        assertEquals(canonical, value.text());
        assertEquals(value, read(canonical));
        assertEquals(canonical, new String(value.canonical(), StandardCharsets.UTF_8));
    }

    @Test
    void membersAreSortedByCodeUnitsNotByCodePoints() {
        // RFC 8785 section 3.2.3: a surrogate pair sorts before U+FB33, though its code point is larger.
        Json value = read("""
                {"\\u20ac":"Euro Sign","\\n":"Newline","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
                 "\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O"}""");
        assertEquals("{\"\\n\":\"Newline\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small Letter O\","
                + "\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}", value.text());
    }

    @Test
    void everyEscapeOfTheStandardIsWrittenAsItSays() {
        var text = new StringBuilder();
        for (char c = 0; c <= ' '; c++) {
            text.append(c);
        }
        assertEquals("\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r\\u000e\\u000f"
                + "\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a\\u001b\\u001c\\u001d"
                + "\\u001e\\u001f \"", Json.text(text.toString()).text());
    }

    @Tag("F-23")
    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":{\"c\":1,\"c\":2}}", "{\"a\":1,\"\\u0061\":2}"})
    void aNameThatStandsTwiceIsRefused(String text) {
        refused(Problem.JSON_DUPLICATE_KEY, () -> read(text));
    }

    @Tag("W-19")
    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.9", "-0", "0.0", "1e3", "1E3", "9007199254740992", "-9007199254740992",
        "18446744073709551617", "01", "-01", "+1", ".5", "1.", "00", "{\"a\":01}", "[1,2.5]", "[-]"})
    void aNumberIsAPlainInteger(String text) {
        refused(Problem.NUMBER_FORM, () -> read(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"price\":{\"amount\":0.001}} | price.amount",
        "{\"answers\":[1,{\"a\":[2,3.5]}]} | answers[1].a[1]",
        "{\"a\":{\"b\":1,\"b\":{}}} | a.b",
        "{\"a\":{},\"b\":null} | b",
        "{\"a\":\"\\u0000\"} | a",
        "{\"b c\":1.5} |",
        "[1.5] |",
    })
    void aRefusalNamesTheMemberUnlessItsNameIsNoneOfOurs(String text, String place) {
        assertEquals(place, assertThrows(Refused.class, () -> read(text)).field());
    }

    @Test
    void aVeryLongNumberIsRefusedWithoutBeingRead() {
        refused(Problem.NUMBER_FORM, () -> read("9".repeat(900)));
        refused(Problem.JSON_LIMIT, () -> read("9".repeat(60_000)));
    }

    @Tag("F-79")
    @ParameterizedTest
    @ValueSource(strings = {"\"\\u0000\"", "\"\\u0001\"", "\"\\u001f\"", "\"\\r\"", "\"\\b\"", "\"\\f\"", "\"\\ud800\"",
        "\"\\udc00\"", "\"\\udc00\\ud800\"", "\"\\ud800x\"", "\"\\ud83d\\ud83d\\ude02\"", "{\"\\u0000\":1}",
        "\"\u0000\"", "\"\u001b\"", "\u000b1"})
    void controlsAndHalfPairsAreRefused(String text) {
        refused(Problem.TEXT_INVALID, () -> read(text));
    }

    @Tag("F-79")
    @ParameterizedTest
    @ValueSource(strings = {"22ff22", "22c3", "22c328 22", "22c0af22", "22eda08022", "22f4908080 22", "22e28222",
        "2280 22", "fffe2200", "22efbfbdff22"})
    void whatIsNotUtf8IsRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        refused(Problem.TEXT_INVALID, () -> Json.read(bytes, JsonLimits.MESSAGE));
    }

    @Test
    void aReplacementCharacterThatWasReallySentIsText() {
        assertEquals("\"\ufffd\"", read("\"\ufffd\"").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\"}", "{\"a\":}", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "nul", "NaN",
        "[NaN]", "Infinity", "\"open", "1 2", "{} {}", "{}x", "\ufeff{}", "// c\n{}", "{\"a\":1}\u00a0", "\"a\nb\"",
        "\"\\x\"", "]", "}"})
    void whatIsNoSingleJsonValueIsRefused(String text) {
        refused(Problem.JSON_NOT_CANONICAL, () -> read(text));
    }

    @Test
    void nullIsNoValue() {
        refused(Problem.MEMBER_MISSING, () -> read("{\"a\":null}"));
        refused(Problem.MEMBER_MISSING, () -> read("null"));
    }

    @Test
    void everyLimitHoldsAtItsEdge() {
        var limits = new JsonLimits(60, 3, 2, 3, 4, 2);
        String[] good = {"[[[1]]]", "{\"aa\":1,\"b\":2}", "[1,2,3]", "\"1234\"", " ".repeat(59) + "1"};
        String[] bad = {"[[[[1]]]]", "[[{\"a\":[]}]]", "{\"a\":1,\"b\":2,\"c\":3}", "[1,2,3,4]", "\"12345\"",
            "{\"aaa\":1}", " ".repeat(60) + "1"};
        for (String text : good) {
            Json.read(utf8(text), limits);
        }
        for (String text : bad) {
            refused(Problem.JSON_LIMIT, () -> Json.read(utf8(text), limits));
        }
        refused(Problem.JSON_LIMIT, () -> read("[".repeat(60_000)));
        refused(Problem.JSON_LIMIT, () -> read("{\"a\":".repeat(10_000)));
        read("[".repeat(16) + "]".repeat(16));
        refused(Problem.JSON_LIMIT, () -> read("[".repeat(17) + "]".repeat(17)));
    }

    @Test
    void ofSeveralFaultsTheFirstInRankIsTheAnswerWhereverItStands() {
        refused(Problem.TEXT_INVALID, () -> read("{\"a\":1.5,\"b\":1,\"b\":2,\"c\":\"\\u0000\"}"));
        refused(Problem.JSON_DUPLICATE_KEY, () -> read("{\"a\":1.5,\"b\":1,\"b\":2,\"c\":null}"));
        refused(Problem.NUMBER_FORM, () -> read("{\"" + "x".repeat(41) + "\":null,\"b\":1.5} trailing"));
        refused(Problem.JSON_LIMIT, () -> read("{\"" + "x".repeat(41) + "\":null} trailing"));
        refused(Problem.JSON_NOT_CANONICAL, () -> read("{\"a\":null} trailing"));
    }

    @Tag("F-42")
    @ParameterizedTest
    @ValueSource(strings = {"{\"b\":1,\"a\":2}", "{ \"a\":1}", "{\"a\":1}\n", "{\"a\":\"\\u0041\"}", "{\"a\":\"\\/\"}",
        "{\"a\":\"\\u00e9\"}", "{\"a\":\"\\u000A\"}", "[]", "\"a\"", "1"})
    void aMessageIsItsOwnCanonicalForm(String text) {
        refused(Problem.JSON_NOT_CANONICAL, () -> Json.readCanonical(utf8(text)));
        String canonical = read(text).text();
        if (canonical.startsWith("{")) {
            assertEquals(canonical, Json.readCanonical(utf8(canonical)).text());
        }
    }
}
