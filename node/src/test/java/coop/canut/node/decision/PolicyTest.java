package coop.canut.node.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.node.member.Role;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Acts, and what they make of a policy. */
final class PolicyTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);
    private static final Id ONE = Id.of("01KXVR8R00F8Z8CQZ8TF95K18G");
    private static final Id TWO = Id.of("01KXVR8R00F8Z8CQZ8TF95K18H");
    private static final Adverse ADVERSE = new Adverse(TWO, "tuesdays at the office", TODAY.plusDays(90));
    private static final Policy FOUNDING = Policy.founding(new Values(List.of(Money.of(1_200, "EUR")), 50, 20,
        List.of(480L, 480L, 240L, 120L, 60L), List.of(2_400L, 2_400L, 1_200L, 600L, 300L), 14, "show"),
        Statutes.Preset.STEWARDS.statutes());

    private static Stream<Act> acts() {
        Host host = Host.of("bologna.example");
        var terms = new Surplus.Terms(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 11, 1), Money.of(10_000, "EUR"), 150, 50,
            800, Surplus.Measure.PAY);
        return Stream.of(new Act.SetPayFloor(Money.of(1_400, "EUR")), new Act.SetFee(60), new Act.SetFund(10),
            new Act.SetCaps(List.of(480L, 480L, 240L, 60L, 30L), List.of(2_400L, 2_400L, 1_200L, 300L, 150L), 10),
            new Act.AdmitPeer(host, Level.CLAIM, Hash.sha256("keys".getBytes()), "neighbours"),
            new Act.LimitPeer(host, Level.SUSPENDED, null), new Act.EndPeer(host, "late with payment"),
            new Act.AdmitMember(ONE), new Act.ExcludeMember(ONE, ADVERSE),
            new Act.Elect(ONE, Role.TREASURER, TODAY.plusYears(1)), new Act.Recall(ONE, Role.STEWARD, ADVERSE),
            new Act.AllocateSurplus(Surplus.of(terms, List.of(new Surplus.Work(ONE, 5), new Surplus.Work(TWO, 2)))),
            new Act.AmendStatutes(Statutes.Preset.MEMBERS.statutes()), new Act.Resolve("We meet on the first Monday."));
    }

    @ParameterizedTest
    @MethodSource("acts")
    void anActIsReadBackAsItWasWritten(Act act) {
        assertEquals(act, DecisionJson.act(DecisionJson.write(act).text()));
    }

    @ParameterizedTest
    @MethodSource("acts")
    void anActThatIsPossibleIsNotRefusedAndIsOfTheClassOfItsKind(Act act) {
        act.check(FOUNDING, TODAY);
        assertEquals(act.kind().usual(), FOUNDING.statutes().majority(act.kind()));
    }

    @Test
    void everyKindThatCanBeProposedIsTriedHere() {
        assertEquals(ActKind.values().length - 1, acts().map(Act::kind).distinct().count());
    }

    @Test
    void theFoldGivesEachDecisionWhatItNamesAndNothingElse() {
        Policy then = Policy.fold(FOUNDING, enacted(new Act.SetPayFloor(Money.of(1_500, "CHF")), new Act.Resolve("x"),
            new Act.SetFee(60), new Act.SetPayFloor(Money.of(1_400, "EUR")), new Act.SetPayFloor(Money.zero("CHF"))));
        assertEquals(5, then.number());
        assertEquals("2026-005", then.decision());
        assertEquals(List.of(Money.of(1_400, "EUR")), then.values().payFloor());
        assertEquals(60, then.values().feePermille());
        assertEquals(FOUNDING.values().fundPermille(), then.values().fundPermille());
        assertEquals(FOUNDING.statutes(), then.statutes());
    }

    @Test
    void anActThatIsNotAboutThePolicyLeavesItsNumber() {
        assertSame(FOUNDING, Policy.fold(FOUNDING, enacted(new Act.Resolve("x"), new Act.AdmitMember(ONE))));
    }

    @Test
    void theHashIsOfAllOfIt() {
        Policy fee = Policy.fold(FOUNDING, enacted(new Act.SetFee(60)));
        Policy statutes = Policy.fold(FOUNDING, enacted(new Act.AmendStatutes(Statutes.Preset.MEMBERS.statutes())));
        assertEquals(3, Stream.of(FOUNDING, fee, statutes).map(Policy::hash).distinct().count());
        assertEquals(fee.hash(), Policy.fold(FOUNDING, enacted(new Act.SetFee(60))).hash());
        assertEquals(fee.values(), Values.of(fee.message(Hash.ZERO)));
    }

    @Test
    void aDecisionThatWouldChangeNothingIsRefused() {
        for (Act act : List.of(new Act.SetFee(50), new Act.SetFund(20), new Act.SetPayFloor(Money.of(1_200, "EUR")),
                new Act.SetPayFloor(Money.zero("CHF")), new Act.AmendStatutes(FOUNDING.statutes()))) {
            assertEquals(Problem.NOTHING_CHANGES, problem(act));
        }
    }

    @Test
    void whatNoPolicyCanSayIsRefused() {
        for (Act act : List.of(new Act.SetFee(1_001), new Act.SetFund(-1), new Act.SetPayFloor(Money.zero("EUR")),
                new Act.SetCaps(List.of(1L), List.of(1L), 14), new Act.Elect(ONE, Role.WORKER, TODAY.plusYears(1)),
                new Act.SetCaps(FOUNDING.values().minutesPerDay(), FOUNDING.values().minutesPerWeek(), 6),
                new Act.Elect(ONE, Role.STEWARD, TODAY), new Act.Elect(ONE, Role.STEWARD, TODAY.plusYears(3)),
                new Act.LimitPeer(Host.of("bologna.example"), Level.CLAIM, null), new Act.Resolve(" "))) {
            assertEquals(Problem.FIELD_WRONG, problem(act), act.toString());
        }
    }

    @Test
    void aDecisionAgainstSomebodyNamesWhoAnswersForItAndIsReviewed() {
        assertEquals(Problem.ANSWERABLE_MISSING, assertThrows(Refused.class, () -> new Adverse(null, "x", TODAY)).problem());
        assertEquals(Problem.ANSWERABLE_MISSING, assertThrows(Refused.class, () -> new Adverse(ONE, " ", TODAY)).problem());
        assertEquals(Problem.ANSWERABLE_MISSING, problem(new Act.ExcludeMember(ONE, new Adverse(TWO, "x", TODAY))));
        assertEquals(Problem.ANSWERABLE_MISSING, problem(
            new Act.Recall(ONE, Role.STEWARD, new Adverse(TWO, "x", TODAY.plusDays(Adverse.REVIEW_DAYS + 1)))));
    }

    @Test
    void whatAnActReplacesIsAnotherOnceSomethingElseWasDecidedAboutIt() {
        Act fee = new Act.SetFee(60);
        Policy floor = Policy.fold(FOUNDING, enacted(new Act.SetPayFloor(Money.of(1_400, "EUR"))));
        Policy other = Policy.fold(FOUNDING, enacted(new Act.SetFee(80)));
        assertEquals(fee.replaces(FOUNDING), fee.replaces(floor));
        assertNotEquals(fee.replaces(FOUNDING), fee.replaces(other));
    }

    @Test
    void statutesCannotMakeVotingMeaningless() {
        Statutes statutes = FOUNDING.statutes();
        Statutes.Majorities all = statutes.majorities();
        var third = new Rule(new Fraction(1, 3), new Fraction(1, 3), true);
        var half = new Rule(new Fraction(1, 3), new Fraction(1, 2), false);
        for (Rule weak : List.of(third, half)) {
            assertThrows(Refused.class, () -> new Statutes.Majorities(weak, all.special(), all.constitutional(), Map.of()));
        }
        assertThrows(Refused.class, () -> new Statutes.Majorities(all.constitutional(), all.special(), all.ordinary(),
            Map.of()));
        assertThrows(Refused.class, () -> new Statutes.Majorities(all.ordinary(), all.special(), all.constitutional(),
            Map.of(ActKind.AMEND_STATUTES, Majority.ORDINARY)));
        assertThrows(Refused.class, () -> new Statutes.Periods(30, 72, 0, 48, false));
        assertThrows(Refused.class, () -> new Statutes.Ballots(new Fraction(1, 10), 6, true, 7));
    }

    @Test
    void everyPresetIsReadBackAsItWasWrittenAndKnown() {
        for (Statutes.Preset preset : Statutes.Preset.values()) {
            Statutes statutes = preset.statutes();
            assertEquals(statutes, DecisionJson.statutes(DecisionJson.write(statutes).text()));
            assertEquals(preset, statutes.asPreset().orElseThrow());
            assertEquals(statutes, Statutes.preset(preset.code()));
        }
        assertThrows(Refused.class, () -> Statutes.preset("kingdom"));
    }

    private static Problem problem(Act act) {
        return assertThrows(Refused.class, () -> act.check(FOUNDING, TODAY)).problem();
    }

    private static List<Policy.Enacted> enacted(Act... acts) {
        List<Policy.Enacted> enacted = new ArrayList<>();
        for (Act act : acts) {
            enacted.add(new Policy.Enacted("2026-00" + (enacted.size() + 1), act));
        }
        return enacted;
    }
}
