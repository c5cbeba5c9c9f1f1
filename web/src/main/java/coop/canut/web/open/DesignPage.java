package coop.canut.web.open;

import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Hash;
import coop.canut.web.look.Fabric;
import coop.canut.web.look.Palette;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Every part of every page in every state, on one page: whoever changes a part sees here what becomes of it. */
public final class DesignPage {

    /** Cooperatives that there are not, for pictures. */
    private static final List<String> NAMES = List.of("lyon.example", "bologna.example", "nairobi.example", "bxl.example");
    /** A Friday afternoon, the same for every reader. */
    private static final Instant WHEN = Instant.parse("2026-11-27T15:30:00Z");

    private final Palette palette = Palette.read();

    /** Adds the route. */
    public void mount(Site site) {
        site.get("/design", Access.ANYONE, this::design);
    }

    /**
     * The page.
     *
     * @param faults of a form that was refused
     * @param marks  addresses of woven marks
     * @param fabric a federation of four, as SVG
     */
    public record Design(Page page, Palette palette, Faults faults, List<Fabric.Thread> marks, String fabric,
                         Instant when) {
    }

    private Future<Answer> design(Visit visit) {
        var words = visit.words();
        // The whole form first: where a field is, a page that is opened would jump to it.
        Map<String, String> faults = new LinkedHashMap<>();
        faults.put("", words.text("form.refused"));
        faults.put("faulty", words.text("problem.field-missing"));
        faults.put("wrong", words.text("problem.json-limit"));
        List<Fabric.Thread> threads = NAMES.stream().map(name -> new Fabric.Thread(name, mark(name))).toList();
        return Answer.page("open/design.jte", new Design(visit.page(words.text("design.title")), palette,
            new Faults(faults), threads, Fabric.svg(words.text("design.fabric"), threads, crossings()), WHEN));
    }

    /** Each level once, each amount of credit once, and a cooperative of which nothing is known. */
    private static List<List<Fabric.Crossing>> crossings() {
        Level[] levels = Level.values();
        return IntStream.range(0, NAMES.size()).mapToObj(row -> IntStream.range(0, NAMES.size()).mapToObj(column -> {
            Level level = levels[(row + column + 3) % levels.length];
            int used = level == Level.CLAIM ? 350 + 250 * row : level == Level.SEE ? 0 : -1;
            return row == column || row == NAMES.size() - 1 ? null
                : new Fabric.Crossing(level, used, NAMES.get(row) + " → " + NAMES.get(column));
        }).toList()).toList();
    }

    private static String mark(String name) {
        return "/marks/" + Hash.sha256(name.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
