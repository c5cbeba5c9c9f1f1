package coop.canut.web.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.publish.Progress;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.web.Browser;
import coop.canut.web.House;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An organisation that has work done: signing up, being checked, answering, its people, being suspended. */
final class OrganisationTest {

    private static final Pattern CODE = Pattern.compile("<code class=\"address\">([0-9A-Z]{8})</code>");
    private static final Pattern LINK =
        Pattern.compile("<code class=\"address\">http://[^/<]*(/sign-in/[A-Za-z0-9_-]{43})</code>");
    private static final Map<String, String> GROUNDS = Map.of("reasons", "Bills unpaid.", "contact", "Odile, room 3",
        "review", LocalDate.now(ZoneOffset.UTC).plusDays(60).toString());

    @TempDir
    private static Path folder;
    private static House house;
    private static Browser odile;

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"));
        odile = house.signedIn("Odile", Role.STEWARD, null);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static String found(Pattern pattern, String page) {
        Matcher matcher = pattern.matcher(page);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static Browser signUp(String name) {
        Browser anne = house.stranger();
        Browser.Answer asked = anne.send("/requesters/join", "/requesters/join", Map.of("name", name, "country", "FR",
            "register", "SIREN 9", "contact", "work@museum.example", "person", "Anne"));
        assertEquals(303, asked.status(), asked.body());
        String link = asked.location().replaceAll("\\?.*", "");
        assertTrue(asked.location().endsWith("?next=%2Forganisation"));
        anne.signIn(link);
        return anne;
    }

    private static String path(String name) {
        String list = odile.see("/requesters");
        return list.substring(0, list.indexOf(">" + name + "<")).replaceAll("(?s).*href=\"(/requesters/[0-9A-Z]{26})\"", "$1");
    }

    @Test
    void anOrganisationIsCheckedAndAnswersAndThenPublishes() {
        Browser anne = signUp("Musée");
        assertTrue(anne.see("/organisation").contains("A steward has yet to check it."));
        assertEquals(403, anne.get("/batches").status(), "no role yet");
        String path = path("Musée");
        assertTrue(house.stranger().see(path).contains("Nobody has checked it yet"));
        Browser.Answer half = odile.send(path + "/check", path + "/check", Map.of("what", "name", "against", ""));
        assertEquals(400, half.status());
        assertTrue(half.body().contains("id=\"against-fault\"") && half.body().contains("value=\"name\""));
        odile.send(path + "/check", path + "/check", Map.of("what", "name, register", "against", "extract of today"));
        String code = found(CODE, odile.see(odile.send(path + "/check", path + "/code", Map.of()).location()));
        assertEquals(422, anne.send("/organisation", "/organisation/answer", Map.of("code", "00000000")).status());
        assertEquals("/organisation?did=contact",
            anne.send("/organisation", "/organisation/answer", Map.of("code", code.toLowerCase(Locale.ROOT))).location());
        assertEquals(200, anne.get("/batches").status());
        String shown = house.stranger().see(path);
        assertTrue(shown.contains("by a steward of this cooperative") && shown.contains("extract of today"));
        assertTrue(anne.see(path).contains("by Odile"));
        assertTrue(odile.see("/members/chronicle").contains("The contact of Musée has answered."));
    }

    @Test
    void oneAddsAnotherAndTakesHerOut() {
        Browser anne = signUp("Archive");
        String added = anne.see(anne.send("/organisation", "/organisation/people", Map.of("name", "Bea")).location());
        Browser bea = house.stranger();
        bea.signIn(found(LINK, added));
        assertTrue(bea.see("/organisation").contains("Archive"));
        assertEquals(400, bea.send("/organisation", "/organisation/people", Map.of("name", "")).status());
        String list = anne.see("/organisation");
        String remove = list.substring(0, list.indexOf("Take Bea out")).replaceAll("(?s).*action=\"([^\"]*)\".*", "$1");
        assertEquals("/organisation?did=removed", anne.send("/organisation", remove, Map.of()).location());
        assertEquals(303, bea.get("/organisation").status());
    }

    @Test
    void whoLeavesIsPaidForWhatSheHandedIn() {
        Requester museum = house.requester("Silk museum");
        Progress batch = house.publish(museum, "Cards", "Look.", List.of("a"));
        Person ines = House.get(() -> house.rooms().members().admit(null, "Ines", Set.of(Role.WORKER), null)).person();
        var claim = House.get(() -> house.rooms().claims().open(ines,
            new ObjectUrl(Noun.LISTING, RunningNode.HOST, batch.id()), null));
        House.get(() -> house.rooms().claims().submit(ines, claim.id(), ChoiceTemplate.answer("1"), "", false));
        Browser browser = house.stranger();
        browser.signIn("/sign-in/" + House.get(() -> house.rooms().sessions().link(null, ines.id())).revealText());
        browser.send("/membership", "/membership/leave", Map.of("word", "", "sure", "yes"));
        assertTrue(browser.see("/membership").contains("Nothing is owed to you."));
        House.get(() -> house.rooms().reviews().acceptAll(museum, batch.id()));
        house.node().settle();
        assertTrue(browser.see("/membership").contains("€0.25"));
        assertEquals(List.of(Money.of(25, "EUR")), House.get(() -> house.rooms().pay().owed(ines)));
    }

    @Test
    void whoIsSuspendedPublishesNothingNewAndKeepsWhatIsPublished() {
        Requester museum = house.requester("Museum");
        Progress before = house.publish(museum, "Before", "Look.", List.of("a", "b"));
        String path = "/requesters/" + museum.id();
        assertEquals(400, odile.send(path + "/check", path + "/suspend",
            Map.of("reasons", "", "contact", "x", "review", "")).status());
        odile.send(path + "/check", path + "/suspend", GROUNDS);
        Refused refused = assertThrows(Refused.class, () -> house.publish(museum, "After", "Look.", List.of("a")));
        assertEquals(Problem.REQUESTER_SUSPENDED, refused.problem());
        assertEquals(before.escrow(), House.get(() -> house.rooms().listings().progress(museum, before.id())).escrow());
        String shown = house.stranger().see(path);
        assertTrue(shown.contains("Bills unpaid.") && shown.contains("Odile, room 3"));
        Browser anne = house.signedIn("Anne", Role.REQUESTER, museum);
        assertTrue(anne.see("/organisation").contains("Bills unpaid."));
        assertEquals(200, anne.get("/batches/" + before.id()).status());
        odile.send(path + "/check", path + "/lift", Map.of());
        house.publish(museum, "After", "Look.", List.of("a"));
    }
}
