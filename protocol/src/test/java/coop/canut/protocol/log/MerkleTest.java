package coop.canut.protocol.log;

import static coop.canut.protocol.Vectors.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Vectors;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.name.Hash;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MerkleTest {
    private static final Json FILE = Json.read(Vectors.bytes("published/rfc6962-roots.json"), JsonLimits.API);

    private static List<Hash> leaves(int count) {
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(Merkle.leaf(new byte[] {(byte) i}));
        }
        return leaves;
    }

    @Test
    void theRootsOfTheReferenceTestsAreReproduced() {
        List<Hash> leaves = Vectors.items(FILE, "leavesHex").stream()
                .map(leaf -> Merkle.leaf(HexFormat.of().parseHex(((Json.Text) leaf).value()))).toList();
        List<Json> roots = Vectors.items(FILE, "rootsHexBySize");
        assertEquals(9, roots.size());
        for (int size = 0; size < roots.size(); size++) {
            assertEquals(((Json.Text) roots.get(size)).value(), Merkle.root(leaves.subList(0, size)).hex());
        }
    }

    /** RFC 6962 section 2.1.3 and the reference tests: proofs in the tree of seven and eight leaves. */
    @Test
    void proofsHaveTheShapeOfTheStandard() {
        List<Hash> d = leaves(7);
        Hash g = Merkle.node(d.get(0), d.get(1));
        Hash h = Merkle.node(d.get(2), d.get(3));
        Hash i = Merkle.node(d.get(4), d.get(5));
        Hash j = d.get(6);
        Hash k = Merkle.node(g, h);
        Hash l = Merkle.node(i, j);
        assertEquals(List.of(d.get(1), h, l), Merkle.inclusion(0, 7, d));
        assertEquals(List.of(d.get(2), g, l), Merkle.inclusion(3, 7, d));
        assertEquals(List.of(d.get(5), j, k), Merkle.inclusion(4, 7, d));
        assertEquals(List.of(i, k), Merkle.inclusion(6, 7, d));
        assertEquals(List.of(d.get(2), d.get(3), g, l), Merkle.consistency(3, 7, d));
        assertEquals(List.of(l), Merkle.consistency(4, 7, d));
        assertEquals(List.of(i, j, k), Merkle.consistency(6, 7, d));
    }

    @Test
    void everyLeafOfEveryTreeIsProvenAndNothingElse() {
        List<Hash> leaves = leaves(17);
        for (int size = 1; size <= 17; size++) {
            Hash root = Merkle.root(leaves.subList(0, size));
            for (int index = 0; index < size; index++) {
                List<Hash> proof = Merkle.inclusion(index, size, leaves);
                Merkle.verifyInclusion(leaves.get(index), index, size, proof, root);
                int at = index;
                int of = size;
                List<Hash> longer = new ArrayList<>(proof);
                longer.add(root);
                inconsistent(() -> Merkle.verifyInclusion(leaves.get(at), at, of, longer, root));
                inconsistent(() -> Merkle.verifyInclusion(leaves.get(at), of, of, proof, root));
                inconsistent(() -> Merkle.verifyInclusion(root.equals(leaves.get(at)) ? Hash.ZERO : root, at, of, proof,
                        root));
                if (!proof.isEmpty()) {
                    inconsistent(() -> Merkle.verifyInclusion(leaves.get(at), at, of,
                            proof.subList(0, proof.size() - 1), root));
                }
            }
        }
    }

    @Test
    void everyTreeIsTheStartOfEveryLargerOneAndOfNoOther() {
        List<Hash> leaves = leaves(17);
        List<Hash> others = new ArrayList<>(leaves);
        others.set(0, Hash.ZERO);
        for (int size = 0; size <= 17; size++) {
            Hash root = Merkle.root(leaves.subList(0, size));
            for (int first = 0; first <= size; first++) {
                Hash firstRoot = Merkle.root(leaves.subList(0, first));
                List<Hash> proof = Merkle.consistency(first, size, leaves);
                Merkle.verifyConsistency(first, size, firstRoot, root, proof);
                int from = first;
                int to = size;
                if (first > 0) {
                    Hash forked = Merkle.root(others.subList(0, first));
                    inconsistent(() -> Merkle.verifyConsistency(from, to, forked, root, proof));
                    List<Hash> longer = new ArrayList<>(proof);
                    longer.add(root);
                    inconsistent(() -> Merkle.verifyConsistency(from, to, firstRoot, root, longer));
                }
                if (first > 0 && first < size) {
                    Hash forked = Merkle.root(others.subList(0, size));
                    inconsistent(() -> Merkle.verifyConsistency(from, to, firstRoot, forked, proof));
                    inconsistent(() -> Merkle.verifyConsistency(from, to, firstRoot, root, List.of()));
                    inconsistent(() -> Merkle.verifyConsistency(to, from, root, firstRoot, proof));
                }
            }
        }
    }

    @Test
    void aFrontierGrowsLikeTheTreeAndSurvivesStorage() {
        List<Hash> leaves = leaves(70);
        Frontier frontier = Frontier.empty();
        for (int size = 0; size < 70; size++) {
            assertEquals(size, frontier.size());
            Frontier stored = Frontier.decode(frontier.encoded());
            assertEquals(frontier, stored);
            assertEquals(frontier.root(), stored.root());
            assertEquals(8 + 32 * Integer.bitCount(size), frontier.encoded().length);
            Frontier before = frontier;
            frontier = stored.append(leaves.get(size));
            assertEquals(size, before.size());
        }
        Merkle.verifyInclusion(leaves.get(69), 69, 70, Merkle.inclusion(69, 70, leaves), frontier.root());
        assertTrue(frontier.toString().contains("size=70"));
        assertThrows(IllegalArgumentException.class, () -> Frontier.decode(new byte[7]));
        assertThrows(IllegalArgumentException.class, () -> Frontier.decode(new byte[40]));
        byte[] negative = new byte[8 + 32];
        negative[0] = (byte) 0x80;
        assertThrows(IllegalArgumentException.class, () -> Frontier.decode(negative));
    }

    private static void inconsistent(Executable doing) {
        refused(Problem.LOG_INCONSISTENT, doing);
    }
}
