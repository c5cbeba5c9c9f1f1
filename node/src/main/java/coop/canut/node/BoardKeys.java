package coop.canut.node;

import coop.canut.node.fediverse.RsaKey;
import coop.canut.protocol.sign.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The keys of {@code /board}, beside the node's own in one folder. They are no part of its {@link Identity}: no peer knows
 * them, no message is signed by them, and servers that follow the board look up new ones by themselves. So they are made when
 * the board is first opened to those servers, and made again if they are lost.
 *
 * @param proof   signs what the board says
 * @param request signs its requests
 */
public record BoardKeys(SigningKey proof, RsaKey request) {

    private static final String PROOF = "board.key";
    private static final String REQUEST = "board-rsa.key";

    /** Reads the keys of a folder, and makes those that are not there; making takes some tenths of a second. */
    static BoardKeys readOrMake(Path keys, IntFunction<byte[]> random) {
        make(keys, PROOF, () -> HexFormat.of().formatHex(random.apply(SigningKey.SEED_BYTES)));
        make(keys, REQUEST, () -> Base64.getEncoder().encodeToString(RsaKey.make().secret()));
        return new BoardKeys(SigningKey.fromSeed(KeyFiles.secret(keys.resolve(PROOF))), request(keys));
    }

    private static RsaKey request(Path keys) {
        Path file = keys.resolve(REQUEST);
        try {
            return RsaKey.of(Base64.getDecoder().decode(KeyFiles.text(file)));
        } catch (IllegalArgumentException wrong) {
            throw new CannotStart(file + " does not hold an RSA key; restore it from a backup, or remove it and the node makes "
                + "another.", wrong);
        }
    }

    private static void make(Path keys, String name, Supplier<String> secret) {
        if (!Files.exists(keys.resolve(name))) {
            new KeyFiles(keys).place(name, secret.get());
        }
    }
}
