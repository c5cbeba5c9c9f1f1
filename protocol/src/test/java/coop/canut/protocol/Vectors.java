package coop.canut.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** The files of {@code protocol/vectors}, and the assertion that every test of a refusal uses. */
public final class Vectors {
    public static final Path DIRECTORY = Path.of("vectors");

    private Vectors() {
    }

    public static byte[] bytes(String path) {
        try {
            return Files.readAllBytes(DIRECTORY.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Json workedExample() {
        return Json.read(bytes("published/canut-worked-example.json"), JsonLimits.API);
    }

    /** What stands at a path of member names and indexes. */
    public static Json at(Json value, Object... path) {
        Json found = value;
        for (Object step : path) {
            found = step instanceof Integer index ? ((Json.Arr) found).items().get(index)
                    : ((Json.Obj) found).get((String) step);
        }
        return found;
    }

    public static String text(Json value, Object... path) {
        return ((Json.Text) at(value, path)).value();
    }

    public static long number(Json value, Object... path) {
        return ((Json.Int) at(value, path)).value();
    }

    public static List<Json> items(Json value, Object... path) {
        return ((Json.Arr) at(value, path)).items();
    }

    public static Refused refused(Problem problem, Executable doing) {
        Refused refused = assertThrows(Refused.class, doing);
        assertEquals(problem, refused.problem(), refused.getMessage());
        return refused;
    }
}
