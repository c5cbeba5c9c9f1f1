package coop.canut.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Stage;
import coop.canut.protocol.Vectors;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.sign.SigningKey;
import coop.canut.protocol.work.ClaimState;
import coop.canut.protocol.work.SlotState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What SPEC.md says in its tables is what the code does: no row too few, none too many, each value the same. */
class SpecTest {
    private static final Path SPEC = Path.of("SPEC.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final int SAMPLES = 50;

    /** The rows of the tables under one heading, as their cells; the rows of headers and rules left out. */
    private static List<List<String>> rows(String heading) {
        List<List<String>> rows = new ArrayList<>();
        boolean here = false;
        for (String line : text().lines().toList()) {
            if (line.startsWith("#")) {
                here = line.replaceFirst("^#+ ", "").equals(heading);
            } else if (here && line.startsWith("| `")) {
                rows.add(Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|")).map(String::strip)
                    .toList());
            }
        }
        assertTrue(!rows.isEmpty(), "SPEC.md has no table under the heading " + heading);
        return rows;
    }

    private static String text() {
        try {
            return Files.readString(SPEC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that stands between back-quotes in a cell. */
    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static String code(String cell) {
        return codes(cell).getFirst();
    }

    private static Set<String> firstCells(List<List<String>> rows) {
        return rows.stream().map(row -> code(row.getFirst())).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyProblemStandsInItsPlaceWithItsStatusAndStages() {
        List<String> written = rows("11 Precedence and problems").stream()
            .filter(row -> row.size() == 4)
            .map(row -> code(row.getFirst()) + " " + row.get(1) + " " + codes(row.get(2))).toList();
        List<String> coded = Arrays.stream(Problem.values())
            .map(problem -> problem.code() + " " + problem.status() + " "
                + problem.stages().stream().map(Stage::name).toList()).toList();
        assertEquals(coded, written);
    }

    @Test
    void everyStageStandsInItsPlace() {
        List<String> written = text().lines().filter(line -> line.matches("\\| ([0-9]+|–) \\| `[A-Z_]+` \\|.*"))
            .map(SpecTest::code).toList();
        assertEquals(Arrays.stream(Stage.values()).map(Stage::name).toList(), written);
    }

    @Test
    void everyLimitHasItsValue() throws IllegalAccessException {
        Map<String, String> coded = new LinkedHashMap<>();
        for (Field field : Limits.class.getFields()) {
            assertTrue(Modifier.isStatic(field.getModifiers()), field.getName());
            coded.put(field.getName(), String.valueOf(field.get(null)));
        }
        Map<String, String> written = new LinkedHashMap<>();
        rows("6 Limits").forEach(row -> written.put(code(row.getFirst()), row.get(1).replace(" ", "")));
        assertEquals(coded, written);
    }

    @Test
    void everyKindHasItsWordsAndStream() {
        List<List<String>> coded = Arrays.stream(Kind.values()).map(kind ->
            List.of(kind.code(), kind.activity(), kind.objectType(), kind.stream().code())).toList();
        List<List<String>> written = rows("12 Messages").stream().map(row ->
            List.of(code(row.getFirst()), row.get(1), row.get(2), row.get(3))).toList();
        assertEquals(coded, written);
    }

    @Test
    void everyKindHasExactlyItsMembers() {
        for (Kind kind : Kind.values()) {
            Set<String> coded = new TreeSet<>();
            samples(kind).forEach(document -> paths((Json.Obj) document.get("object"), "", coded));
            Set<String> written = firstCells(rows("`" + kind.code() + "`"));
            assertEquals(coded, written, kind.code());
        }
    }

    @Test
    void theTypeOfAnObjectIsTheOneInItsTable() {
        for (Kind kind : Kind.values()) {
            assertEquals(List.of("type", kind.objectType()), rows("`" + kind.code() + "`").stream().limit(1)
                .flatMap(row -> List.of(code(row.getFirst()), code(row.get(1))).stream()).toList(), kind.code());
        }
    }

    @Test
    void optionalMembersAreThoseThatMayBeAbsent() {
        for (Kind kind : Kind.values()) {
            Set<String> sometimes = new TreeSet<>();
            Set<String> always = null;
            for (Json.Obj document : samples(kind)) {
                Set<String> here = new TreeSet<>(((Json.Obj) document.get("object")).members().keySet());
                sometimes.addAll(here);
                if (always == null) {
                    always = new TreeSet<>(here);
                }
                always.retainAll(here);
            }
            sometimes.removeAll(always);
            Set<String> written = rows("`" + kind.code() + "`").stream().filter(row -> row.get(1).endsWith("optional"))
                .map(row -> code(row.getFirst())).filter(path -> !path.contains("."))
                .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(sometimes, written, kind.code());
        }
    }

    @Test
    void envelopeProofAndFrameHaveExactlyTheirMembers() {
        Set<String> coded = new TreeSet<>();
        samples(Kind.CREDIT_STATED).forEach(document -> paths(document.with("object", Json.object().build()), "", coded));
        Set<String> written = firstCells(rows("Envelope"));
        written.addAll(firstCells(rows("Proof")));
        assertEquals(coded, written);

        Set<String> frame = new TreeSet<>();
        byte[] line = Frame.log(1, 0, 1, Samples.LYON, Samples.BXL, "note").write();
        paths(Json.readCanonical(line), "", frame);
        // The table of answers under the same heading has two columns.
        assertEquals(frame, firstCells(rows("Batch and frame").stream().filter(row -> row.size() == 3).toList()));
    }

    @Test
    void statesBecomeWhatTheTablesSay() {
        List<List<String>> rows = rows("13 Leases and claims");
        int slots = SlotState.values().length;
        assertEquals(states(SlotState.values(), SlotState::mayBecome), written(rows.subList(0, slots)));
        assertEquals(states(ClaimState.values(), ClaimState::mayBecome), written(rows.subList(slots, rows.size())));
    }

    private static <S extends Enum<S>> Map<String, Set<String>> states(S[] all, BiPredicate<S, S> mayBecome) {
        Map<String, Set<String>> states = new LinkedHashMap<>();
        for (S state : all) {
            states.put(state.name(), Arrays.stream(all).filter(next -> mayBecome.test(state, next)).map(Enum::name)
                .collect(Collectors.toCollection(TreeSet::new)));
        }
        return states;
    }

    private static Map<String, Set<String>> written(List<List<String>> rows) {
        Map<String, Set<String>> states = new LinkedHashMap<>();
        rows.forEach(row -> states.put(code(row.getFirst()), new TreeSet<>(codes(row.get(2)))));
        return states;
    }

    @Test
    void everyHashKeyAndSignatureIsOneOfTheWorkedExample() {
        String example = new String(Vectors.bytes("published/canut-worked-example.json"), StandardCharsets.UTF_8);
        List<String> strangers = Pattern.compile("\\b([0-9a-f]{64}|z[1-9A-HJ-NP-Za-km-z]{47,88}|[A-Za-z0-9+/]{86}==)")
            .matcher(text()).results().map(found -> found.group(1))
            .filter(value -> !value.matches("0{64}") && !example.contains(value)).toList();
        assertEquals(List.of(), strangers);
    }

    /** Signed messages of a kind, as JSON: optional members sometimes absent, lists sometimes empty. */
    private static List<Json.Obj> samples(Kind kind) {
        var key = SigningKey.fromSeed(new byte[SigningKey.SEED_BYTES]);
        List<Json.Obj> documents = new ArrayList<>();
        for (int seed = 0; seed < SAMPLES; seed++) {
            documents.add(Json.readCanonical(new Samples(seed).signed(kind, key).wire()));
        }
        return documents;
    }

    /** The path of every member: {@code a.b} inside an object, {@code a[].b} inside a list of objects. */
    private static void paths(Json.Obj object, String prefix, Set<String> into) {
        object.members().forEach((name, value) -> {
            into.add(prefix + name);
            switch (value) {
                case Json.Obj inner -> paths(inner, prefix + name + ".", into);
                case Json.Arr list -> list.items().forEach(item -> {
                    if (item instanceof Json.Obj inner) {
                        paths(inner, prefix + name + "[].", into);
                    }
                });
                default -> { }
            }
        });
    }
}
