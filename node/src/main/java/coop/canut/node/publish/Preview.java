package coop.canut.node.publish;

import java.util.List;

/**
 * The beginning of uploaded items, to be looked at.
 *
 * @param columns names of the first row
 * @param rows    the first few, whole: cells in the order of the columns
 * @param count   of all rows
 * @param files   names of the images that are there, in order; the first 50 000
 */
public record Preview(List<String> columns, List<List<String>> rows, int count, List<String> files) {
}
