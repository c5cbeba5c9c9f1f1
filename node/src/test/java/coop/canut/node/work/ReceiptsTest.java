package coop.canut.node.work;

import static coop.canut.node.work.Home.LYON;
import static coop.canut.node.work.Home.NAIROBI;
import static coop.canut.node.work.Home.SELF;
import static coop.canut.node.work.Home.answer;
import static coop.canut.node.work.Home.get;
import static coop.canut.node.work.Home.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.node.TestWorld;
import coop.canut.node.member.Person;
import coop.canut.node.post.Verdict;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.message.StandingMessage.ReceiptIssued;
import coop.canut.protocol.message.WorkMessage.Accepted;
import coop.canut.protocol.message.WorkMessage.AcceptedItem;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import coop.canut.protocol.standing.ReceiptFile;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReceiptsTest {

    private final Home home = new Home();
    private final Person ada = home.worker("Ada");
    private ObjectUrl requester;
    private Pseudonym subject;

    @AfterEach
    void close() {
        home.close();
    }

    /** Ada has been paid for one answer of 90 seconds. */
    @BeforeEach
    void work() {
        ObjectUrl url = home.stocked(1, 1);
        Claim claim = get(home.claims.open(ada, url, null));
        home.world.pass(Duration.ofSeconds(90));
        get(home.claims.submit(ada, claim.id(), answer("cat"), "", false));
        Submitted work = home.said(Submitted.class).getFirst();
        var id = home.world.newId();
        assertNull(home.hear(home.reviews.accepted(), LYON, new Accepted(id, id, home.world.now(), "EUR", 40,
            new PolicyRef(1, Hash.ZERO),
            List.of(new AcceptedItem(work.slot(), work.claim(), work.answerSha256(), "answer", 40)))));
        requester = claim.terms().requester();
        subject = work.subject();
    }

    @Test
    void aReceiptThatAgreesWithOurBooksIsKept() {
        assertNull(issue(LYON, receipt(1, 1, 1)));
        Receipt mine = get(home.receipts.mine(ada)).getFirst();
        assertEquals(LYON, mine.issuer());
        assertEquals(1, mine.ok());
        assertEquals("sorting", mine.skill());
        assertEquals(List.of(), get(home.receipts.mine(home.worker("Bo"))));
    }

    @Test
    @Tag("F-45")
    void aReceiptThatSaysMoreThanOurBooksIsRefused() {
        assertNull(issue(LYON, receipt(1, 2, 1)));   // 90 seconds are two minutes begun.
        assertEquals(Problem.RECEIPT_MISMATCH, issue(LYON, receipt(2, 3, 1)));
        assertEquals(Problem.RECEIPT_MISMATCH, issue(LYON, receipt(2, 1, 2)));
        assertEquals(Problem.RECEIPT_MISMATCH, issue(LYON, new ReceiptIssued(subject, requester, "sorting", 2, 1, 1, 1, 0,
            "2026-11", TestWorld.START.plus(Duration.ofDays(30)))));
        assertEquals(Problem.RECEIPT_MISMATCH, issue(LYON, new ReceiptIssued(subject, requester, "singing", 1, 1, 1, 0, 0,
            "2026-11", TestWorld.START.plus(Duration.ofDays(30)))));
        assertEquals(Problem.RECEIPT_MISMATCH, issue(LYON, new ReceiptIssued(subject, requester, "sorting", 2, 1, 1, 0, 0,
            "2026-11", TestWorld.START.plus(Duration.ofDays(100)))));
        assertEquals(2, get(home.receipts.mine(ada)).getFirst().paidMinutes());
    }

    @Test
    void nobodyIssuesReceiptsForAnothersRequester() {
        assertEquals(Problem.URL_OFF_ORIGIN, issue(NAIROBI, receipt(1, 1, 1)));
    }

    @Test
    void theHighestNumberHolds() {
        assertNull(issue(LYON, receipt(2, 1, 1)));
        assertNull(issue(LYON, receipt(1, 0, 0)));
        assertEquals(1, get(home.receipts.mine(ada)).getFirst().ok());
        home.hear(home.receipts.issued(), LYON, List.of(receipt(4, 2, 1), receipt(3, 0, 0)));
        assertEquals(2, get(home.receipts.mine(ada)).getFirst().paidMinutes());
    }

    @Test
    void theWorkerTakesItAwayAndAnybodyCanVerifyItWithoutUs() {
        for (Host host : List.of(LYON, SELF)) {
            home.hear((tx, from, run) -> Future.succeededFuture(
                List.of(Verdict.APPLIED)), host, keys(host));
        }
        assertNull(issue(LYON, receipt(1, 1, 1)));
        byte[] file = get(home.receipts.take(ada, get(home.receipts.mine(ada)).getFirst().id()))
            .getBytes(StandardCharsets.UTF_8);
        ReceiptFile.Verified verified = ReceiptFile.read(file).verify(home.world.now());
        assertEquals(LYON, verified.issuer());
        assertEquals(SELF, verified.home());
        assertEquals(subject, verified.subject());
        assertThrows(Refused.class,
            () -> ReceiptFile.read(file).verify(home.world.now().plus(Duration.ofDays(365))));
    }

    @Test
    void nobodyTakesAnothersReceipt() {
        assertNull(issue(LYON, receipt(1, 1, 1)));
        var id = get(home.receipts.mine(ada)).getFirst().id();
        assertEquals(Problem.NOT_FOUND, problem(home.receipts.take(home.worker("Bo"), id)));
    }

    private ReceiptIssued receipt(long seq, long minutes, long ok) {
        return new ReceiptIssued(subject, requester, "sorting", seq, minutes, ok, 0, 0, "2026-11",
            TestWorld.START.plus(Duration.ofDays(90)));
    }

    private Problem issue(Host from, ReceiptIssued receipt) {
        return home.hear(home.receipts.issued(), from, receipt);
    }

    private KeysStated keys(Host host) {
        List<StatedKey> keys = List.of(Purpose.values()).stream().map(purpose -> {
            SigningKey key = purpose != Purpose.NODE ? Home.key(host + " " + purpose)
                : host.equals(SELF) ? home.nodeKey : Home.key(host.toString());
            return new StatedKey(key.key(), purpose, TestWorld.START, null, null,
                Signatures.encode(key.sign(KeyHistory.possession(host, 1, purpose, key.key()))));
        }).toList();
        return new KeysStated(1, Hash.ZERO, keys, List.of(Home.key(host + " recovery").key()));
    }
}
