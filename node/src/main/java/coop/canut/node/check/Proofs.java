package coop.canut.node.check;

import coop.canut.node.check.ByteStore.Kept;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Proves stored messages anew: that the bytes are those of the hash, that who is said to have said them did (I-13), with a
 * key that was valid then (I-12), and that no message of ours holds the id of a member (I-19). Collects what is wrong.
 */
final class Proofs {

    /** What says that a message is not of the host that it is kept under. */
    private static final Set<Problem> FOREIGN = Set.of(Problem.RELAY_NOT_ALLOWED, Problem.SENDER_KEY_MISMATCH,
        Problem.LOCAL_ID_FORGED, Problem.ORIGIN_MISMATCH, Problem.ID_NOT_DERIVED, Problem.WRONG_HOST,
        Problem.KEY_OWNER_MISMATCH);
    private static final int ID_CHARS = 26;

    private final Host self;
    private final Set<String> members;
    private final Map<Host, KeyHistory> histories = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /** Proofs of what this host keeps, with the keys that these statements state. */
    Proofs(Host self, Map<Host, List<byte[]>> statements, Set<String> members) {
        this.self = self;
        this.members = new HashSet<>(members);
        statements.forEach((host, messages) -> {
            try {
                histories.put(host, KeyHistory.read(host, messages));
            } catch (Refused broken) {
                add("I-12", "The keys of " + host + " do not prove each other: " + broken.problem().code() + ".");
            }
        });
    }

    void add(String invariant, String sentence) {
        findings.add(new Finding(invariant, sentence));
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** The keys of a host after its newest statement. */
    Optional<KeyHistory> keys(Host host) {
        return Optional.ofNullable(histories.get(host));
    }

    /**
     * The message of a row, if it holds. When it was first stored decides whether a revoked key may stand under it; its own
     * date decides the rest, so no clock is asked.
     *
     * @param where for people, such as {@code entry 7 of the log of lyon.example}
     * @param to    whom it must be addressed to; null: everyone
     */
    Optional<Unproven> proven(String where, Kept kept, Host from, Host to) {
        return proven(where, kept, from, to, histories.get(from));
    }

    /** The same, judged by the keys as they were known at its place; null where a log begins. */
    Optional<Unproven> proven(String where, Kept kept, Host from, Host to, KeyHistory keys) {
        if (kept.message() == null) {
            return Optional.empty();
        }
        if (!Hash.sha256(kept.message()).equals(kept.hash())) {
            add("I-12", "The bytes of " + where + " are not those of its hash.");
            return Optional.empty();
        }
        try {
            Unproven message = Codec.read(kept.message());
            message.requireOrigin(from, self);
            Instant stored = kept.storedAt() == null ? message.created() : kept.storedAt();
            message.prove(keys, message.created(), stored);
            if (!message.envelope().id().toString().equals(kept.id())
                || !message.envelope().kind().code().equals(kept.kind()) || !Objects.equals(message.envelope().to(), to)) {
                add("I-12", "The bytes of " + where + " are another message than its row says.");
                return Optional.empty();
            }
            requireNoMember(where, kept.message(), from);
            return Optional.of(message);
        } catch (Refused refused) {
            add(FOREIGN.contains(refused.problem()) ? "I-13" : "I-12",
                "The bytes of " + where + " do not hold: " + refused.problem().code() + ".");
            return Optional.empty();
        }
    }

    /** Looks at every 26 characters that could be an id, since an id may stand inside of something longer. */
    private void requireNoMember(String where, byte[] message, Host from) {
        if (!from.equals(self) || members.isEmpty()) {
            return;
        }
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int run = 0;
        for (int at = 0; at < text.length(); at++) {
            run = isIdChar(text.charAt(at)) ? run + 1 : 0;
            if (run >= ID_CHARS && members.contains(text.substring(at + 1 - ID_CHARS, at + 1))) {
                add("I-19", "The id of a member stands in " + where + ".");
                return;
            }
        }
    }

    /** Crockford's base 32, as {@link Id} writes it. */
    private static boolean isIdChar(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' && c != 'I' && c != 'L' && c != 'O' && c != 'U';
    }
}
