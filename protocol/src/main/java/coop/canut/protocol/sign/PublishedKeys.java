package coop.canut.protocol.sign;

import coop.canut.protocol.name.Key;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Public keys whose secrets anybody can look up. A node that ran with one of them, or believed a peer that does, would
 * believe everybody.
 */
final class PublishedKeys {
    static final Set<Key> KEYS = """
            RFC 8032 section 7.1, tests 1, 2, 3, 1024 and SHA(abc)
            d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a
            3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c
            fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025
            278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e
            ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf
            RFC 9421 appendix B.1.4, test-key-ed25519
            26b40b8f93fff3d897112f7ebc582b232dbd72517d082fe83cfb30ddce43d1bb
            W3C vc-di-eddsa, TestVectors/keyPair.json, and FEP-8b32
            b00d8d938e7f773d51565aad36a623f5344f7f5d1960f9cf3e8e12620ea2810f
            Canut worked example: lyon.example node, log, witness, recovery; bxl.example node, witness
            834de69d758923bcc33190cfe625f0e59e496790237e7ce49c75cc98de555066
            76921d24d95f7fbff15be06524d88aee5937fbd91b59536deabddcfbe21eb217
            f1697b825d00b24ab1187399d24f675f4abed9337bd254dc1094505817a6d1f9
            6562a49269bbdff7fed4a32eb12f1b869b8772cdc610a3a5566d950708487e51
            61c376b368bae0e195e528975a2bba00b95f6f3a270338a1c47c8ebeb987a90e
            d905e722deb35e03111b7f7a275c6105058b0a11114b4732d900381b355f15aa
            Canut vectors of refusals: lyon.example node 2; evil.example node, recovery
            5f4ed9a1f2bc28322e2649374f60c68add7aee20d2d8013adb419ae9af29029f
            9db552e0856d2b8d1e4e3ccf415f4a1de74d3713d74bd5343d45f0e6875cb51e
            7f07aae816e81777b7a9e1866526471277076e896355b0b003b977ab193fc60d
            """.lines().filter(line -> line.matches("[0-9a-f]{64}"))
            .map(line -> Key.of(HexFormat.of().parseHex(line))).collect(Collectors.toUnmodifiableSet());

    private PublishedKeys() {
    }

    static boolean contain(Key key) {
        return KEYS.contains(key);
    }
}
