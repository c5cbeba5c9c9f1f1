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
 * @param head     the first row as the file has it, without its line end
 * @param rows     all of them, or as many as could be read when there are {@code problems}
 * @param problems of single rows, the first hundred
 */
record Sheet(List<String> columns, String head, List<Row> rows, List<ItemSet.RowProblem> problems) {

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
    /** UTF-16 code units of a row that is given back to be mended. */
    static final int ROW_CHARS = 2_000;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** One item. */
    record Row(int line, List<String> cells) {
    }

    /** A row that does not fit, and where in the text it begins. */
    private record Bad(int line, String code, String what, int begins) {

        ItemSet.RowProblem until(String text, int end) {
            int last = end;
            while (text.charAt(last - 1) == '\n' || text.charAt(last - 1) == '\r') {
                last--;
            }
            String row = text.substring(begins, Math.min(last, begins + ROW_CHARS));
            if (last - begins > ROW_CHARS) {
                int cut = ROW_CHARS - 1;
                row = row.substring(0, Character.isLowSurrogate(row.charAt(cut)) ? cut - 1 : cut) + '…';
            }
            return new ItemSet.RowProblem(line, code, what, row);
        }
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
        int head = 0;
        int headEnds = text.length();
        int line = 1;
        Bad bad = null;
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            Iterator<CSVRecord> records = parser.iterator();
            while (records.hasNext()) {
                CSVRecord next = records.next();
                int begins = (int) next.getCharacterPosition();
                headEnds = next.getRecordNumber() == 2 ? begins : headEnds;
                if (bad != null) {
                    problems.add(bad.until(text, begins));
                    bad = null;
                }
                // The parser has passed over empty lines before it.
                for (; text.charAt(begins) == '\n' || text.charAt(begins) == '\r'; begins++) {
                    line += text.startsWith("\r\n", begins) ? 0 : 1;
                }
                if (columns == null) {
                    columns = columns(next);
                    head = begins;
                } else if (problems.size() < PROBLEMS) {
                    bad = row(next, line, begins, columns, rows);
                }
                // It counts the line that it has finished; the next record begins after it.
                line = (int) parser.getCurrentLineNumber() + 1;
            }
            if (bad != null) {
                problems.add(bad.until(text, text.length()));
            }
        } catch (IOException | UncheckedIOException broken) {
            throw Refused.at(Problem.CSV_ROW_WRONG, "line " + line, broken.getMessage());
        }
        if (columns == null || rows.isEmpty() && problems.isEmpty()) {
            throw Refused.at(Problem.FIELD_WRONG, "items", "no row");
        }
        return new Sheet(columns, text.substring(head, headEnds).stripTrailing(), rows, problems);
    }

    /** Adds a row that fits; gives one that does not. */
    private static Bad row(CSVRecord next, int line, int begins, List<String> columns, List<Row> rows) {
        var cells = new ArrayList<String>(next.size());
        for (String cell : next) {
            if (cell.length() > CELL_CHARS) {
                throw Refused.at(Problem.CSV_FIELD_TOO_LONG, "line " + line, cell.length() + " characters");
            }
            cells.add(cell.replace("\r\n", "\n").replace('\r', '\n'));
        }
        if (cells.size() != columns.size()) {
            return new Bad(line, cells.size() < columns.size() ? "cells-missing" : "cells-too-many",
                cells.size() + " cells, the first row has " + columns.size(), begins);
        }
        if (!cells.stream().allMatch(Texts::isPlain)) {
            return new Bad(line, "text-invalid", "a cell holds a control character", begins);
        }
        if (rows.size() == ROWS) {
            throw Refused.at(Problem.TOO_LARGE, "items", "more than " + ROWS + " rows");
        }
        rows.add(new Row(line, cells));
        return null;
    }

    private static List<String> columns(CSVRecord first) {
        List<String> columns = first.stream().map(String::strip).toList();
        boolean wrong = columns.size() > COLUMNS || new HashSet<>(columns).size() != columns.size()
            || columns.stream().anyMatch(name -> name.isEmpty() || name.length() > COLUMN_CHARS || !Texts.isPlain(name)
                || name.indexOf('\n') >= 0);
        if (wrong) {
            throw Refused.at(Problem.CSV_ROW_WRONG, "line 1", "a column without name, twice, or more than " + COLUMNS);
        }
        return columns;
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
