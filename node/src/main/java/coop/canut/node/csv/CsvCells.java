package coop.canut.node.csv;

import java.util.List;
import java.util.stream.Collectors;

/** Cells of a CSV file that somebody will open in a spreadsheet. Pure. Source: RFC 4180; OWASP on CSV injection (W-34). */
public final class CsvCells {

    /** What makes a spreadsheet take a cell for a formula when it stands first, the full-width forms included. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";

    private CsvCells() {
    }

    /** One line, ended by CR LF. */
    public static String line(List<String> cells) {
        return cells.stream().map(CsvCells::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** One cell, always quoted, disarmed if need be. */
    public static String cell(String text) {
        boolean risky = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        return '"' + (risky ? "'" : "") + text.replace("\"", "\"\"") + '"';
    }
}
