package coop.canut.node.publish;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file as a requester brings it: UTF-8, a first row of column names, then one row per item, cells as RFC 4180 quotes
 * them. Spreadsheets of some countries write {@code ;} or a tab for the comma: when the first line, outside quotes, holds no
 * comma but one of those, it is the separator. A byte order mark is skipped, empty lines are skipped, a line break inside a
 * cell becomes one line feed. Pure: bytes in, rows or refusal out.
 *
 * @param columns  trimmed, each once
 * @param rows     all of them, or as many as could be read when there are {@code problems}
 * @param problems of single rows, the first hundred
 */
record Sheet(List<String> columns, List<Row> rows, List<ItemSet.RowProblem> problems) {

    /** Bytes of a file: what a browser sends in a few seconds and a node holds in memory while it reads. */
    static final int FILE_BYTES = 16 * 1_048_576;
    /** UTF-16 code units of one cell: a unit's whole input must fit 48 KiB of one message. */
    static final int CELL_CHARS = 32_768;
    /** Rows of one file. */
    static final int ROWS = 50_000;
    /** Columns of one file. */
    static final int COLUMNS = 64;
    /** UTF-16 code units of a column's name. */
    static final int COLUMN_CHARS = 200;
    private static final int PROBLEMS = 100;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** One item. */
    record Row(int line, List<String> cells) {
    }

    /**
     * Reads a file.
     *
     * @throws Refused {@code too-large}, {@code csv-encoding}; {@code csv-field-too-long} and {@code csv-row-wrong} on
     *     {@code line N} where nothing after that line can be trusted; {@code field-wrong} on {@code items} if it has no row
     */
    static Sheet read(byte[] file) {
        if (file.length > FILE_BYTES) {
            throw Refused.at(Problem.TOO_LARGE, "items", file.length + " bytes");
        }
        String text = decode(file);
        CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(separator(text)).setIgnoreEmptyLines(true).get();
        var rows = new ArrayList<Row>();
        var problems = new ArrayList<ItemSet.RowProblem>();
        List<String> columns = null;
        long line = 1;
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            Iterator<CSVRecord> records = parser.iterator();
            while (records.hasNext()) {
                CSVRecord next = records.next();
                if (columns == null) {
                    columns = columns(next);
                } else {
                    row(next, (int) line, columns, rows, problems);
                }
                // The parser counts the line it has finished; the next record begins after it.
                line = parser.getCurrentLineNumber() + 1;
            }
        } catch (IOException | UncheckedIOException broken) {
            throw Refused.at(Problem.CSV_ROW_WRONG, "line " + line, broken.getMessage());
        }
        if (columns == null || rows.isEmpty() && problems.isEmpty()) {
            throw Refused.at(Problem.FIELD_WRONG, "items", "no row");
        }
        return new Sheet(columns, rows, problems);
    }

    private static void row(CSVRecord next, int line, List<String> columns, List<Row> rows,
                            List<ItemSet.RowProblem> problems) {
        var cells = new ArrayList<String>(next.size());
        for (String cell : next) {
            if (cell.length() > CELL_CHARS) {
                throw Refused.at(Problem.CSV_FIELD_TOO_LONG, "line " + line, cell.length() + " characters");
            }
            cells.add(cell.replace("\r\n", "\n").replace('\r', '\n'));
        }
        String wrong = cells.size() != columns.size() ? cells.size() + " cells, the first row has " + columns.size()
            : cells.stream().anyMatch(Sheet::holdsControl) ? "a cell holds a control character" : null;
        if (wrong != null) {
            if (problems.size() < PROBLEMS) {
                problems.add(new ItemSet.RowProblem(line, wrong));
            }
        } else if (rows.size() == ROWS) {
            throw Refused.at(Problem.TOO_LARGE, "items", "more than " + ROWS + " rows");
        } else {
            rows.add(new Row(line, cells));
        }
    }

    private static List<String> columns(CSVRecord first) {
        List<String> columns = first.stream().map(String::strip).toList();
        boolean wrong = columns.size() > COLUMNS || new HashSet<>(columns).size() != columns.size()
            || columns.stream().anyMatch(name -> name.isEmpty() || name.length() > COLUMN_CHARS || holdsControl(name)
                || name.indexOf('\n') >= 0);
        if (wrong) {
            throw Refused.at(Problem.CSV_ROW_WRONG, "line 1", "a column without name, twice, or more than " + COLUMNS);
        }
        return columns;
    }

    /** Messages hold no control character but line feed and tab (F-79). */
    private static boolean holdsControl(String cell) {
        return cell.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t');
    }

    private static String decode(byte[] file) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(file)).toString();
            if (text.indexOf('\0') >= 0) {
                throw Refused.at(Problem.CSV_ENCODING, "items", "holds NUL");
            }
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            throw Refused.at(Problem.CSV_ENCODING, "items", notUtf8.getMessage());
        }
    }

    private static char separator(String text) {
        boolean quoted = false;
        int semicolons = 0;
        int tabs = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == ',') {
                return ',';
            } else if (!quoted && c == '\n') {
                break;
            } else if (!quoted) {
                semicolons += c == ';' ? 1 : 0;
                tabs += c == '\t' ? 1 : 0;
            }
        }
        return semicolons == 0 && tabs == 0 ? ',' : semicolons >= tabs ? ';' : '\t';
    }
}
