package coop.canut.node.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.TestWorld;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.name.Host;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic of shares, on a clock that the test moves. */
final class QuotasTest {

    private static final Host EVIL = Host.of("evil.example");
    private static final Host BOLOGNA = Host.of("bologna.example");
    private static final Instant START = TestWorld.START;

    @Test
    @Tag("F-68")
    void whatWasNotSentForTenMinutesMayComeAtOnceAndThenOnlyItsPace() {
        var world = new TestWorld(1);
        var quotas = new Quotas(world);
        int burst = Limits.PEER_MESSAGES_PER_SECOND * Limits.PEER_BURST_SECONDS;
        for (int sent = 0; sent < burst; sent += Limits.BATCH_MESSAGES) {
            quotas.sends(EVIL, Limits.BATCH_MESSAGES);
        }
        OverQuota over = assertThrows(OverQuota.class, () -> quotas.sends(EVIL, 1));
        assertEquals(Problem.PEER_QUOTA, over.refused().problem());
        assertEquals(1, over.retryAfterSeconds());
        quotas.sends(BOLOGNA, Limits.BATCH_MESSAGES);
        world.pass(Duration.ofSeconds(1));
        quotas.sends(EVIL, Limits.BATCH_MESSAGES);
        assertEquals(10, assertThrows(OverQuota.class, () -> quotas.sends(EVIL, 0)).retryAfterSeconds(),
            "a batch cannot be cut, so it may go below nothing and is waited for");
        world.pass(Duration.ofSeconds(10));
        quotas.sends(EVIL, 0);
    }

    @Test
    @Tag("F-68")
    void soManyRequestsOfOnePeerAreUnderWayAtOnce() {
        var quotas = new Quotas(new TestWorld(1));
        for (int i = 0; i < Limits.PEER_REQUESTS_AT_ONCE; i++) {
            quotas.begins(EVIL);
        }
        assertEquals(1, assertThrows(OverQuota.class, () -> quotas.begins(EVIL)).retryAfterSeconds());
        quotas.begins(BOLOGNA);
        quotas.ends(EVIL);
        quotas.begins(EVIL);
        assertThrows(OverQuota.class, () -> quotas.begins(EVIL));
    }

    @Test
    @Tag("F-67")
    void whoIsFullIsAskedAgainAfterAnHour() {
        var world = new TestWorld(1);
        var quotas = new Quotas(world);
        quotas.stores(EVIL);
        assertEquals(3_600, quotas.full(EVIL).retryAfterSeconds());
        world.pass(Duration.ofMinutes(59));
        assertEquals(61, assertThrows(OverQuota.class, () -> quotas.stores(EVIL)).retryAfterSeconds());
        quotas.stores(BOLOGNA);
        world.pass(Duration.ofMinutes(1));
        quotas.stores(EVIL);
    }

    @Test
    @Tag("F-66")
    void inventedNamesAreForgottenFromTheOneThatWasQuietForTheLongest() {
        var buckets = new Buckets<Integer>(1, 1, 100);
        assertEquals(Duration.ZERO, buckets.take(0, 5, START));
        for (int name = 1; name < 1_000; name++) {
            assertEquals(Duration.ZERO, buckets.take(name, 1, START));
            assertTrue(buckets.take(0, 1, START).isPositive(), "who asks again and again is not forgotten");
            assertTrue(buckets.size() <= 100);
        }
    }

    @Test
    void aClockThatRunsBackwardsGivesNothingAndTakesNothing() {
        var buckets = new Buckets<String>(10, 10, 10);
        assertEquals(Duration.ZERO, buckets.take("a", 100, START));
        assertTrue(buckets.take("a", 1, START.minusSeconds(3_600)).isPositive());
        assertEquals(Duration.ZERO, buckets.take("a", 1, START.minusSeconds(3_600).plusSeconds(1)));
    }

    @ParameterizedTest
    @Tag("F-88")
    @CsvSource(nullValues = "none", value = {"192.0.2.7,none,192.0.2.7", "192.0.2.7,198.51.100.1,192.0.2.7",
        "127.0.0.1,198.51.100.1,198.51.100.1", "127.0.0.1,'203.0.113.9, 198.51.100.1',198.51.100.1",
        "::1,198.51.100.1,198.51.100.1"})
    void anAddressIsBelievedOfTheConnectionAndOfAProxyOnThisMachine(String remote, String header, String reader) {
        assertEquals(reader, Quotas.reader(InetAddress.ofLiteral(remote), header));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {"127.0.0.1,none", "::1,none", "127.0.0.1,unknown", "127.0.0.1,''",
        "127.0.0.1,evil.example", "127.0.0.1,198.51.100.1:80"})
    void somebodyAtTheMachineIsNotCounted(String remote, String header) {
        assertNull(Quotas.reader(InetAddress.ofLiteral(remote), header));
    }

    @Test
    void ofALongAddressTheHouseholdIsCounted() {
        assertEquals(Quotas.reader(InetAddress.ofLiteral("2001:db8:1:2::1"), null),
            Quotas.reader(InetAddress.ofLiteral("2001:db8:1:2:ffff::9"), null));
    }
}
