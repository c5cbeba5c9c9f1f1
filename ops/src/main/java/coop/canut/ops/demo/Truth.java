package coop.canut.ops.demo;

import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.name.Hash;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What a careful person would answer to each item of a batch: the second column of its file, which no worker sees. The
 * demonstration's workers are careful, except that each of them is tired now and then.
 */
public final class Truth {

    /** One answer in so many is another than the right one. */
    private static final int TIRED = 8;

    private final List<String> choices;
    private final Map<String, String> byItem = new LinkedHashMap<>();
    private final Map<String, String> itemByShown = new LinkedHashMap<>();

    /** What is right in a batch. */
    public Truth(Batch batch) {
        choices = batch.template().choices().stream().map(choice -> choice.value()).toList();
        try (CSVParser rows = CSVParser.parse(new StringReader(new String(batch.csv(), StandardCharsets.UTF_8)),
                CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get())) {
            for (CSVRecord row : rows) {
                byItem.put(row.get(0), row.get(1));
                byte[] file = batch.files().get(row.get(0));
                itemByShown.put(file == null ? row.get(0) : Hash.sha256(file).hex(), row.get(0));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return byItem.size();
    }

    String of(String item) {
        return byItem.get(item);
    }

    /** What this worker answers to an input. */
    public String choose(Person worker, String input) {
        var shown = new Members((Json.Obj) Json.read(input.getBytes(StandardCharsets.UTF_8), JsonLimits.API), "input");
        String right = byItem.get(itemByShown.get(item(shown)));
        int mood = Math.floorMod((worker.name() + input).hashCode(), TIRED);
        return mood == 0 ? choices.get((choices.indexOf(right) + 1) % choices.size()) : right;
    }

    /** The member by which the batches of the demonstration know an item. */
    static String item(Members input) {
        return input.text(input.has("comment") ? "comment" : "picture", Integer.MAX_VALUE);
    }
}
