package coop.canut.ops.replay;

import coop.canut.node.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What the workers of a data set answered, in the order of its file.
 *
 * @param all each answer once
 */
record Labels(List<Label> all) {

    /** One answer of one worker to one item, as the file names them. */
    record Label(String item, String worker, String value) {
    }

    /** Reads a file with the columns item, worker and label; a worker answers an item at most once. */
    static Labels read(Path file) {
        List<Label> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        rows(file, List.of("item", "worker", "label")).forEach(row -> {
            if (!seen.add(row.get(0) + "\n" + row.get(1))) {
                throw new CannotStart(file + " has two answers of worker " + row.get(1) + " to item " + row.get(0)
                    + "; keep one of them.");
            }
            all.add(new Label(row.get(0), row.get(1), row.get(2)));
        });
        if (all.isEmpty()) {
            throw new CannotStart(file + " has no answers in it.");
        }
        return new Labels(List.copyOf(all));
    }

    /** Reads a file with the columns item and truth. */
    static Map<String, String> truth(Path file) {
        Map<String, String> truth = new LinkedHashMap<>();
        rows(file, List.of("item", "truth")).forEach(row -> truth.put(row.get(0), row.get(1)));
        return truth;
    }

    private static List<List<String>> rows(Path file, List<String> columns) {
        try (CSVParser parser = CSVParser.parse(Files.newBufferedReader(file, StandardCharsets.UTF_8),
                CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setIgnoreEmptyLines(true).get())) {
            if (!parser.getHeaderNames().containsAll(columns)) {
                throw new CannotStart(file + " needs the columns " + String.join(", ", columns) + " in its first line.");
            }
            List<List<String>> rows = new ArrayList<>();
            for (CSVRecord row : parser) {
                rows.add(columns.stream().map(row::get).toList());
            }
            return rows;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new CannotStart(file + " cannot be read as CSV: " + e.getMessage() + ".", e);
        }
    }

    /** The workers, in the order in which they first appear. */
    List<String> workers() {
        return all.stream().map(Label::worker).distinct().toList();
    }

    /** All values that were ever answered. */
    Set<String> values() {
        Set<String> values = new TreeSet<>();
        all.forEach(label -> values.add(label.value()));
        return values;
    }

    /** The items by how many answers each has, and within that in the order of the file. */
    Map<Integer, List<String>> itemsByAnswers() {
        Map<String, Integer> answers = new LinkedHashMap<>();
        all.forEach(label -> answers.merge(label.item(), 1, Integer::sum));
        Map<Integer, List<String>> items = new TreeMap<>();
        answers.forEach((item, count) -> items.computeIfAbsent(count, none -> new ArrayList<>()).add(item));
        return items;
    }

    /** What one worker answered, by item. */
    Map<String, String> of(String worker) {
        Map<String, String> answers = new LinkedHashMap<>();
        all.stream().filter(label -> label.worker().equals(worker))
            .forEach(label -> answers.put(label.item(), label.value()));
        return answers;
    }
}
