package coop.canut.node.publish;

import coop.canut.node.World;
import coop.canut.node.publish.Sheet.Row;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How rows become units: what the template shows is taken from its columns, and nothing else leaves this node. Pure. */
final class Units {

    /** Rows that are told before the others are not looked at: more than anybody mends by hand. */
    private static final int PROBLEMS = 100;

    private Units() {
    }

    /** What one answer is wanted of. */
    record Unit(String input, List<Content> content) {
    }

    /**
     * The units of some rows, in their order, without those that are refused.
     *
     * @param columns  of the set
     * @param mapping  from shown names to columns; a name that is missing stands for itself
     * @param files    by the name that cells call them
     * @param problems gets {@code csv-columns-missing}, the missing names being the field, and then no row is looked at; or
     *                 {@code csv-row-wrong}, {@code csv-field-too-long} and {@code image-missing} on {@code line N}, the
     *                 first hundred
     */
    static List<Unit> of(Template template, List<String> columns, Map<String, String> mapping, List<Row> rows,
                         Map<String, Content> files, List<Refused> problems) {
        List<Unit> units = new ArrayList<>(rows.size());
        int wrong = 0;
        try {
            Items.requireColumns(columns, template.show().stream()
                .map(shown -> mapping.getOrDefault(shown.name(), shown.name())).distinct().toList());
        } catch (Refused missing) {
            problems.add(missing);
            return units;
        }
        for (Row row : rows) {
            try {
                units.add(unit(template, columns, mapping, row, files));
            } catch (Refused refused) {
                problems.add(refused);
                if (++wrong == PROBLEMS) {
                    return units;
                }
            }
        }
        return units;
    }

    private static Unit unit(Template template, List<String> columns, Map<String, String> mapping, Row row,
                             Map<String, Content> files) {
        Map<String, String> members = new LinkedHashMap<>();
        List<Content> content = new ArrayList<>();
        for (Template.Shown shown : template.show()) {
            String cell = row.cells().get(columns.indexOf(mapping.getOrDefault(shown.name(), shown.name())));
            if (cell.isBlank()) {
                throw Refused.at(Problem.CSV_ROW_WRONG, "line " + row.line(), shown.name() + " is empty");
            }
            if (shown.as() == Template.As.IMAGE) {
                Content file = files.get(Image.named(cell));
                if (file == null) {
                    throw Refused.at(Problem.IMAGE_MISSING, "line " + row.line(), shown.name() + ": " + cell);
                }
                if (!content.contains(file)) {
                    content.add(file);
                }
                members.put(shown.name(), Template.image(file.sha256()));
            } else {
                members.put(shown.name(), cell);
            }
        }
        String input = Template.input(members);
        if (Json.text(input).canonical().length > Limits.OPAQUE_BYTES) {
            throw Refused.at(Problem.CSV_FIELD_TOO_LONG, "line " + row.line(), "the task is longer than a message");
        }
        if (content.size() > Limits.CONTENT_PER_UNIT) {
            throw Refused.at(Problem.CSV_ROW_WRONG, "line " + row.line(), content.size() + " images");
        }
        template.requireInput(input, content);
        return new Unit(input, content);
    }

    /** Many fresh ids of one instant, with one draw of randomness. */
    static String[] ids(World world, int count) {
        long now = world.now().toEpochMilli();
        byte[] random = world.random(10 * count);
        var ids = new String[count];
        for (int i = 0; i < count; i++) {
            ids[i] = Id.of(now, Arrays.copyOfRange(random, 10 * i, 10 * i + 10)).toString();
        }
        return ids;
    }
}
