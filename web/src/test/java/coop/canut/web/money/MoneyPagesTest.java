package coop.canut.web.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.publish.Progress;
import coop.canut.node.publish.Reviews;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.web.Browser;
import coop.canut.web.House;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Money as each person sees it, by a browser without scripts. */
final class MoneyPagesTest {

    private static final String IBAN = "FR14 2004 1010 0505 0001 3M02 606";

    @TempDir
    private static Path folder;
    private static House house;
    private static Requester museum;
    private static Browser odile;
    private static Browser ines;
    private static Browser anne;
    private static Browser chen;
    private static Person worker;

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"));
        museum = house.requester("Museum <i>");
        odile = house.signedIn("Odile", Role.TREASURER, null);
        ines = house.signedIn("Inès", Role.STEWARD, null);
        anne = house.signedIn("Anne", Role.REQUESTER, museum);
        chen = house.stranger();
        chen.signIn(house.link("Chen", Role.WORKER, null));
        worker = House.get(() -> house.rooms().members().people(null)).stream()
            .filter(listed -> listed.person().name().equals("Chen")).findFirst().orElseThrow().person();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Progress accepted() {
        Progress batch = house.publish(museum, "Batch " + house.rooms().world().newId(), "Which?", List.of("One", "Two"));
        var claim = House.get(() -> house.rooms().claims().open(worker, batch.url(), null));
        House.get(() -> house.rooms().claims().submit(worker, claim.id(), ChoiceTemplate.answer("1"), null, false));
        house.node().settle();
        House.get(() -> house.rooms().reviews().acceptAll(museum, batch.id()));
        house.node().settle();
        return batch;
    }

    private static Browser.Answer book(String what, String amount, String reference, String text) {
        return odile.send("/bookings", "/bookings", Map.of("what", what, "amount", amount, "currency", "EUR", "reference",
            reference, "text", text));
    }

    /** The value of a hidden field. */
    private static String hidden(String page, String name) {
        var found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
        assertTrue(found.find(), name);
        return found.group(1);
    }

    private static void agePayoutAccounts() {
        house.node().number("""
            with aged as (update payout_account set set_at = set_at - interval '4 days', usable_at = usable_at - interval '4 days'
              returning 1) select count(*) from aged""");
    }

    @Test
    void whatATreasurerBooksIsReadByEveryMember() {
        accepted();
        assertEquals("/ledger?did=booking", book("expense-hosting", "1,50", "INV 1", "Server <b>").location());
        assertEquals("/ledger?did=booking.known", book("expense-hosting", "1,50", "INV 1", "Server <b>").location());
        assertTrue(odile.see("/ledger?text=server").contains("INV 1 Server &lt;b&gt;"));
        assertTrue(odile.see("/ledger?text=nothing+of+that").contains("There is no such entry"));
        assertEquals("/ledger?did=booking", book("move-bank-to-guarantee-fund", "2", "INV 2", "Start").location());
        for (Browser member : List.of(chen, ines, odile)) {
            String open = member.see("/accounts");
            assertTrue(open.contains("Hosting") && open.contains("Guarantee fund") && open.contains("€2.00"), open);
            assertFalse(open.contains("Museum") || open.contains("Chen</a> <"), "nothing about anybody");
        }
        assertEquals(403, anne.get("/accounts").status());
        Browser.Answer refused = book("expense-travel", "99999", "INV 3", "Round the world");
        assertEquals(422, refused.status());
        assertTrue(refused.body().contains("id=\"amount-fault\"") && refused.body().contains("value=\"Round the world\""));
        assertTrue(book("expense-travel", "", "INV 3", "x").body().contains("id=\"amount-fault\""));
        assertTrue(book("nonsense", "1", "INV 3", "x").body().contains("id=\"what-fault\""));
    }

    @Test
    @Tag("W-36")
    void aMistakeIsTakenBackByTwoAndSeenByAll() {
        book("income", "7", "GIFT 1", "A gift");
        String ledger = odile.see("/ledger?text=GIFT+1");
        var link = Pattern.compile("/corrections/ask\\?transfer=([0-9a-f]{64})").matcher(ledger);
        assertTrue(link.find());
        String ask = "/corrections/ask?transfer=" + link.group(1);
        assertEquals(422, odile.send(ask, "/corrections", Map.of("transfer", link.group(1), "reason", " ")).status());
        Browser.Answer asked = odile.send(ask, "/corrections", Map.of("transfer", link.group(1), "reason", "It was a <loan>"));
        assertEquals("/corrections?did=correct.asked", asked.location());
        String own = odile.see("/corrections");
        assertTrue(own.contains("It was a &lt;loan&gt;") && !own.contains("value=\"confirm\""));
        assertTrue(odile.see("/ledger").contains("1 correction waits for a second person"));
        String hers = ines.see("/corrections");
        var id = Pattern.compile("action=\"/corrections/([0-9A-Z]{26})\"").matcher(hers);
        assertTrue(id.find() && hers.contains("value=\"confirm\""));
        assertEquals(403, odile.send("/corrections", "/corrections/" + id.group(1), Map.of("decision", "confirm")).status());
        assertEquals(403, chen.send("/corrections", "/corrections/" + id.group(1), Map.of("decision", "confirm")).status());
        assertEquals("/corrections?did=correct.confirmed",
            ines.send("/corrections", "/corrections/" + id.group(1), Map.of("decision", "confirm")).location());
        assertTrue(chen.see("/corrections").contains("Taken back"));
        assertTrue(odile.see("/ledger?text=GIFT+1").contains("Taken back"));
        assertEquals(404, odile.get("/corrections/ask?transfer=x").status());
    }

    @Test
    @Tag("W-20")
    void aMemberIsPaidByAFileAndKnowsWhere() {
        accepted();
        assertTrue(chen.see("/me/money").contains("earned and not paid out"));
        Browser.Answer wrong = chen.send("/me/money", "/me/money/account", Map.of("account", IBAN.replace("606", "607"),
            "holder", "Chen"));
        assertEquals(422, wrong.status());
        assertTrue(wrong.body().contains("id=\"account-fault\"") && wrong.body().contains("607"));
        assertEquals("/me/money?did=payout.set", chen.send("/me/money", "/me/money/account",
            Map.of("account", IBAN, "holder", "Chen <i>")).location());
        String mine = chen.see("/me/money");
        assertTrue(mine.contains("FR14 2004 1010 0505 0001 3M02 606") && mine.contains("If that was not you"));
        assertTrue(odile.see("/payments").contains("from "));
        assertEquals("/payments?did=payments.nothing",
            odile.send("/payments", "/payments", Map.of("currency", "EUR")).location());

        agePayoutAccounts();
        String made = odile.send("/payments", "/payments", Map.of("currency", "EUR")).location();
        String file = made.substring(0, made.indexOf('?'));
        String page = odile.see(made);
        assertTrue(page.contains("Chen") && page.contains("At the bank"));
        String csv = odile.get(file + "/csv").body();
        assertTrue(csv.contains("\"Chen <i>\",\"FR1420041010050500013M02606\",\"0.25\",\"EUR\""), csv);
        assertEquals(400, odile.send(file, file, Map.of("outcome", "booked", "reason", "")).status());
        String line = hidden(page, "line");
        Browser.Answer noReason = odile.send(file, file, Map.of("line", line, "outcome", "returned", "reason", ""));
        assertTrue(noReason.body().contains("id=\"reason-fault\""));
        assertEquals(file + "?did=payments.booked&n=1",
            odile.send(file, file, Map.of("line", line, "outcome", "booked", "reason", "")).location());
        assertTrue(chen.see("/me/money").contains("Paid"));
        assertTrue(chen.see("/me/statement").contains("The bank has paid") || chen.see("/me/statement").contains("Paid out"));
        assertTrue(chen.speaking("fr").see("/me/statement").contains("Relevé"));
        chen.speaking("en");
    }

    @Test
    @Tag("W-20")
    void aSessionThatWasNotJustBegunNamesNoAccount() {
        Browser other = house.signedIn("Bo", Role.WORKER, null);
        String link = "/sign-in/" + House.get(() -> house.rooms().sessions().link(person("Bo"), person("Bo").id()))
            .revealText();
        Browser stolen = house.stranger();
        stolen.signIn(link);
        Browser.Answer refused = stolen.send("/me/money", "/me/money/account", Map.of("account", IBAN, "holder", "Bo"));
        assertEquals(403, refused.status());
        assertTrue(refused.body().contains("Sign in once more"));
        assertTrue(other.see("/me/money").contains("No account is named yet"));
    }

    private static Person person(String name) {
        return House.get(() -> house.rooms().members().people(null)).stream().map(listed -> listed.person())
            .filter(person -> person.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void aRequesterTakesTheBalanceBackOnceAndMayKeepItAfterAll() {
        accepted();
        String page = anne.see("/money");
        assertTrue(page.contains("First say below where"));
        assertEquals("/money?did=payout.set", anne.send("/money", "/money/account",
            Map.of("account", "Caisse 7", "holder", "Museum")).location());
        page = anne.see("/money");
        Map<String, String> form = new HashMap<>(Map.of("amount", "10", "currency", "EUR", "payment", hidden(page, "payment")));
        assertEquals("/money?did=money.back", anne.send("/money", "/money/back", form).location());
        assertEquals("/money?did=money.back", anne.send("/money", "/money/back", form).location());
        assertEquals(1, house.node().number("select count(*) from payment where kind = 'withdrawal'"));
        assertTrue(odile.see("/payments").contains("Balance taken back"));
        form.put("payment", house.rooms().world().newId().toString());
        form.put("amount", "999999");
        Browser.Answer refused = anne.send("/money", "/money/back", form);
        assertEquals(422, refused.status());
        assertTrue(refused.body().contains("id=\"amount-fault\"") && refused.body().contains("value=\"999999\""));
        String kept = Pattern.compile("/money/keep.*?value=\"([0-9A-Z]{26})\"", Pattern.DOTALL).matcher(anne.see("/money"))
            .results().findFirst().orElseThrow().group(1);
        assertEquals("/money?did=money.kept", anne.send("/money", "/money/keep", Map.of("payment", kept)).location());
        assertTrue(anne.see("/money?from=2026-01-01&to=2999-12-31").contains("Batch funded"));
        assertEquals(422, anne.get("/money?from=x").status());
        assertEquals(404, anne.get("/money/invoice?number=1").status());
    }

    @Test
    void aBonusIsGivenOnceAndItsWorkerReadsWhy() {
        Progress batch = accepted();
        String path = "/batches/" + batch.id() + "/bonuses";
        String page = anne.see(path);
        Map<String, String> aside = Map.of("amount", "1", "form", hidden(page, "form"));
        assertEquals(path + "?did=bonuses.aside", anne.send(path, "/batches/" + batch.id() + "/top-up", aside).location());
        anne.send(path, "/batches/" + batch.id() + "/top-up", aside);
        assertTrue(anne.see(path).contains("€1.00 is set aside"));
        Id answer = House.get(() -> house.rooms().reviews().answers(museum, batch.id(), "accepted", null, 1)).stream()
            .map(Reviews.Answer::answerId).findFirst().orElseThrow();
        Map<String, String> bonus = new HashMap<>(Map.of("answer", answer.toString(), "bonus", hidden(page, "bonus"), "amount",
            "0.40", "reason", "You saw <what> others missed"));
        assertEquals(path + "?did=bonuses.given", anne.send(path, path, bonus).location());
        anne.send(path, path, bonus);
        house.node().settle();
        assertTrue(anne.see(path).contains("€0.60 is set aside"));
        String mine = chen.see("/me/money");
        assertTrue(mine.contains("You saw &lt;what&gt; others missed") && mine.contains("€0.40"));
        bonus.put("amount", "0,004");
        assertTrue(anne.send(path, path, bonus).body().contains("id=\"amount-fault\""));
        assertTrue(anne.send(path, "/batches/" + batch.id() + "/top-up", Map.of("amount", "99999", "form",
            hidden(anne.see(path), "form"))).body().contains("id=\"aside-fault\""));
    }

    @Test
    void theAccountantGetsFilesUnderNumbersOfTheirOwn() {
        accepted();
        assertTrue(odile.see("/exports").contains("Crédit") || odile.see("/exports").contains("512000"));
        Browser.Answer wrong = odile.send("/exports", "/exports", Map.of("siren", "12", "note", ""));
        assertTrue(wrong.body().contains("id=\"siren-fault\""));
        assertEquals("/exports?did=exports.set", odile.send("/exports", "/exports", Map.of("siren", "123456789", "note",
            "No VAT", "number.bank", "512300", "label.bank", "Crédit Coopératif")).location());
        String csv = odile.get("/exports/journal.csv?from=2020-01-01&to=2999-12-31").body();
        assertTrue(csv.contains("\"bank:EUR\",\"512300\""), csv.lines().limit(3).toList().toString());
        Browser.Answer fec = odile.get("/exports/fec.txt?year=" + house.rooms().world().now()
            .atOffset(ZoneOffset.UTC).getYear());
        assertTrue(fec.headers().get("Content-Disposition").contains("123456789FEC"), fec.headers().toString());
        assertTrue(fec.body().startsWith("JournalCode\tJournalLib\tEcritureNum") && fec.body().contains("Crédit Coopératif"));
        assertEquals(422, odile.get("/exports/fec.txt?year=x").status());
        assertTrue(odile.see("/obligations").contains("Nothing is owed"));
    }
}
