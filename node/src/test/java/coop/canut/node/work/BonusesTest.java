package coop.canut.node.work;

import static coop.canut.node.work.Home.LYON;
import static coop.canut.node.work.Home.NAIROBI;
import static coop.canut.node.work.Home.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import coop.canut.node.ledger.Account;
import coop.canut.node.member.Person;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.WorkMessage.BonusGranted;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What requesters give our members beside the price. */
class BonusesTest {

    private final Home home = new Home();
    private final Person ada = home.worker("Ada");

    @AfterEach
    void close() {
        assertEquals(List.of(), get(home.ledger.check()));
        home.close();
    }

    private Submitted handIn() {
        ObjectUrl url = home.stocked(1, 1);
        Claim claim = get(home.claims.open(ada, url, null));
        home.world.pass(Duration.ofSeconds(61));
        get(home.claims.submit(ada, claim.id(), Home.answer("cat"), null, false));
        return home.said(Submitted.class).getLast();
    }

    private BonusGranted bonus(Id claim, Money amount) {
        return new BonusGranted(home.world.newId(), home.world.newId(), claim, amount,
            home.world.second().plus(Duration.ofDays(30)), "Well seen.");
    }

    private Problem hear(Host from, BonusGranted bonus) {
        return home.hear(home.bonuses.granted(), from, bonus);
    }

    private long payable() {
        return get(home.ledger.balance(home.store, Account.payable(ada.id()), "EUR"));
    }

    @Test
    @Tag("W-15")
    void aBonusIsBookedToItsMemberOnce() {
        Submitted work = handIn();
        new Reviewer(home, LYON).accept(work);
        BonusGranted bonus = bonus(work.claim(), Money.of(25, "EUR"));
        assertNull(hear(LYON, bonus));
        assertNull(hear(LYON, bonus));
        assertEquals(65, payable());
        assertEquals(-65L, get(home.ledger.balance(home.store, Account.dueFrom(LYON), "EUR")));
        assertEquals(List.of("Well seen."), get(home.bonuses.of(ada.id())).stream().map(Bonuses.Bonus::reason).toList());
    }

    @Test
    @Tag("W-16") @Tag("W-18")
    void onlyWhoeverAcceptedGivesABonusAndInTheSameMoney() {
        Submitted work = handIn();
        assertEquals(Problem.NO_SUCH_REQUEST, hear(LYON, bonus(work.claim(), Money.of(25, "EUR"))));
        new Reviewer(home, LYON).accept(work);
        assertEquals(Problem.NO_SUCH_REQUEST, hear(NAIROBI, bonus(work.claim(), Money.of(25, "EUR"))));
        assertEquals(Problem.NO_SUCH_REQUEST, hear(LYON, bonus(home.world.newId(), Money.of(25, "EUR"))));
        assertEquals(Problem.PRICE_FROZEN_BY_CLAIM, hear(LYON, bonus(work.claim(), Money.of(25, "USD"))));
        assertEquals(40, payable());
    }
}
