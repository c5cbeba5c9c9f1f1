package coop.canut.node.publish;

import static coop.canut.node.publish.Lyon.BOLOGNA;
import static coop.canut.node.publish.Lyon.NAIROBI;
import static coop.canut.node.publish.Lyon.SELF;
import static coop.canut.node.publish.Lyon.get;
import static coop.canut.node.publish.Lyon.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.ledger.Account;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.StandingMessage.ReceiptIssued;
import coop.canut.protocol.message.WorkMessage.Accepted;
import coop.canut.protocol.message.WorkMessage.RejectionProposed;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requesters decide, what it costs, and what they may carry away. */
class ReviewsTest {

    private final Lyon lyon = new Lyon();

    @AfterEach
    void close() {
        lyon.checkInvariants();
        lyon.close();
    }

    private Reviews.Accepted accept(Id listing, Submitted... answers) {
        return get(lyon.reviews.accept(lyon.requester, listing, Stream.of(answers).map(lyon::answerId).toList()));
    }

    private String csv(Id listing) {
        Buffer all = Buffer.buffer();
        get(lyon.exports.csv(lyon.requester, listing, chunk -> Future.succeededFuture(all.appendBuffer(chunk)).mapEmpty()));
        return all.toString(StandardCharsets.UTF_8);
    }

    private String jsonl(Id listing) {
        Buffer all = Buffer.buffer();
        get(lyon.exports.jsonl(lyon.requester, listing, chunk -> Future.succeededFuture(all.appendBuffer(chunk)).mapEmpty()));
        return all.toString(StandardCharsets.UTF_8);
    }

    @Test
    @Tag("W-15") @Tag("I-04")
    void aReplayedAcceptancePaysOnce() {
        Id listing = lyon.funded(3, 1);
        Submitted one = lyon.work(BOLOGNA, listing, 1);
        Submitted two = lyon.work(BOLOGNA, listing, 2);
        assertEquals(new Reviews.Accepted(2, 0, Money.of(80, "EUR")), accept(listing, one, two));
        assertEquals(new Reviews.Accepted(0, 2, Money.of(0, "EUR")), accept(listing, one, two));
        assertEquals(new Reviews.Accepted(0, 0, Money.of(0, "EUR")), get(lyon.reviews.acceptAll(lyon.requester, listing)));

        assertEquals(80, lyon.balance(Account.dueTo(BOLOGNA)));
        assertEquals(8, lyon.balance(Account.FEE_INCOME));
        assertEquals(44, lyon.balance(Account.escrow(listing)));
        List<Accepted> said = lyon.said(BOLOGNA, Kind.WORK_ACCEPTED, Accepted.class);
        assertEquals(1, said.size());
        assertEquals(80, said.getFirst().total());
        assertEquals(Set.of(one.claim(), two.claim()),
            new HashSet<>(said.getFirst().items().stream().map(item -> item.claim()).toList()));
        assertEquals("answer", said.getFirst().items().getFirst().basis());
    }

    @Test
    @Tag("W-15")
    void twoTabsThatAcceptAtOncePayOnce() {
        Id listing = lyon.funded(20, 1);
        for (int i = 0; i < 20; i++) {
            lyon.work(BOLOGNA, listing, i);
        }
        List<Future<Reviews.Accepted>> tabs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tabs.add(lyon.reviews.acceptAll(lyon.requester, listing));
        }
        get(Future.all(tabs));
        assertEquals(20, tabs.stream().mapToInt(tab -> tab.result().accepted()).sum());
        assertEquals(20 * 40, lyon.balance(Account.dueTo(BOLOGNA)));
    }

    @Test
    void ourOwnMembersArePaidByTheSameWay() {
        Id listing = lyon.funded(1, 1);
        lyon.work(SELF, listing, 1);
        get(lyon.reviews.acceptAll(lyon.requester, listing));
        assertEquals(40, lyon.balance(Account.OWN_DUE));
        assertEquals(1, lyon.said(SELF, Kind.WORK_ACCEPTED, Accepted.class).size());
    }

    @Test
    void acceptancesFitTheirMessages() {
        lyon.deposit(44 * 700);
        Id listing = lyon.publish(700, 1);
        for (Host host : List.of(BOLOGNA, NAIROBI)) {
            List<Lyon.Lent> lent = lyon.lend(host, listing, 350);
            var answers = lent.stream().map(next -> lyon.answer(host, listing, next, 1, "0")).toArray(Submitted[]::new);
            lyon.hear(lyon.submissions.submitted(), host, answers);
        }
        Reviews.Accepted accepted = get(lyon.reviews.acceptAll(lyon.requester, listing));
        int items = 0;
        for (Host host : List.of(BOLOGNA, NAIROBI)) {
            for (Accepted message : lyon.said(host, Kind.WORK_ACCEPTED, Accepted.class)) {
                assertTrue(Codec.object(message).canonical().length < Limits.MESSAGE_BYTES - 1_024);
                assertEquals(message.total(), message.items().stream().mapToLong(item -> item.amount()).sum());
                items += message.items().size();
            }
        }
        assertEquals(accepted.accepted(), items);
        assertEquals(350 + 87, items);
    }

    @Test
    void eachWorkerHasOneRisingReceipt() {
        Id listing = lyon.funded(4, 1);
        Submitted one = lyon.work(BOLOGNA, listing, 1);
        Submitted two = lyon.work(BOLOGNA, listing, 1);
        Submitted three = lyon.work(BOLOGNA, listing, 2);
        accept(listing, one, two, three);
        List<ReceiptIssued> first = lyon.said(BOLOGNA, Kind.RECEIPT_ISSUED, ReceiptIssued.class);
        assertEquals(2, first.size());
        Submitted four = lyon.work(BOLOGNA, listing, 1);
        accept(listing, four);
        ReceiptIssued newest = lyon.said(BOLOGNA, Kind.RECEIPT_ISSUED, ReceiptIssued.class).getFirst();
        assertEquals(one.subject(), newest.subject());
        assertEquals(2, newest.seq());
        assertEquals(3, newest.ok());
        assertEquals(3 * 61 / 60, newest.paidMinutes());
        assertEquals("reading", newest.skill());
        assertEquals("2026-11", newest.lastMonth());
    }

    @ParameterizedTest
    @CsvSource({"bad,text,Anne,reason", ",text,Anne,reason", "wrong,,Anne,text", "wrong,' ',Anne,text", "wrong,text,,by"})
    void aRejectionNeedsAReasonATextAndAHuman(String reason, String text, String by, String field) {
        Id listing = lyon.funded(1, 1);
        Submitted answer = lyon.work(BOLOGNA, listing, 1);
        var refused = refused(lyon.reviews.reject(lyon.requester, lyon.answerId(answer), reason, text, by));
        assertEquals(Problem.REASON_MISSING, refused.problem());
        assertEquals(field, refused.field());
    }

    @Test
    @Tag("W-13")
    void aRejectionStaysAProposalAndTheMoneyStaysReserved() {
        Id listing = lyon.funded(2, 1);
        Submitted answer = lyon.work(BOLOGNA, listing, 1);
        Id name = lyon.answerId(answer);
        var lapsesAt = get(lyon.reviews.reject(lyon.requester, name, "wrong", "It says otherwise.", "Anne Dubois"));
        assertEquals(lyon.world.second().plus(Duration.ofDays(14)), lapsesAt);
        assertEquals(lapsesAt, get(lyon.reviews.reject(lyon.requester, name, "wrong", "It says otherwise.", "Anne Dubois")));
        List<RejectionProposed> said = lyon.said(BOLOGNA, Kind.REJECTION_PROPOSED, RejectionProposed.class);
        assertEquals(1, said.size());
        assertEquals(answer.claim(), said.getFirst().claim());
        assertEquals(lapsesAt, said.getFirst().lapsesAt());
        assertEquals(Problem.ALREADY_REVIEWED,
            refused(lyon.reviews.reject(lyon.requester, name, "spam", "Another.", "Anne Dubois")).problem());
        assertEquals(Problem.ALREADY_REVIEWED,
            refused(lyon.reviews.accept(lyon.requester, listing, List.of(name))).problem());
        assertEquals(2 * 44, lyon.balance(Account.escrow(listing)));

        assertTrue(csv(listing).contains("\"\",\"60\""), "the answer is sealed");
        assertFalse(jsonl(listing).contains("choice"));
        lyon.world.pass(Duration.ofDays(2));
        get(lyon.reviews.tick());
        assertEquals(Map.of("submitted", 1L, "free", 1L), lyon.states(listing), "no clock accepts what a human disputes");
    }

    @Test
    void anotherRequestersAnswersDoNotExist() {
        Id listing = lyon.funded(1, 1);
        Id answer = lyon.answerId(lyon.work(BOLOGNA, listing, 1));
        var other = lyon.newRequester("Other");
        assertEquals(Problem.LISTING_NOT_FOUND, refused(lyon.reviews.accept(other, listing, List.of(answer))).problem());
        assertEquals(Problem.FIELD_WRONG, refused(lyon.reviews.reject(other, answer, "wrong", "No.", "Eve")).problem());
        assertEquals(Problem.LISTING_NOT_FOUND, refused(lyon.reviews.waiting(other, listing, null, 10)).problem());
        assertEquals(Problem.LISTING_NOT_FOUND,
            refused(lyon.exports.csv(other, listing, chunk -> Future.succeededFuture())).problem());
        assertEquals(Problem.FIELD_WRONG,
            refused(lyon.reviews.accept(lyon.requester, listing, List.of(answer, lyon.world.newId()))).problem());
        assertEquals(0, lyon.balance(Account.dueTo(BOLOGNA)));
    }

    @Test
    void whatNobodyReviewsIsAcceptedByTheClock() {
        Id listing = lyon.funded(2, 1);
        lyon.work(BOLOGNA, listing, 1);
        lyon.world.pass(Duration.ofDays(1));
        get(lyon.reviews.tick());
        assertEquals(0, lyon.balance(Account.dueTo(BOLOGNA)));
        lyon.world.pass(Duration.ofSeconds(1));
        get(lyon.reviews.tick());
        get(lyon.reviews.tick());
        assertEquals(40, lyon.balance(Account.dueTo(BOLOGNA)));
        assertEquals("automatic", lyon.said(BOLOGNA, Kind.WORK_ACCEPTED, Accepted.class).getFirst().items().getFirst().basis());
    }

    @Test
    @Tag("W-30") @Tag("I-19")
    void theRequesterSeesNoClaimNoSubjectAndNoMinute() {
        Id listing = lyon.funded(2, 1);
        lyon.world.pass(Duration.ofMinutes(17));
        Submitted answer = lyon.work(BOLOGNA, listing, 1);
        Reviews.Waiting waiting = get(lyon.reviews.waiting(lyon.requester, listing, null, 10)).getFirst();
        assertEquals(answer.worker(), waiting.worker());
        String everything = waiting + csv(listing) + jsonl(listing);
        for (String secret : List.of(answer.claim().toString(), answer.subject().toString(), BOLOGNA.toString(), "18:17")) {
            assertFalse(everything.contains(secret), secret);
        }
        assertEquals(0, waiting.answerId().at().getEpochSecond() % 3_600);
    }

    @Test
    void allAnswersCanBeCarriedAwayInPages() {
        lyon.deposit(44 * 1_300);
        Id listing = lyon.publish(1_300, 1);
        Set<Id> names = new HashSet<>();
        while (names.size() < 1_300) {
            var answers = lyon.lend(SELF, listing, 500).stream()
                .map(next -> lyon.answer(SELF, listing, next, 1, "-1")).toArray(Submitted[]::new);
            lyon.hear(lyon.submissions.submitted(), SELF, answers);
            Stream.of(answers).map(lyon::answerId).forEach(names::add);
        }
        List<String> lines = csv(listing).lines().toList();
        assertEquals(1_301, lines.size());
        assertEquals("\"answer_id\",\"item\",\"unit\",\"worker\",\"answer\",\"seconds\",\"hour\",\"machine_help\",\"state\","
            + "\"amount\",\"currency\",\"input.review\",\"input.gold\"", lines.getFirst());
        assertTrue(lines.get(1).contains("\"'-1\",\"60\",\"2026-11-24T18:00:00Z\",\"\",\"submitted\",\"40\",\"EUR\""),
            lines.get(1));
        List<String> json = jsonl(listing).lines().toList();
        assertEquals(1_300, json.size());
        assertTrue(json.getFirst().contains("\"answer\":{\"choice\":\"-1\"}"), json.getFirst());
        assertTrue(json.getFirst().contains("\"input\":{\"gold\":"), json.getFirst());
        json.forEach(line -> assertTrue(names.stream().anyMatch(name -> line.contains(name.toString()))));
    }
}
