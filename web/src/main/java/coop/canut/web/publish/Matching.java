package coop.canut.web.publish;

import coop.canut.node.publish.Preview;
import coop.canut.protocol.work.Template.As;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A first guess at which column of a new file belongs to which part of a task. Whoever guesses otherwise chooses. Pure. */
final class Matching {

    private Matching() {
    }

    /**
     * The fields of the form with a column for every part that had none of this file: the one of the part's name, else the
     * next that nobody shows; for an image one that names images. A single text that would show names of images becomes one.
     */
    static Map<String, String> matched(DraftForm form, Map<String, String> fields, Preview items) {
        Map<String, String> matched = new LinkedHashMap<>(fields);
        List<DraftForm.Part> parts = form.parts();
        Set<String> used = new HashSet<>();
        parts.forEach(part -> used.add(part.from()));
        for (DraftForm.Part part : parts) {
            if (!items.columns().contains(part.from())) {
                boolean image = part.as() == As.IMAGE || parts.size() == 1 && !items.files().isEmpty();
                String column = items.columns().stream().filter(name -> !used.contains(name))
                    .filter(name -> image == namesImages(items, name)).findFirst()
                    .orElse(items.columns().stream().filter(name -> !used.contains(name)).findFirst().orElse(""));
                used.add(column);
                matched.put("column." + part.number(), column);
                if (namesImages(items, column)) {
                    matched.put("as." + part.number(), As.IMAGE.code());
                }
            }
        }
        return matched;
    }

    private static boolean namesImages(Preview items, String column) {
        int at = items.columns().indexOf(column);
        return at >= 0 && !items.rows().isEmpty() && items.files().contains(items.rows().getFirst().get(at).strip());
    }
}
