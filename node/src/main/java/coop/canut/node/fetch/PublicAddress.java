package coop.canut.node.fetch;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Which addresses a node may connect to on the word of somebody else: public ones. The JDK's own predicates let 100.64/10,
 * 198.18/15, 240/4 and fc00::/7 pass, so the tables are ours; each line names its RFC.
 */
final class PublicAddress {

    /** A block of addresses that are not public. */
    private record Block(byte[] prefix, int bits) {
        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Block> V4 = List.of(
        block("0.0.0.0", 8),          // this network, RFC 791
        block("10.0.0.0", 8),         // private, RFC 1918
        block("100.64.0.0", 10),      // shared by carriers, RFC 6598
        block("127.0.0.0", 8),        // loopback, RFC 1122
        block("169.254.0.0", 16),     // link-local, RFC 3927
        block("172.16.0.0", 12),      // private, RFC 1918
        block("192.0.0.0", 24),       // protocol assignments, RFC 6890
        block("192.0.2.0", 24),       // documentation, RFC 5737
        block("192.88.99.0", 24),     // 6to4 relays, RFC 7526
        block("192.168.0.0", 16),     // private, RFC 1918
        block("198.18.0.0", 15),      // benchmarks, RFC 2544
        block("198.51.100.0", 24),    // documentation, RFC 5737
        block("203.0.113.0", 24),     // documentation, RFC 5737
        block("224.0.0.0", 4),        // multicast, RFC 5771
        block("240.0.0.0", 4));       // reserved, RFC 1112

    /** Only 2000::/3 is global unicast (RFC 4291); of that, not these. */
    private static final Block GLOBAL_V6 = block("2000::", 3);
    private static final List<Block> V6 = List.of(
        block("2001::", 23),          // protocol assignments, Teredo among them, RFC 2928 and 4380
        block("2001:db8::", 32),      // documentation, RFC 3849
        block("2002::", 16),          // 6to4, RFC 3056
        block("3fff::", 20));         // documentation, RFC 9637

    private PublicAddress() {
    }

    /** Throws unless the address is public. */
    static void require(InetAddress address) throws UnknownHostException {
        byte[] bytes = address.getAddress();
        boolean isPublic = switch (address) {
            case Inet4Address v4 -> V4.stream().noneMatch(block -> block.contains(bytes));
            case Inet6Address v6 -> GLOBAL_V6.contains(bytes) && V6.stream().noneMatch(block -> block.contains(bytes));
            default -> false;
        };
        if (!isPublic) {
            throw new UnknownHostException("address-not-public: " + address.getHostAddress());
        }
    }

    private static Block block(String literal, int bits) {
        try {
            return new Block(InetAddress.getByName(literal).getAddress(), bits);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
