package coop.canut.node.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.publish.ItemSet.RowProblem;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV files as people have them. */
class SheetTest {

    private static Sheet read(String text) {
        return Sheet.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Refused refused(byte[] file) {
        return assertThrows(Refused.class, () -> Sheet.read(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,2\n", "a,b\r\n1,2\r\n", "a;b\n1;2\n", "a\tb\n1\t2", "\ufeffa,b\n1,2\n",
        "a,b\n\n1,2\n\n", "\"a\",\"b\"\n\"1\",\"2\"\n", " a , b \n1,2\n", "\"a;\";b\n1;2\n"})
    void theSameTableInManySpellings(String text) {
        Sheet sheet = read(text);
        assertEquals(2, sheet.columns().size());
        assertEquals(List.of("1", "2"), sheet.rows().getFirst().cells());
        assertEquals(List.of(), sheet.problems());
    }

    @Test
    void quotedCellsHoldSeparatorsQuotesAndLines() {
        Sheet sheet = read("a,b\r\n\"x, \"\"y\"\"\r\nz\",2\r\nlast,3\r\n");
        assertEquals("x, \"y\"\nz", sheet.rows().getFirst().cells().getFirst());
        assertEquals(2, sheet.rows().getFirst().line());
        assertEquals(4, sheet.rows().getLast().line(), "lines are those of the file, not of the rows");
    }

    @Test
    void rowsThatDoNotFitAreNamedByLineAndGivenBackToBeMended() {
        Sheet sheet = read("a,b\r\n1,2\r\n3\r\n\r\n\"4\r\n, \"\"4\"\"\" ,5, 6\r\n7,8\r\n9,\u0007\r\n\n10 ");
        assertEquals(List.of(
            new RowProblem(3, "cells-missing", "1 cells, the first row has 2", "3"),
            new RowProblem(5, "cells-too-many", "3 cells, the first row has 2", "\"4\r\n, \"\"4\"\"\" ,5, 6"),
            new RowProblem(8, "text-invalid", "a cell holds a control character", "9,\u0007"),
            new RowProblem(10, "cells-missing", "1 cells, the first row has 2", "10 ")), sheet.problems());
        assertEquals("a,b", sheet.head());
        assertEquals(" a ;\"b, c\"", read("\ufeff\r\n a ;\"b, c\"\r\n\r\n1\r\n2;3").head());
        assertEquals(List.of(2, 7), sheet.rows().stream().map(Sheet.Row::line).toList());
    }

    @Test
    void aRowThatIsGivenBackIsBoundedAndSoAreTheRows() {
        String faces = "\ud83d\ude42".repeat(3_000);
        RowProblem cut = read("a,b\n" + faces + "\n").problems().getFirst();
        assertTrue(cut.text().length() <= Sheet.ROW_CHARS && cut.text().endsWith("\ude42…"), cut.text());
        String whole = "x".repeat(Sheet.ROW_CHARS);
        assertEquals(whole, read("a,b\n" + whole + "\n").problems().getFirst().text());
        assertEquals(100, read("a,b\n" + "1\n".repeat(1_000)).problems().size());
    }

    @Test
    void whatASpreadsheetOfAnyCountrySavesAsCsvIsRead() {
        byte[] french = "\ufeffavis;note\r\n\"très bien; vraiment\";5\r\n".getBytes(StandardCharsets.UTF_8);
        assertEquals(List.of("très bien; vraiment", "5"), Sheet.read(french).rows().getFirst().cells());
        assertEquals(List.of("a; b", "1,5"), read("avis\tnote\na; b\t1,5\n").rows().getFirst().cells());
        assertEquals(List.of("a\tb", "c"), read("x,y\na\tb,c\n").rows().getFirst().cells(), "a tab inside a cell");
        assertEquals(Problem.CSV_ENCODING, refused("avis;note\r\ntrès bien;5\r\n".getBytes(
            Charset.forName("windows-1252"))).problem());
        for (Charset utf16 : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertEquals(Problem.CSV_ENCODING, refused("\ufeffavis\tnote\r\nbien\t5\r\n".getBytes(utf16)).problem());
        }
    }

    @Test
    void whatIsNotUtf8IsNotGuessed() {
        assertEquals(Problem.CSV_ENCODING, refused("a\nété\n".getBytes(StandardCharsets.ISO_8859_1)).problem());
        assertEquals(Problem.CSV_ENCODING, refused("a\nx\0y\n".getBytes(StandardCharsets.UTF_8)).problem());
        assertEquals(Problem.CSV_ENCODING, refused("a\nx\n".getBytes(StandardCharsets.UTF_16)).problem());
    }

    @Test
    void aFieldOfTenMegabytesIsRefused() {
        byte[] cell = new byte[10 * 1_048_576];
        Arrays.fill(cell, (byte) 'x');
        byte[] file = ("a\n" + new String(cell, StandardCharsets.US_ASCII) + "\n").getBytes(StandardCharsets.US_ASCII);
        Refused refused = refused(file);
        assertEquals(Problem.CSV_FIELD_TOO_LONG, refused.problem());
        assertEquals("line 2", refused.field());
    }

    @Test
    void aFileThatIsTooLargeIsNotEvenRead() {
        assertEquals(Problem.TOO_LARGE, refused(new byte[Sheet.FILE_BYTES + 1]).problem());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|field-wrong", "'a,b'|field-wrong", "'a,a\n1,2'|csv-row-wrong",
        "'a,\n1,2'|csv-row-wrong", "'a\n\"open'|csv-row-wrong", "'a\n\"x\"y\n'|csv-row-wrong"})
    void brokenFilesAreRefused(String text, String problem) {
        assertEquals(problem, refused(text.getBytes(StandardCharsets.UTF_8)).problem().code());
    }

    @Test
    void tooManyRowsAreRefused() {
        assertEquals(Problem.TOO_LARGE,
            refused(("a\n" + "x\n".repeat(Sheet.ROWS + 1)).getBytes(StandardCharsets.UTF_8)).problem());
        assertEquals(Sheet.ROWS, read("a\n" + "x\n".repeat(Sheet.ROWS)).rows().size());
    }
}
