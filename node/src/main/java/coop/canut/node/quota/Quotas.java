package coop.canut.node.quota;

import coop.canut.node.World;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import io.vertx.core.http.HttpServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Asks, before any work is done, whether who asks has not had its share already. */
public final class Quotas {

    /** Peers that are remembered with what they sent; there are as many as stewards have stated levels for. */
    static final int PEERS = 10_000;
    /** What one address may read without a signature: a new peer reads a whole log at once, and then a page now and then. */
    static final int READS_PER_SECOND = 20;
    static final int READ_BURST_SECONDS = 100;
    /** What one address may ask for by a form without being known, in an hour: to join, to have work done. */
    public static final int ASKED_PER_HOUR = 5;
    /** Addresses that are remembered. */
    static final int ADDRESSES = 10_000;
    /** Of an IPv6 address: a household, or a machine that rents its own, has so many bits to itself. */
    private static final int OWN_BYTES = 8;
    private static final int SECONDS_PER_HOUR = 3_600;
    private static final Duration FULL_FOR = Duration.ofSeconds(Limits.RETRY_AFTER_MAX_SECONDS);
    private static final String FORWARDED = "X-Forwarded-For";

    private final World world;
    private final Buckets<Host> sent =
        new Buckets<>(Limits.PEER_MESSAGES_PER_SECOND, Limits.PEER_BURST_SECONDS, PEERS);
    private final Buckets<String> read = new Buckets<>(READS_PER_SECOND, READ_BURST_SECONDS, ADDRESSES);
    private final Buckets<String> asked = new Buckets<>(1, SECONDS_PER_HOUR, ADDRESSES);
    private final Map<Host, Integer> underWay = new ConcurrentHashMap<>();
    private final Map<Host, Instant> full = new ConcurrentHashMap<>();

    public Quotas(World world) {
        this.world = world;
    }

    /**
     * A peer that is authenticated sends messages; a request without any counts as one.
     *
     * @throws OverQuota when it has sent more than 50 a second over the last ten minutes
     */
    public void sends(Host peer, int messages) {
        Duration wait = sent.take(peer, Math.max(1, messages), world.now());
        if (wait.isPositive()) {
            throw new OverQuota(peer + " sends more than " + Limits.PEER_MESSAGES_PER_SECOND + " messages a second",
                wait.toSeconds() + 1);
        }
    }

    /**
     * A request of a peer begins; whoever calls this calls {@link #ends} when it is answered or given up.
     *
     * @throws OverQuota when so many of its requests are under way already
     */
    public void begins(Host peer) {
        if (underWay.merge(peer, 1, Integer::sum) > Limits.PEER_REQUESTS_AT_ONCE) {
            ends(peer);
            throw new OverQuota(Limits.PEER_REQUESTS_AT_ONCE + " requests of " + peer + " are under way", 1);
        }
    }

    /** A request of a peer that began has ended. */
    public void ends(Host peer) {
        underWay.computeIfPresent(peer, (host, count) -> count == 1 ? null : count - 1);
    }

    /**
     * A peer brings something to be stored.
     *
     * @throws OverQuota when it was full within the hour
     */
    public void stores(Host peer) {
        Instant until = full.get(peer);
        if (until != null && world.now().isBefore(until)) {
            throw new OverQuota(peer + " stores more than its share", Duration.between(world.now(), until).toSeconds() + 1);
        }
        full.remove(peer);
    }

    /** The database has refused to store more of a peer; it is not asked again for an hour. */
    public OverQuota full(Host peer) {
        full.put(peer, world.now().plus(FULL_FOR));
        return new OverQuota(peer + " stores more than its share", FULL_FOR.toSeconds());
    }

    /**
     * Somebody who has shown nothing reads what is everybody's.
     *
     * @throws OverQuota when its address has read 20 times a second for longer than a log takes to read
     */
    public void reads(HttpServerRequest request) {
        String reader = reader(InetAddress.ofLiteral(request.remoteAddress().hostAddress()), request.getHeader(FORWARDED));
        if (reader == null) {
            return;
        }
        Duration wait = read.take(reader, 1, world.now());
        if (wait.isPositive()) {
            throw new OverQuota("too many reads from " + reader, wait.toSeconds() + 1);
        }
    }

    /**
     * Somebody who has shown nothing asks for something that people have to look at.
     *
     * @throws Refused {@code too-many} when its address has asked five times within the hour
     */
    public void asks(HttpServerRequest request) {
        String reader = reader(InetAddress.ofLiteral(request.remoteAddress().hostAddress()), request.getHeader(FORWARDED));
        // A question takes so many seconds of the hour that a full one holds five.
        if (reader != null && asked.take(reader, SECONDS_PER_HOUR / ASKED_PER_HOUR, world.now()).isPositive()) {
            throw new Refused(Problem.TOO_MANY, "too many questions from " + reader);
        }
    }

    /**
     * Who reads: its address, of IPv6 the part that one household has to itself. A connection from this machine is the proxy's,
     * which adds at the end of a header whom it speaks for; without one it is somebody at the machine, who is not counted. What
     * the header says over any other connection was written by who sent it and is ignored (F-88).
     *
     * @return null for somebody at the machine
     */
    static String reader(InetAddress remote, String forwarded) {
        InetAddress address = remote;
        if (remote.isLoopbackAddress()) {
            String last = forwarded == null ? "" : forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
            try {
                address = InetAddress.ofLiteral(last);
            } catch (IllegalArgumentException noAddress) {
                return null;
            }
        }
        return address instanceof Inet6Address
            ? Arrays.toString(Arrays.copyOf(address.getAddress(), OWN_BYTES)) : address.getHostAddress();
    }
}
