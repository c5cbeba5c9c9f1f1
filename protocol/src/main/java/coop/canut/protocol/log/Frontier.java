package coop.canut.protocol.log;

import coop.canut.protocol.name.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The right edge of a growing tree: the roots of its complete subtrees, largest first, one for each bit of the size. It
 * is all that is needed to append and to compute the root, so a reader keeps at most 64 hashes of a log of any length.
 * Immutable; appending costs one hash on average.
 */
public final class Frontier {
    private static final Frontier EMPTY = new Frontier(0, List.of());

    private final long size;
    private final List<Hash> peaks;

    private Frontier(long size, List<Hash> peaks) {
        this.size = size;
        this.peaks = peaks;
    }

    /** The tree without leaves. */
    public static Frontier empty() {
        return EMPTY;
    }

    /** The tree with one leaf more, given by its leaf hash. */
    public Frontier append(Hash leaf) {
        List<Hash> next = new ArrayList<>(peaks);
        Hash hash = leaf;
        for (long bits = size; (bits & 1) == 1; bits >>= 1) {
            hash = Merkle.node(next.removeLast(), hash);
        }
        next.add(hash);
        return new Frontier(size + 1, next);
    }

    /** Leaves in the tree. */
    public long size() {
        return size;
    }

    /** The root, as RFC 6962 section 2.1 defines it. */
    public Hash root() {
        if (peaks.isEmpty()) {
            return Merkle.emptyRoot();
        }
        Hash root = peaks.getLast();
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = Merkle.node(peaks.get(i), root);
        }
        return root;
    }

    /** For storage: the size in 8 bytes, big-endian, then 32 bytes for each hash, largest subtree first. */
    public byte[] encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + peaks.size() * Hash.BYTES).putLong(size);
        peaks.forEach(peak -> bytes.put(peak.bytes()));
        return bytes.array();
    }

    /**
     * What {@link #encoded} wrote.
     *
     * @throws IllegalArgumentException if it is anything else; then our own store is broken, which is no refusal
     */
    public static Frontier decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        long size = encoded.length < Long.BYTES ? -1 : bytes.getLong();
        if (size < 0 || bytes.remaining() != Long.bitCount(size) * Hash.BYTES) {
            throw new IllegalArgumentException("not an encoded frontier");
        }
        List<Hash> peaks = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] peak = new byte[Hash.BYTES];
            bytes.get(peak);
            peaks.add(Hash.of(peak));
        }
        return new Frontier(size, peaks);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frontier that && size == that.size && peaks.equals(that.peaks);
    }

    @Override
    public int hashCode() {
        return Objects.hash(size, peaks);
    }

    @Override
    public String toString() {
        return "Frontier[size=" + size + ", root=" + root() + "]";
    }
}
