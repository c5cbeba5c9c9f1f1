package coop.canut.node.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.NodeConfig;
import coop.canut.node.RunningNode;
import coop.canut.node.store.TestDatabase;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is put back while the peers went on: nothing that anybody heard is lost, and no number is used twice (D-12). */
class RecoveryTest {

    private final Vertx vertx = Vertx.vertx();
    private Map<String, Cooperative> all;
    private Cooperative lyon;
    private Cooperative bologna;

    @BeforeEach
    void meet(@TempDir Path folder) {
        all = Cooperative.peers(vertx, folder, "lyon", "bologna");
        lyon = all.get("lyon");
        bologna = all.get("bologna");
        everybodySettles();
    }

    @AfterEach
    void part() {
        all.values().forEach(Cooperative::close);
        RunningNode.await(vertx.close());
    }

    private void everybodySettles() {
        all.values().forEach(Cooperative::settle);
    }

    private NodeConfig.Database backup(Cooperative of) {
        everybodySettles();
        of.stop();
        NodeConfig.Database backup = of.backup();
        of.start();
        everybodySettles();
        return backup;
    }

    private void everythingHolds() {
        everybodySettles();
        all.values().forEach(Cooperative::holdsInvariants);
        long owed = lyon.number("""
            select coalesce(sum(balance), 0)::bigint from account where code = 'peer:bologna.localhost:due-to'""");
        long due = bologna.number("""
            select coalesce(-sum(balance), 0)::bigint from account where code = 'peer:lyon.localhost:due-from'""");
        assertEquals(owed, due);
    }

    private void accept(ObjectUrl listing, int answers) {
        everybodySettles();
        RunningNode.until("the answers are here", () -> lyon.number(
            "select count(*) from submission where listing = $1 and state = 'submitted'", listing.id().toString()) == answers);
        lyon.get(() -> lyon.rooms.reviews().acceptAll(lyon.requester, listing.id()));
        everybodySettles();
    }

    @Test
    void askingAPeerThatIsAwayIsATryLikeAnyOther() {
        bologna.stop();
        lyon.stop();
        lyon.start();
        lyon.get(() -> lyon.rooms.peers().credit(bologna.host, Money.of(60_000, "EUR")));
        RunningNode.until("a failed try is noted, so that the next one waits longer", () -> lyon.number(
            "select count(*) from delivery where stream = 'channel' and peer = $1 and failures > 0",
            bologna.host.toString()) == 1);
        bologna.start();
        everythingHolds();
    }

    @Test
    void whatAPublishingNodeLentAndOwedComesBack() {
        ObjectUrl listing = lyon.publish("Before", 20);
        bologna.work(listing);
        NodeConfig.Database backup = backup(lyon);
        bologna.work(listing);
        bologna.work(listing);
        accept(listing, 3);
        Id waiting = bologna.work(listing);
        everybodySettles();
        lyon.stop();

        lyon.restore(backup);
        everybodySettles();

        assertEquals(3, lyon.number("select count(*) from submission where state = 'accepted'"));
        assertEquals(1, lyon.number("select count(*) from submission where state = 'submitted' and claim = $1",
            waiting.toString()));
        assertEquals(75, lyon.number("select balance from account where code = 'peer:bologna.localhost:due-to'"));
        assertTrue(lyon.number("select epoch from channel where direction = 'out' and peer = 'bologna.localhost'") > 1);
        everythingHolds();

        bologna.work(listing);
        accept(listing, 2);
        assertEquals(5, bologna.number("select count(*) from claim where review = 'accepted'"));
        everythingHolds();
    }

    @Test
    void whatMembersHandedInComesBackToThem() {
        ObjectUrl listing = lyon.publish("Before", 20);
        bologna.work(listing);
        NodeConfig.Database backup = backup(bologna);
        bologna.work(listing);
        bologna.work(listing);
        accept(listing, 3);
        bologna.work(listing);
        everybodySettles();
        bologna.stop();

        bologna.restore(backup);
        everybodySettles();

        assertEquals(4, bologna.number("select count(*) from claim where state = 'submitted'"));
        assertEquals(3, bologna.number("select count(*) from claim where review = 'accepted'"));
        everythingHolds();

        bologna.work(listing);
        accept(listing, 2);
        assertEquals(5, bologna.number("select count(*) from claim where review = 'accepted'"));
        everythingHolds();
    }

    @Test
    void aBackupThatNobodySpokeOfIsNoticed() {
        ObjectUrl listing = lyon.publish("Before", 20);
        NodeConfig.Database backup = backup(lyon);
        bologna.work(listing);
        accept(listing, 1);
        lyon.stop();

        lyon.slipIn(backup);
        everybodySettles();

        assertEquals(1, lyon.number("select count(*) from submission where state = 'accepted'"));
        assertTrue(lyon.number("select epoch from log where host = 'lyon.localhost'") > 1);
        everythingHolds();
    }

    @Test
    void theLogGoesOnAndSaysAgainWhatOnlyItsReadersKnew() {
        NodeConfig.Database backup = backup(lyon);
        ObjectUrl lost = lyon.publish("After", 3);
        RunningNode.until("heard", () ->
            bologna.number("select count(*) from board_listing where url = $1", lost.toString()) == 1);
        everybodySettles();
        lyon.stop();

        lyon.restore(backup);
        everybodySettles();

        assertEquals(2, lyon.number("select count(distinct epoch) from log_entry where host = 'lyon.localhost'"));
        assertEquals(1, lyon.number("""
            select count(*) from log_entry where host = 'lyon.localhost' and kind = 'listing-published'"""));
        RunningNode.until("withdrawn", () ->
            bologna.number("select count(*) from board_listing where url = $1 and state = 'withdrawn'", lost.toString()) == 1);
        everythingHolds();
    }

    @Test
    void aPeerThatWasAwayIsAskedWhenItComes() {
        ObjectUrl listing = lyon.publish("Before", 20);
        NodeConfig.Database backup = backup(lyon);
        bologna.work(listing);
        accept(listing, 1);
        bologna.stop();
        lyon.stop();

        lyon.restore(backup);
        assertEquals(1, lyon.number("select count(*) from channel where not settled"));
        assertEquals(0, lyon.number("select count(*) from submission"));
        bologna.start();
        everybodySettles();

        assertEquals(1, lyon.number("select count(*) from submission where state = 'accepted'"));
        everythingHolds();
    }

    @Test
    void twoThatAreRestoredAtOnceHelpEachOther() {
        ObjectUrl listing = lyon.publish("Before", 20);
        bologna.work(listing);
        NodeConfig.Database ofBologna = backup(bologna);
        bologna.work(listing);
        accept(listing, 2);
        NodeConfig.Database ofLyon = backup(lyon);
        bologna.work(listing);
        accept(listing, 1);
        bologna.stop();
        lyon.stop();

        lyon.restore(ofLyon);
        bologna.restore(ofBologna);
        everybodySettles();

        // Of the third answer only the two lost disks knew: its slot is lent again, or comes back by itself.
        assertEquals(2, lyon.number("select count(*) from submission where state = 'accepted'"));
        assertEquals(2, bologna.number("select count(*) from claim where review = 'accepted'"));
        everythingHolds();
        bologna.work(listing);
        accept(listing, 1);
        everythingHolds();
    }

    @Test
    void aNodeThatIsRestoredTwiceCountsAnewTwice() {
        ObjectUrl listing = lyon.publish("Before", 20);
        NodeConfig.Database backup = backup(lyon);
        // It is said again after the first restore, and stands twice in what bologna gives back after the second.
        lyon.publish("After", 3);
        bologna.work(listing);
        accept(listing, 1);
        lyon.stop();
        NodeConfig.Database again = TestDatabase.copy(backup);
        lyon.restore(backup);
        everybodySettles();
        bologna.work(listing);
        accept(listing, 1);
        lyon.stop();
        lyon.restore(again);
        everybodySettles();

        assertEquals(2, lyon.number("select count(*) from submission where state = 'accepted'"));
        assertEquals(3, bologna.number("select count(distinct epoch) from log_entry where host = 'lyon.localhost'"));
        everythingHolds();
    }

    @Test
    void whatWasAcceptedOfAListingThatIsLostStaysOwed() {
        NodeConfig.Database backup = backup(lyon);
        ObjectUrl lost = lyon.publish("After", 3);
        bologna.work(lost);
        accept(lost, 1);
        lyon.stop();

        lyon.restore(backup);
        everybodySettles();

        assertEquals(0, lyon.number("select count(*) from listing"));
        assertEquals(25, lyon.number("select balance from account where code = 'peer:bologna.localhost:due-to'"));
        everythingHolds();
    }

    @Test
    void nothingIsDecidedOfWhatMayBeDecidedAlready() {
        ObjectUrl listing = lyon.publish("Before", 20);
        bologna.work(listing);
        NodeConfig.Database backup = backup(lyon);
        accept(listing, 1);
        bologna.stop();
        lyon.stop();

        lyon.restore(backup);
        Id answer = lyon.get(() -> lyon.rooms.reviews().waiting(lyon.requester, listing.id(), null, 1)).getFirst().answerId();
        assertEquals(Problem.RECOVERING, assertThrows(Refused.class, () -> lyon.get(() -> lyon.rooms.reviews()
            .reject(lyon.requester, answer, "wrong", "Not so.", "Anne"))).problem());
        assertEquals(Problem.RECOVERING, assertThrows(Refused.class, () -> lyon.get(() -> lyon.rooms.reviews()
            .accept(lyon.requester, listing.id(), List.of(answer)))).problem());
        assertEquals(0, lyon.get(() -> lyon.rooms.reviews().acceptAll(lyon.requester, listing.id())).accepted());
        bologna.start();
        everybodySettles();

        assertEquals(1, lyon.number("select count(*) from submission where state = 'accepted'"));
        assertEquals(0, lyon.number("select count(*) from rejection"));
        assertEquals(0, lyon.number("select sum(contested)::bigint from receipt_line"));
        everythingHolds();
    }
}
