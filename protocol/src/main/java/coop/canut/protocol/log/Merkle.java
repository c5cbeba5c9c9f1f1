package coop.canut.protocol.log;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree of RFC 6962 section 2.1 over a list of leaf hashes: leaf = SHA-256(0x00 ‖ entry), node = SHA-256(0x01
 * ‖ left ‖ right), the left half as large a power of two as fits; the empty tree hashes to SHA-256 of nothing. Proofs
 * are lists of hashes from the leaf upwards; verification follows RFC 9162 sections 2.1.3.2 and 2.1.4.2.
 */
public final class Merkle {
    private static final Hash EMPTY = Hash.sha256(new byte[0]);

    private Merkle() {
    }

    /** The hash of a leaf with these bytes. */
    public static Hash leaf(byte[] entry) {
        byte[] input = new byte[1 + entry.length];
        System.arraycopy(entry, 0, input, 1, entry.length);
        return Hash.sha256(input);
    }

    /** The hash of a node with these children. */
    public static Hash node(Hash left, Hash right) {
        byte[] input = new byte[1 + 2 * Hash.BYTES];
        input[0] = 1;
        System.arraycopy(left.bytes(), 0, input, 1, Hash.BYTES);
        System.arraycopy(right.bytes(), 0, input, 1 + Hash.BYTES, Hash.BYTES);
        return Hash.sha256(input);
    }

    /** The root over these leaf hashes. */
    public static Hash root(List<Hash> leaves) {
        Frontier frontier = Frontier.empty();
        for (Hash leaf : leaves) {
            frontier = frontier.append(leaf);
        }
        return frontier.root();
    }

    /** The root of the tree without leaves. */
    static Hash emptyRoot() {
        return EMPTY;
    }

    /** The proof that leaf {@code index} is in the tree over the first {@code size} of these leaf hashes. */
    public static List<Hash> inclusion(long index, long size, List<Hash> leaves) {
        if (index < 0 || index >= size || size > leaves.size()) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
        }
        List<Hash> path = new ArrayList<>();
        path((int) index, leaves.subList(0, (int) size), path);
        return List.copyOf(path);
    }

    private static void path(int index, List<Hash> leaves, List<Hash> path) {
        if (leaves.size() == 1) {
            return;
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        if (index < split) {
            path(index, leaves.subList(0, split), path);
            path.add(root(leaves.subList(split, leaves.size())));
        } else {
            path(index - split, leaves.subList(split, leaves.size()), path);
            path.add(root(leaves.subList(0, split)));
        }
    }

    /** Does nothing if the proof leads from the leaf to the root, else throws {@code log-inconsistent}. */
    public static void verifyInclusion(Hash leaf, long index, long size, List<Hash> proof, Hash root) {
        require(index >= 0 && index < size, "no leaf " + index + " in a tree of " + size);
        long position = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : proof) {
            require(last != 0, "a proof that is too long");
            if ((position & 1) == 1 || position == last) {
                hash = node(sibling, hash);
                while ((position & 1) == 0 && position != 0) {
                    position >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node(hash, sibling);
            }
            position >>= 1;
            last >>= 1;
        }
        require(last == 0 && hash.equals(root), "the proof does not lead to the root");
    }

    /** The proof that the tree over the first {@code first} of these leaves is the start of that over {@code size}. */
    public static List<Hash> consistency(long first, long size, List<Hash> leaves) {
        if (first < 0 || first > size || size > leaves.size()) {
            throw new IllegalArgumentException("no trees of " + first + " and " + size);
        }
        if (first == 0 || first == size) {
            return List.of();
        }
        List<Hash> proof = new ArrayList<>();
        subproof((int) first, leaves.subList(0, (int) size), true, proof);
        return List.copyOf(proof);
    }

    /** RFC 6962 section 2.1.2; {@code known} while the subtree is one whose root the reader of the proof holds. */
    private static void subproof(int first, List<Hash> leaves, boolean known, List<Hash> proof) {
        if (first == leaves.size()) {
            if (!known) {
                proof.add(root(leaves));
            }
            return;
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        if (first <= split) {
            subproof(first, leaves.subList(0, split), known, proof);
            proof.add(root(leaves.subList(split, leaves.size())));
        } else {
            subproof(first - split, leaves.subList(split, leaves.size()), false, proof);
            proof.add(root(leaves.subList(0, split)));
        }
    }

    /** Does nothing if the proof shows the first tree to be the start of the second, else {@code log-inconsistent}. */
    public static void verifyConsistency(long first, long size, Hash firstRoot, Hash root, List<Hash> proof) {
        require(first >= 0 && first <= size, "no trees of " + first + " and " + size);
        if (first == 0 || first == size) {
            require(proof.isEmpty(), "a proof where none is needed");
            require(first == 0 ? firstRoot.equals(EMPTY) : firstRoot.equals(root), "two roots of one size");
            return;
        }
        List<Hash> path = new ArrayList<>(proof);
        if (Long.bitCount(first) == 1) {
            path.addFirst(firstRoot);
        }
        require(!path.isEmpty(), "no proof");
        long position = first - 1;
        long last = size - 1;
        while ((position & 1) == 1) {
            position >>= 1;
            last >>= 1;
        }
        Hash before = path.getFirst();
        Hash after = before;
        for (Hash sibling : path.subList(1, path.size())) {
            require(last != 0, "a proof that is too long");
            if ((position & 1) == 1 || position == last) {
                before = node(sibling, before);
                after = node(sibling, after);
                while ((position & 1) == 0 && position != 0) {
                    position >>= 1;
                    last >>= 1;
                }
            } else {
                after = node(after, sibling);
            }
            position >>= 1;
            last >>= 1;
        }
        require(last == 0 && before.equals(firstRoot) && after.equals(root), "the proof does not join the roots");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Refused(Problem.LOG_INCONSISTENT, otherwise);
        }
    }
}
