package coop.canut.protocol.vectors;

import coop.canut.protocol.Problem;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Host;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One directory under {@code vectors/refuse/{problem}/{name}/}.
 *
 * @param attack id of the row in the catalogue of attacks, or of the promise that it would break
 * @param about  one sentence
 * @param input  {@code message.json}, {@code batch.lines} or {@code request.http}
 * @param from   host of the key that signed the request
 * @param now    of the receiver, bxl.example
 * @param keys   statements of keys that the receiver holds, oldest first
 * @param held   what else it holds: members of the state, those of a peer as {@code {host}/{member}}
 */
record Vector(Problem problem, String name, String attack, String about, String input, byte[] bytes, Host from,
              Instant now, List<Signed> keys, Map<String, Json> held) {

    static Vector message(Problem problem, String name, String attack, String about, byte[] bytes) {
        return of(problem, name, attack, about, "message.json", bytes);
    }

    static Vector batch(Problem problem, String name, String attack, String about, String body) {
        return of(problem, name, attack, about, "batch.lines", Cast.bytes(body));
    }

    static Vector request(Problem problem, String name, String attack, String about, byte[] bytes) {
        return of(problem, name, attack, about, "request.http", bytes);
    }

    private static Vector of(Problem problem, String name, String attack, String about, String input, byte[] bytes) {
        return new Vector(problem, name, attack, about, input, bytes, Cast.LYON, Cast.NOW,
            List.of(Cast.LYON_KEYS, Cast.EVIL_KEYS), Map.of());
    }

    Vector from(Host host) {
        return new Vector(problem, name, attack, about, input, bytes, host, now, keys, held);
    }

    Vector keys(Signed... held) {
        return new Vector(problem, name, attack, about, input, bytes, from, now, List.of(held), this.held);
    }

    /** The receiver also holds this: of itself, or of a peer as {@code {host}/{member}}. */
    Vector holds(String member, Json value) {
        Map<String, Json> more = new LinkedHashMap<>(held);
        more.put(member, value);
        return new Vector(problem, name, attack, about, input, bytes, from, now, keys, more);
    }

    String directory() {
        return problem.code() + "/" + name;
    }

    /** What the receiver holds and what the request was signed with; one canonical line. */
    byte[] state() {
        var peers = Json.object();
        for (Host host : List.of(Cast.EVIL, Cast.LYON)) {
            Builder peer = Json.object();
            List<Json> statements = new ArrayList<>();
            keys.stream().filter(k -> k.envelope().actor().equals(host))
                .forEach(k -> statements.add(Json.text(new String(k.wire(), StandardCharsets.UTF_8))));
            if (!statements.isEmpty()) {
                peer.put("keys", statements);
            }
            held.forEach((member, value) -> {
                if (member.startsWith(host + "/")) {
                    peer.put(member.substring(member.indexOf('/') + 1), value);
                }
            });
            Json.Obj known = peer.build();
            if (!known.members().isEmpty()) {
                peers.put(host.toString(), known);
            }
        }
        Builder state = Json.object().put("host", Cast.BXL).put("from", from).put("now", now).put("peers", peers.build());
        held.forEach((member, value) -> {
            if (!member.contains("/")) {
                state.put(member, value);
            }
        });
        return Cast.bytes(state.build().text() + "\n");
    }

    byte[] aboutFile() {
        return Cast.bytes(about + "\n\nAttack: " + attack + "\n");
    }
}
