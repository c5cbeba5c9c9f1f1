package coop.canut.protocol.json;

import static coop.canut.protocol.Vectors.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Problem;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Noun;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {
    private static Members members(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new Members((Json.Obj) Json.read(bytes, JsonLimits.MESSAGE), "object");
    }

    private static void refusedAt(String field, Problem problem, String json, Consumer<Members> reading) {
        assertEquals(field, refused(problem, () -> reading.accept(members(json))).field());
    }

    @Test
    void anObjectIsTakenApartToItsEnd() {
        Members members = members("""
                {"text":"t","n":3,"yes":true,"host":"lyon.example","id":"01M87BFPV00MSE80T68XRGVKPT",
                 "listing":"https://lyon.example/listing/01M87BEFS0HQSYHRMC1NHFFJBQ","at":"2026-11-24T18:00:00Z",
                 "list":["a.example","b.example"],"inner":{"x":1},"pairs":[{"k":"v"}],"ns":[1,2]}""");
        assertEquals("t", members.shortText("text"));
        assertEquals(3, members.integer("n", 0, 3));
        assertTrue(members.bool("yes"));
        assertEquals(Host.of("lyon.example"), members.host("host"));
        assertEquals("01M87BFPV00MSE80T68XRGVKPT", members.id("id").value());
        assertEquals(Noun.LISTING, members.objectUrl("listing", Noun.LISTING).noun());
        assertEquals(Instant.parse("2026-11-24T18:00:00Z"), members.time("at"));
        assertEquals(List.of(Host.of("a.example"), Host.of("b.example")), members.names("list", 2, Host::of));
        Members inner = members.object("inner");
        assertEquals(1, inner.integer("x", 1, 1));
        inner.done();
        assertEquals(List.of("v"), members.objects("pairs", 1, pair -> pair.line("k")));
        assertEquals(List.of(1L, 2L), members.integers("ns", 2, 1, 2));
        assertNull(members.optionalLine("absent"));
        assertNull(members.optionalTime("absent"));
        assertNull(members.optionalInteger("absent", 0, 1));
        assertNull(members.optionalObject("absent"));
        assertNull(members.optionalNamed("absent", Host::of));
        assertFalse(members.has("absent"));
        members.done();
    }

    @Tag("F-21")
    @Test
    void aMemberThatNobodyAskedForIsRefused() {
        refusedAt("object.@graph", Problem.MEMBER_UNKNOWN, "{\"@graph\":[],\"a\":1}", members -> {
            members.integer("a", 0, 1);
            members.done();
        });
        refusedAt("object.b", Problem.MEMBER_UNKNOWN, "{\"a\":1,\"b\":1}", members -> members.only(Set.of("a")));
        refusedAt("object.l[0].x", Problem.MEMBER_UNKNOWN, "{\"l\":[{\"x\":1}]}", members ->
                members.objects("l", 9, item -> item));
        refusedAt("object.a", Problem.MEMBER_UNKNOWN, "{\"a\":\"z\"}", members -> members.constant("a", "y"));
        refusedAt("object.a", Problem.MEMBER_UNKNOWN, "{\"a\":\"z\"}", members -> members.choice("a", List.of("x")));
    }

    @Test
    void whatIsMissingOrOfAnotherTypeIsNamedByItsPath() {
        refusedAt("object.a", Problem.MEMBER_MISSING, "{}", members -> members.line("a"));
        refusedAt("object.a", Problem.MEMBER_MISSING, "{\"a\":1}", members -> members.line("a"));
        refusedAt("object.a", Problem.MEMBER_MISSING, "{\"a\":1}", members -> members.optionalLine("a"));
        refusedAt("object.a", Problem.MEMBER_MISSING, "{\"a\":1}", members -> members.object("a"));
        refusedAt("object.a", Problem.MEMBER_MISSING, "{\"a\":1}", members -> members.bool("a"));
        refusedAt("object.a", Problem.MEMBER_MISSING, "{\"a\":1}", members -> members.texts("a", 1, 1));
        refusedAt("object.a[1]", Problem.MEMBER_MISSING, "{\"a\":[\"x\",1]}", members -> members.texts("a", 2, 1));
        refusedAt("object.a", Problem.NUMBER_FORM, "{\"a\":\"1\"}", members -> members.integer("a", 0, 9));
        refusedAt("object.a", Problem.NUMBER_FORM, "{\"a\":10}", members -> members.integer("a", 0, 9));
        refusedAt("object.a[0]", Problem.NUMBER_FORM, "{\"a\":[10]}", members -> members.integers("a", 1, 0, 9));
        refusedAt("object.a", Problem.NAME_NOT_CANONICAL, "{\"a\":\"X.example\"}", members -> members.host("a"));
        refusedAt("object.a[1]", Problem.NAME_NOT_CANONICAL, "{\"a\":[\"x.example\",\"\"]}",
                members -> members.names("a", 2, Host::of));
        refusedAt("object.a", Problem.TIME_FORM, "{\"a\":\"today\"}", members -> members.time("a"));
        refusedAt("object.a.b", Problem.MEMBER_MISSING, "{\"a\":{}}", members -> members.object("a").line("b"));
    }

    @Test
    void lengthsAreBounded() {
        refusedAt("object.a", Problem.JSON_LIMIT, "{\"a\":\"xyz\"}", members -> members.text("a", 2));
        refusedAt("object.a", Problem.JSON_LIMIT, "{\"a\":[1,2]}", members -> members.integers("a", 1, 0, 9));
        refusedAt("object.a[0]", Problem.JSON_LIMIT, "{\"a\":[\"xyz\"]}", members -> members.texts("a", 1, 2));
        String quotes = "\\\"".repeat(24_575);
        assertEquals(24_575, members("{\"a\":\"" + quotes + "\"}").opaque("a").length());
        refusedAt("object.a", Problem.JSON_LIMIT, "{\"a\":\"" + quotes + "\\\"\"}", members -> members.opaque("a"));
    }

    @Test
    void anObjectIsBuiltInAnyOrderAndWithoutNulls() {
        Json.Obj built = Json.object().put("b", 2).put("a", "x").put("c", true).put("h", Host.of("a.example"))
                .put("t", Instant.parse("2026-11-24T18:00:00Z")).putTexts("l", List.of(Host.of("b.example")))
                .putOptional("none", (String) null).put("o", List.of(Json.of(1))).build();
        assertEquals("{\"a\":\"x\",\"b\":2,\"c\":true,\"h\":\"a.example\",\"l\":[\"b.example\"],\"o\":[1],"
                + "\"t\":\"2026-11-24T18:00:00Z\"}", built.text());
        assertEquals("{\"a\":\"x\"}", Json.object().put("a", "x").build().with("b", Json.of(1)).without("b").text());
        assertThrows(NullPointerException.class, () -> Json.object().put("a", (String) null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T00:00:00Z", "2999-12-31T23:59:59Z", "2028-02-29T12:00:00Z"})
    void aTimeIsReadAndWrittenAlike(String text) {
        assertEquals(text, Times.write(Times.read(text)));
        assertEquals(Instant.parse(text), Times.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026-11-24T18:00:00z", "2026-11-24 18:00:00Z", "2026-11-24T18:00:00.0Z",
        "2026-11-24T18:00:00+00:00", "2026-11-24T18:00:60Z", "2026-11-24T24:00:00Z", "2027-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2025-12-31T23:59:59Z", "3000-01-01T00:00:00Z", "+2026-1-24T18:00:00Z",
        "2026-11-24T18:00:0\u0660Z", "2026-00-24T18:00:00Z"})
    void everyOtherFormOfATimeIsRefused(String text) {
        refused(Problem.TIME_FORM, () -> Times.read(text));
    }

    @Test
    void aTimeThatCannotBeWrittenIsABugOfTheCaller() {
        assertThrows(IllegalArgumentException.class, () -> Times.write(Instant.parse("2026-11-24T18:00:00.5Z")));
        assertThrows(IllegalArgumentException.class, () -> Times.write(Instant.EPOCH));
    }
}
