package coop.canut.node.member;

import coop.canut.node.Secret;
import coop.canut.node.World;
import coop.canut.protocol.name.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Texts that nobody can guess, by which somebody is known again. They are handed out once; only their hashes are kept. */
final class Tokens {

    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private Tokens() {
    }

    /** A new one: 256 random bits, 43 characters that stand in any URL, header or form as they are. */
    static Secret fresh(World world) {
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(world.random(BYTES)));
    }

    /** What is kept of one of ours. */
    static Hash hash(Secret token) {
        return Hash.sha256(token.reveal());
    }

    /** What would be kept of this text; empty if it is none that we could have made. Null is none. */
    static Optional<Hash> hash(String text) {
        return text == null || !FORM.matcher(text).matches() ? Optional.empty()
            : Optional.of(Hash.sha256(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
