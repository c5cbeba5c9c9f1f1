package coop.canut.protocol.vectors;

import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.sign.SigningKey;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A message of every kind that every node accepts as to form, origin and proof; five more are the worked example's. */
final class AcceptVectors {
    private static final Set<Kind> OF_THE_EXAMPLE = EnumSet.of(Kind.KEYS_STATED, Kind.POLICY_ENACTED, Kind.LISTING_PUBLISHED,
        Kind.SLOTS_REQUESTED, Kind.CHANNEL_ACKNOWLEDGED);

    private AcceptVectors() {
    }

    /** Bytes by the path of their file under {@code vectors/accept/}. */
    static Map<String, byte[]> all() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Message message : Samples.all()) {
            if (!OF_THE_EXAMPLE.contains(message.kind())) {
                Signed signed = Samples.signed(message);
                String directory = message.kind().code() + "/";
                files.put(directory + "message.json", signed.wire());
                boolean toAll = signed.envelope().to() == null;
                files.put(directory + "about.md", Cast.bytes("lyon.example says " + message.kind() + (toAll
                    ? " to everyone.\n" : " as the first message of its channel to bxl.example.\n")));
                files.put(directory + "keys.json", KEYS);
                files.put(directory + "canonical.txt", Cast.bytes(Json.readCanonical(signed.wire())
                    .without("proof").text()));
                files.put(directory + "hash.txt", Cast.bytes(signed.hash() + "\n"));
            }
        }
        return files;
    }

    private static final byte[] KEYS = Cast.bytes(Json.object().put("keys", List.of(
        key("node", Cast.LYON_1), key("log", Cast.LYON_LOG))).build().text() + "\n");

    private static Json key(String purpose, SigningKey key) {
        return Json.object().put("host", Cast.LYON).put("purpose", purpose).put("publicKeyMultibase", key.key())
            .put("from", Cast.STATED).build();
    }
}
