package coop.canut.web.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.node.ledger.Account;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.web.Browser;
import coop.canut.web.House;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A treasurer and the books. */
final class LedgerPagesTest {

    @TempDir
    private static Path folder;
    private static House house;
    private static Browser karim;
    private static Requester museum;

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"));
        karim = house.signedIn("Karim", Role.TREASURER, null);
        assertTrue(karim.see("/ledger").contains("It begins with the first deposit"));
        assertTrue(karim.see("/deposits").contains("A steward admits requesters"));
        museum = house.requester("Museum <i>");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Browser.Answer deposit(String amount, String reference, String... more) {
        Map<String, String> fields = new HashMap<>(Map.of("requester", museum.id().toString(), "amount", amount,
            "currency", "EUR", "reference", reference));
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        return karim.send("/deposits", "/deposits", fields);
    }

    private static long prepaid() {
        return House.get(() -> house.rooms().ledger().prepaid(museum.id())).stream().mapToLong(money -> money.amount()).sum();
    }

    @Test
    void aDepositIsRecordedOnceHoweverOftenTheFormIsSent() {
        long before = prepaid();
        assertEquals("/ledger?did=deposit", deposit("100,50", "VIR 1").location());
        assertEquals(before + 10_050, prepaid());
        Browser.Answer again = deposit("100.50", "VIR 1");
        assertEquals("/ledger?did=deposit.known", again.location());
        assertEquals(before + 10_050, prepaid());
        assertTrue(karim.see(again.location()).contains("recorded already"));
        String books = karim.see("/ledger");
        assertTrue(books.contains("VIR 1") && books.contains("€100.50") && books.contains("Museum &lt;i&gt;, paid in"));
        assertTrue(books.contains("Both sides are the same"));
    }

    @Test
    void oneReferenceDoesNotStandForTwoDeposits() {
        deposit("10", "VIR 2");
        Browser.Answer refused = deposit("20", "VIR 2");
        assertEquals(422, refused.status());
        assertTrue(refused.body().contains("stands for another deposit") && refused.body().contains("value=\"20\""));
    }

    @Test
    void whatIsNoAmountIsNotGuessedAt() {
        long before = prepaid();
        for (String amount : List.of("", "0", "0,00", "-5", "1.000,00", "1,234", "1e3", "ten", "١٢", "1 000", "9".repeat(30))) {
            Browser.Answer refused = deposit(amount, "VIR 3 <b>");
            assertEquals(422, refused.status(), amount);
            assertTrue(refused.body().contains("id=\"amount-fault\""), amount);
            assertTrue(refused.body().contains("value=\"VIR 3 &lt;b>\""), "what was typed stays");
        }
        assertEquals(before, prepaid());
    }

    @Test
    void eachFieldThatIsWrongSaysSo() {
        assertTrue(deposit("5", "").body().contains("id=\"reference-fault\""));
        assertTrue(deposit("5", "x".repeat(141)).body().contains("id=\"reference-fault\""));
        assertTrue(deposit("5", "VIR 4", "requester", "").body().contains("id=\"requester-fault\""));
        assertTrue(deposit("5", "VIR 4", "requester", "01M87BEFS0HQSYHRMC1NHFFJBQ").body().contains("id=\"requester-fault\""));
        assertTrue(deposit("5", "VIR 4", "currency", "XXX").body().contains("id=\"currency-fault\""));
        assertTrue(deposit("", "").body().contains("aria-invalid=\"true\""));
    }

    @Test
    void theEntriesOfOneAccountAreFoundAndOlderOnesFollow() {
        for (int i = 0; i < 60; i++) {
            deposit("1", "MANY " + i);
        }
        String prepaid = Account.prepaid(museum.id()).code();
        String first = karim.see("/ledger?account=" + prepaid);
        assertTrue(first.contains("MANY 59") && !first.contains("MANY 0<"));
        int at = first.indexOf("/ledger?before=");
        String older = first.substring(at, first.indexOf('#', at)).replace("&amp;", "&");
        assertTrue(older.contains("account=" + prepaid));
        String second = karim.see(older);
        assertTrue(second.contains("MANY 0<") && !second.contains("MANY 59"));
        assertTrue(first.contains("Entries of: Museum &lt;i&gt;, paid in"));
    }

    @Test
    void anAccountThatIsNotThereHasNoEntries() {
        for (String account : List.of("nothing", "member:x:payable", "escrow:01M87BEFS0HQSYHRMC1NHFFJBQ", "<script>",
            "member:01M87BEFS0HQSYHRMC1NHFFJBQ:payable", "peer:nowhere.example:due-to", "::::")) {
            deposit("1", "VIR " + account);
            String page = karim.see("/ledger?" + Browser.encoded(Map.of("account", account)));
            assertTrue(page.contains("There is no such entry"), account);
            assertFalse(page.contains("<script>\""), account);
        }
        for (String before : List.of("x", "-1", "9".repeat(19), "1.5")) {
            assertEquals(422, karim.get("/ledger?before=" + before).status(), before);
        }
    }

    @Test
    void whatIsEscrowedIsCalledByTheNameOfItsBatch() {
        house.publish(museum, "How do they feel?", "words", List.of("one"));
        assertTrue(karim.see("/ledger").contains("Batch funded"));
        RunningNode.until("it is on our board", () -> karim.see("/ledger").contains("Batch: How do they feel?"));
        assertTrue(karim.speaking("fr").see("/ledger").contains("Lot financé"));
        karim.speaking("en");
    }

    @Test
    void nobodyElseSeesTheBooks() {
        for (Role role : List.of(Role.WORKER, Role.STEWARD)) {
            Browser other = house.signedIn("Ada", role, null);
            assertEquals(403, other.get("/ledger").status());
            assertEquals(403, other.get("/deposits").status());
        }
    }
}
