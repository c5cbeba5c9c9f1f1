package coop.canut.node.publish;

import coop.canut.protocol.name.Id;
import java.util.List;

/**
 * A file of items that was uploaded, or what is wrong with it.
 *
 * @param id       null when there are problems: then nothing was stored
 * @param rows     items in it
 * @param columns  names of its first row
 * @param head     that row as the file has it, to stand above rows that are mended apart; null when there are no problems
 * @param problems by line, the first hundred; empty when all is well
 */
public record ItemSet(Id id, int rows, List<String> columns, String head, List<RowProblem> problems) {

    /**
     * A row that does not fit.
     *
     * @param line in the file, 1 being that of the column names
     * @param code a stable word for what is wrong, from {@code cells-missing}, {@code cells-too-many}, {@code text-invalid}
     * @param what is wrong, in English, without anything of the row
     * @param text of the row as the file has it, line breaks inside cells included, so that it can be mended apart from the
     *             others; cut after 2 000 characters, and then … is its last
     */
    public record RowProblem(int line, String code, String what, String text) {
    }
}
