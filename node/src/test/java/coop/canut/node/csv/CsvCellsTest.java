package coop.canut.node.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves this node as a file, and what must fit a message. */
class CsvCellsTest {

    @ParameterizedTest
    @Tag("W-34")
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"})
    void noCellIsAFormula(String text) {
        assertEquals("\"'" + text + "\"", CsvCells.cell(text));
    }

    @Test
    void everyCellIsQuotedAndEveryLineEnds() {
        assertEquals("\"a\",\"say \"\"x\"\", y\",\"\"\r\n", CsvCells.line(List.of("a", "say \"x\", y", "")));
    }

    @Test
    void partsAreFullAndInOrder() {
        List<Integer> items = IntStream.range(0, 1_201).boxed().toList();
        List<List<Integer>> byCount = Parts.split(items, 500, item -> 1);
        assertEquals(List.of(500, 500, 201), byCount.stream().map(List::size).toList());
        assertEquals(items, byCount.stream().flatMap(List::stream).toList());
        List<List<Integer>> byBytes = Parts.split(items, 500, item -> Parts.LIST_BYTES / 2);
        assertEquals(601, byBytes.size());
        assertEquals(List.of(List.of(7)), Parts.split(List.of(7), 1, item -> 2 * Parts.LIST_BYTES), "alone it must go");
        assertEquals(List.of(), Parts.split(List.<Integer>of(), 500, item -> 1));
    }
}
