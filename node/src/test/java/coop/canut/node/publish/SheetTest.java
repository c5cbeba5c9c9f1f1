package coop.canut.node.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
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
    void rowsThatDoNotFitAreNamedByLine() {
        Sheet sheet = read("a,b\n1,2\n3\n4,5,6\n7,8\n9,\u0007\n");
        assertEquals(List.of(3, 4, 6), sheet.problems().stream().map(ItemSet.RowProblem::line).toList());
        assertEquals(2, sheet.rows().size());
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
