package coop.canut.node.publish;

import static coop.canut.node.publish.Lyon.BOLOGNA;
import static coop.canut.node.publish.Lyon.NAIROBI;
import static coop.canut.node.publish.Lyon.SELF;
import static coop.canut.node.publish.Lyon.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.node.ledger.Account;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.WorkMessage.Accepted;
import coop.canut.protocol.message.WorkMessage.ClaimDeclined;
import coop.canut.protocol.message.WorkMessage.SlotsRecalled;
import coop.canut.protocol.message.WorkMessage.SlotsReturned;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.SubmissionRules;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers as they come, in time, late, twice, forged. */
class SubmissionsTest {

    private static final List<Problem> APPLIED = Collections.singletonList(null);

    private final Lyon lyon = new Lyon();

    @AfterEach
    void close() {
        lyon.checkInvariants();
        lyon.close();
    }

    private List<Problem> submit(Host host, Submitted... answers) {
        return lyon.hear(lyon.submissions.submitted(), host, answers);
    }

    private static Submitted change(Submitted a, Id slot, Id claim, Id listing, String answer, Hash hash) {
        return new Submitted(slot, claim, a.lease(), Lyon.url(listing), a.revision(), a.subject(), a.worker(), a.seconds(),
            a.machineHelp(), answer, hash, a.content());
    }

    /** Lets the leases run out without a word, and the slots be free again. */
    private void silence() {
        lyon.world.pass(Duration.ofSeconds(Leases.OPEN_SECONDS + 901));
        get(lyon.leases.tick());
        lyon.world.pass(Duration.ofSeconds(3_601));
        get(lyon.leases.tick());
    }

    @Test
    void anAnswerTakesItsSlotAndARepeatChangesNothing() {
        Id listing = lyon.funded(2, 1);
        Submitted answer = lyon.work(BOLOGNA, listing, 1);
        assertEquals(APPLIED, submit(BOLOGNA, answer));
        assertEquals(Map.of("submitted", 1L, "free", 1L), lyon.states(listing));
        assertEquals(1, lyon.count("select count(*) from submission"));
    }

    @Test
    void aRunIsAppliedMessageByMessage() {
        Id listing = lyon.funded(4, 1);
        List<Lyon.Lent> lent = lyon.lend(BOLOGNA, listing, 4);
        Submitted first = lyon.answer(BOLOGNA, listing, lent.get(0), 1, "1");
        Submitted sameSlot = lyon.answer(BOLOGNA, listing, lent.get(0), 2, "0");
        Submitted wrong = lyon.answer(BOLOGNA, listing, lent.get(1), 1, "maybe");
        Submitted second = lyon.answer(BOLOGNA, listing, lent.get(2), 1, "0");
        Submitted sameClaim = change(second, lent.get(3).slot().slot(), second.claim(), listing, second.answer(),
            second.answerSha256());
        assertEquals(Arrays.asList(null, Problem.SLOT_NOT_LEASED, Problem.ANSWER_WRONG, null, Problem.WORK_FROZEN),
            submit(BOLOGNA, first, sameSlot, wrong, second, sameClaim));
        assertEquals(Map.of("submitted", 2L, "leased", 2L), lyon.states(listing));
    }

    @Test
    @Tag("W-06") @Tag("W-16")
    void onlyWhoWasLentASlotMayAnswerIt() {
        Id listing = lyon.funded(2, 1);
        Lyon.Lent lent = lyon.lend(BOLOGNA, listing, 1).getFirst();
        assertEquals(List.of(Problem.SLOT_NOT_LEASED), submit(NAIROBI, lyon.answer(NAIROBI, listing, lent, 1, "1")));
        Submitted answer = lyon.answer(BOLOGNA, listing, lent, 1, "1");
        assertEquals(List.of(Problem.SLOT_NOT_LEASED), submit(BOLOGNA, change(answer, lyon.world.newId(), answer.claim(),
            listing, answer.answer(), answer.answerSha256())));
        assertEquals(List.of(Problem.SLOT_NOT_LEASED), submit(BOLOGNA, change(answer, answer.slot(), answer.claim(),
            lyon.world.newId(), answer.answer(), answer.answerSha256())));
        assertEquals(List.of(Problem.DIGEST_MISMATCH), submit(BOLOGNA, change(answer, answer.slot(), answer.claim(),
            listing, answer.answer(), Hash.ZERO)));
        lyon.hear(lyon.leases.returned(), BOLOGNA, new SlotsReturned(lent.lease(), 1, List.of(lent.slot().slot())));
        assertEquals(List.of(Problem.SLOT_NOT_LEASED), submit(BOLOGNA, answer));
        assertEquals(0, lyon.count("select count(*) from submission"));
    }

    @Test
    @Tag("W-32")
    void aWorkersNameAndAClaimBelongToTheNodeThatFirstUsedThem() {
        Id listing = lyon.funded(4, 1);
        Submitted theirs = lyon.work(BOLOGNA, listing, 1);
        Lyon.Lent lent = lyon.lend(NAIROBI, listing, 1).getFirst();
        Submitted stolenName = new Submitted(lent.slot().slot(), lyon.world.newId(), lent.lease(), Lyon.url(listing), 1,
            theirs.subject(), theirs.worker(), 5, "", theirs.answer(), theirs.answerSha256(), List.of());
        assertEquals(List.of(Problem.NOT_OWNER), submit(NAIROBI, stolenName));
        Submitted mine = lyon.answer(NAIROBI, listing, lent, 1, "1");
        assertEquals(List.of(Problem.NOT_OWNER), submit(NAIROBI,
            change(mine, mine.slot(), theirs.claim(), listing, mine.answer(), mine.answerSha256())));
        assertEquals(APPLIED, submit(NAIROBI, mine));
    }

    @Test
    @Tag("W-07")
    void anAnswerCannotBeReplaced() {
        Id listing = lyon.funded(1, 1);
        Submitted answer = lyon.work(BOLOGNA, listing, 1);
        String other = answer.answer().replace("1", "0");
        Submitted replaced = change(answer, answer.slot(), answer.claim(), listing, other, SubmissionRules.hash(other));
        assertEquals(List.of(Problem.WORK_FROZEN), submit(BOLOGNA, replaced));
        get(lyon.reviews.acceptAll(lyon.requester, listing));
        assertEquals(List.of(Problem.WORK_FROZEN), submit(BOLOGNA, replaced));
        assertEquals(APPLIED, submit(BOLOGNA, answer), "the same again is the same");
    }

    @Test
    void aLateAnswerTakesAFreeSlot() {
        Id listing = lyon.funded(1, 1);
        Lyon.Lent lent = lyon.lend(BOLOGNA, listing, 1).getFirst();
        silence();
        assertEquals(APPLIED, submit(BOLOGNA, lyon.answer(BOLOGNA, listing, lent, 1, "1")));
        assertEquals(Map.of("submitted", 1L), lyon.states(listing));
        assertEquals(List.of(Problem.SLOT_NOT_LEASED), submit(BOLOGNA, lyon.answer(BOLOGNA, listing, lent, 2, "1")));
        assertEquals(1, get(lyon.reviews.acceptAll(lyon.requester, listing)).accepted());
    }

    @Test
    void aLateAnswerAsksTheSlotBackAndTakesItWhenNobodyWorksOnIt() {
        Id listing = lyon.funded(1, 1);
        Lyon.Lent first = lyon.lend(BOLOGNA, listing, 1).getFirst();
        silence();
        Lyon.Lent second = lyon.lend(NAIROBI, listing, 1).getFirst();
        assertEquals(APPLIED, submit(BOLOGNA, lyon.answer(BOLOGNA, listing, first, 1, "1")));
        SlotsRecalled recalled = lyon.said(NAIROBI, Kind.SLOTS_RECALLED, SlotsRecalled.class).getFirst();
        assertEquals(second.lease(), recalled.lease());
        assertEquals(Map.of("leased", 1L), lyon.states(listing));
        lyon.hear(lyon.leases.returned(), NAIROBI, new SlotsReturned(second.lease(), 1, recalled.slots()));
        assertEquals(Map.of("submitted", 1L), lyon.states(listing));
        get(lyon.reviews.acceptAll(lyon.requester, listing));
        assertEquals(40, lyon.balance(Account.dueTo(BOLOGNA)));
        assertEquals(0, lyon.balance(Account.escrow(listing)));
    }

    @Test
    void anAnswerTooManyIsKeptAndPaidFromTheFundOnceItHoldsEnough() {
        lyon.deposit(1_000_000);
        Id listing = lyon.publish(1, 1);
        Lyon.Lent first = lyon.lend(BOLOGNA, listing, 1).getFirst();
        silence();
        Lyon.Lent second = lyon.lend(NAIROBI, listing, 1).getFirst();
        submit(BOLOGNA, lyon.answer(BOLOGNA, listing, first, 1, "1"));
        submit(NAIROBI, lyon.answer(NAIROBI, listing, second, 1, "0"));
        assertEquals(2, get(lyon.reviews.acceptAll(lyon.requester, listing)).accepted());
        get(lyon.reviews.tick());
        assertEquals(0, lyon.balance(Account.dueTo(BOLOGNA)));
        assertEquals(40, lyon.balance(Account.dueTo(NAIROBI)));
        assertEquals(1, get(lyon.listings.progress(lyon.requester, listing)).owed());
        assertEquals(0, lyon.balance(Account.escrow(listing)));

        // Dearer work fills the fund, by a cent for each answer.
        Id other = get(lyon.listings.publish(lyon.requester, lyon.draft(lyon.upload(120), 1, 100))).id();
        for (Lyon.Lent lent : lyon.lend(SELF, other, 30)) {
            submit(SELF, lyon.answer(SELF, other, lent, 3, "1"));
        }
        for (Lyon.Lent lent : lyon.lend(NAIROBI, other, 30)) {
            submit(NAIROBI, lyon.answer(NAIROBI, other, lent, 3, "1"));
        }
        get(lyon.reviews.acceptAll(lyon.requester, other));
        get(lyon.reviews.tick());
        get(lyon.reviews.tick());
        assertEquals(40, lyon.balance(Account.dueTo(BOLOGNA)), "in the end everybody is paid, once");
        assertEquals(0, get(lyon.listings.progress(lyon.requester, listing)).owed());
    }

    @Test
    void stoppingIsPaidByItsTimeAndTheSlotIsFreeAgain() {
        lyon.deposit(1_000);
        Id listing = lyon.publish(10, 1);
        List<Lyon.Lent> lent = lyon.lend(BOLOGNA, listing, 4);
        Submitted who = lyon.answer(BOLOGNA, listing, lent.get(0), 1, "1");
        ClaimDeclined stopped = new ClaimDeclined(lent.get(0).slot().slot(), lyon.world.newId(), who.lease(), who.subject(),
            who.worker(), 50, "disturbing", null);
        assertEquals(Arrays.asList(null, Problem.WORK_FROZEN), lyon.hear(lyon.submissions.declined(), BOLOGNA, stopped, stopped));
        assertEquals(APPLIED, lyon.hear(lyon.submissions.declined(), BOLOGNA, stopped));
        assertEquals(Map.of("free", 7L, "leased", 3L), lyon.states(listing));
        assertEquals(List.of(Problem.SLOT_NOT_LEASED), submit(BOLOGNA, who));

        get(lyon.reviews.tick());
        get(lyon.reviews.tick());
        Accepted accepted = lyon.said(BOLOGNA, Kind.WORK_ACCEPTED, Accepted.class).getFirst();
        assertEquals("time", accepted.items().getFirst().basis());
        assertEquals(40 * 50 / 120, accepted.total());
        assertEquals(16, lyon.balance(Account.dueTo(BOLOGNA)));
        assertEquals(10 * 44, lyon.balance(Account.escrow(listing)), "escrow is for answers");
    }

    @Test
    void inventedTimeIsBounded() {
        lyon.deposit(1_000);
        Id listing = lyon.publish(10, 1);
        for (int i = 0; i < 5; i++) {
            Lyon.Lent lent = lyon.lend(BOLOGNA, listing, 1).getFirst();
            Submitted who = lyon.answer(BOLOGNA, listing, lent, i, "1");
            lyon.hear(lyon.submissions.declined(), BOLOGNA, new ClaimDeclined(lent.slot().slot(), who.claim(), who.lease(),
                who.subject(), who.worker(), 600_000, "broken", "it does not load"));
        }
        get(lyon.reviews.tick());
        get(lyon.reviews.tick());
        assertEquals(40, lyon.balance(Account.dueTo(BOLOGNA)), "a tenth of ten times 40, each at most the price");
        assertEquals(4, get(lyon.listings.progress(lyon.requester, listing)).owed());
    }
}
