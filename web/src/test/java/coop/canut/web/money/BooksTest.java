package coop.canut.web.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.ledger.Account;
import coop.canut.node.ledger.AccountClass;
import coop.canut.node.ledger.Balance;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.web.money.Books.Sides;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What there is, and whose it is. */
final class BooksTest {

    private static final Id SOMEBODY = Id.of("01M87BEFS0HQSYHRMC1NHFFJBQ");
    private static final Host BOLOGNA = Host.of("bologna.example");

    @Test
    void everyAccountThatIsPostedToHasItsGroup() {
        Map<Account, AccountClass> groups = new HashMap<>(Map.of(Account.bank("EUR"), AccountClass.BANK,
            Account.prepaid(SOMEBODY), AccountClass.PREPAID, Account.escrow(SOMEBODY), AccountClass.ESCROW,
            Account.dueTo(BOLOGNA), AccountClass.DUE_TO, Account.dueFrom(BOLOGNA), AccountClass.DUE_FROM,
            Account.payable(SOMEBODY), AccountClass.PAYABLE, Account.FEE_INCOME, AccountClass.FEE, Account.FEDERATION_FUND,
            AccountClass.FUND, Account.OWN_DUE, AccountClass.OWN_DUE));
        groups.putAll(Map.of(Account.BANK_OUT, AccountClass.BANK_OUT, Account.topUp(SOMEBODY), AccountClass.TOPUP,
            Account.allocated(SOMEBODY), AccountClass.ALLOCATED, Account.RESERVE, AccountClass.RESERVE, Account.SURPLUS,
            AccountClass.SURPLUS, Account.OTHER_INCOME, AccountClass.INCOME, Account.expense("bank"), AccountClass.EXPENSE,
            Account.LOST, AccountClass.LOSS, Account.GUARANTEE_FUND, AccountClass.FUND));
        groups.forEach((account, group) -> assertEquals(group, AccountClass.of(account.code()), account.code()));
        assertEquals(AccountClass.OTHER, AccountClass.of("something"));
        assertEquals(SOMEBODY, Books.id(Account.prepaid(SOMEBODY).code()).orElseThrow());
        assertEquals(BOLOGNA, Books.host(Account.dueTo(BOLOGNA).code()).orElseThrow());
        assertTrue(Books.id("member:x:payable").isEmpty() && Books.host("peer").isEmpty());
    }

    @Test
    void bothSidesOfEachCurrencyComeToTheSame() {
        List<Sides> books = Books.of(List.of(new Balance("bank:EUR", "EUR", -100),
            new Balance(Account.dueFrom(BOLOGNA).code(), "EUR", -7),
            new Balance(Account.prepaid(SOMEBODY).code(), "EUR", 100), new Balance(Account.payable(SOMEBODY).code(), "EUR", 7),
            new Balance("bank:KES", "KES", -5), new Balance("income:fee", "KES", 5), new Balance("fund:federation", "KES", 0)));
        assertEquals(List.of("EUR", "KES"), books.stream().map(Sides::currency).toList());
        assertEquals(107, books.getFirst().hasSum());
        assertEquals(107, books.getFirst().whoseSum());
        assertEquals(List.of(AccountClass.FEE), books.getLast().whose().stream().map(Books.Part::group).toList(), "no empty one");
    }

    @Test
    void ofManyAccountsThoseWithMostAreShownAndAllAreCounted() {
        List<Balance> many = new ArrayList<>();
        for (int i = 1; i <= Books.SHOWN + 3; i++) {
            many.add(new Balance("escrow:" + i, "EUR", i));
        }
        Books.Part part = Books.of(many).getFirst().whose().getFirst();
        assertEquals(Books.SHOWN, part.lines().size());
        assertEquals(3, part.more());
        assertEquals(Books.SHOWN + 3, part.lines().getFirst().amount());
        assertEquals((Books.SHOWN + 3) * (Books.SHOWN + 4) / 2, part.sum());
    }
}
