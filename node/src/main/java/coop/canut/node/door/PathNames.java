package coop.canut.node.door;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Name;
import java.util.HashMap;
import java.util.Map;

/** Names that stand in the path of a request. */
public final class PathNames {

    private PathNames() {
    }

    /**
     * The names by the variables of a route: {@code id}, {@code draft} and {@code claim} are ids, {@code host} a host,
     * {@code sha256} a hash; other variables may be any text and are left out.
     *
     * @throws Refused {@code not-found}: what is not in its one canonical form names nothing
     */
    public static Map<String, Name> of(Map<String, String> variables) {
        Map<String, Name> names = new HashMap<>();
        variables.forEach((variable, text) -> {
            try {
                switch (variable) {
                    case "id", "draft", "claim" -> names.put(variable, Id.of(text));
                    case "host" -> names.put(variable, Host.of(text));
                    case "sha256" -> names.put(variable, Hash.of(text));
                    default -> { }
                }
            } catch (Refused notCanonical) {
                throw new Refused(Problem.NOT_FOUND, notCanonical.detail());
            }
        });
        return names;
    }
}
