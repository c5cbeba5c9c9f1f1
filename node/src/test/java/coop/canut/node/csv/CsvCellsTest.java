package coop.canut.node.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves this node as a file. */
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
}
