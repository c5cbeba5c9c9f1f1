/**
 * How a table leaves this node as a file that somebody will open in a spreadsheet.
 *
 * <p>{@link coop.canut.node.csv.CsvCells} writes lines as RFC 4180 has them: every cell quoted, commas between, CR LF at the end.
 * A cell that a spreadsheet would take for a formula is disarmed, because what people typed elsewhere must run nothing on the
 * machine of whoever reads it. The answers of a batch, the journal and the file for the bank are written by it. The package is
 * pure, calls nobody, and holds nothing but that. Source: ATTACKS.md W-34.
 */
package coop.canut.node.csv;
