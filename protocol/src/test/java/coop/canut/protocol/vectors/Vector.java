package coop.canut.protocol.vectors;

import coop.canut.protocol.Problem;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Host;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One directory under {@code vectors/refuse/{problem}/{name}/}.
 *
 * @param attack id of the row in the catalogue of attacks, or of the promise that it would break
 * @param about  one sentence
 * @param input  {@code message.json} or {@code batch.lines}
 * @param from   host of the key that signed the request
 * @param now    of the receiver, bxl.example
 * @param keys   statements of keys that the receiver holds, oldest first
 */
record Vector(Problem problem, String name, String attack, String about, String input, byte[] bytes, Host from,
              Instant now, List<Signed> keys) {

    static Vector message(Problem problem, String name, String attack, String about, byte[] bytes) {
        return new Vector(problem, name, attack, about, "message.json", bytes, Cast.LYON, Cast.NOW,
            List.of(Cast.LYON_KEYS, Cast.EVIL_KEYS));
    }

    static Vector batch(Problem problem, String name, String attack, String about, String body) {
        return new Vector(problem, name, attack, about, "batch.lines", Cast.bytes(body), Cast.LYON, Cast.NOW,
            List.of(Cast.LYON_KEYS, Cast.EVIL_KEYS));
    }

    Vector from(Host host) {
        return new Vector(problem, name, attack, about, input, bytes, host, now, keys);
    }

    Vector keys(Signed... held) {
        return new Vector(problem, name, attack, about, input, bytes, from, now, List.of(held));
    }

    String directory() {
        return problem.code() + "/" + name;
    }

    /** What the receiver holds and what the request was signed with; one canonical line. */
    byte[] state() {
        var peers = Json.object();
        for (Host host : List.of(Cast.EVIL, Cast.LYON)) {
            List<Json> held = new ArrayList<>();
            keys.stream().filter(k -> k.envelope().actor().equals(host))
                .forEach(k -> held.add(Json.text(new String(k.wire(), StandardCharsets.UTF_8))));
            if (!held.isEmpty()) {
                peers.put(host.toString(), Json.object().put("keys", held).build());
            }
        }
        return Cast.bytes(Json.object().put("host", Cast.BXL).put("from", from).put("now", now)
            .put("peers", peers.build()).build().text() + "\n");
    }

    byte[] aboutFile() {
        return Cast.bytes(about + "\n\nAttack: " + attack + "\n");
    }
}
