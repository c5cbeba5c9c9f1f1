package coop.canut.web.steward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.web.Browser;
import coop.canut.web.House;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A steward and the people of the cooperative. */
final class PeoplePagesTest {

    private static final Pattern LINK =
        Pattern.compile("<code class=\"address\">http://[^/<]*(/sign-in/[A-Za-z0-9_-]{43})</code>");

    @TempDir
    private static Path folder;
    private static House house;
    private static Browser odile;
    private static Requester museum;

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"));
        odile = house.signedIn("Odile", Role.STEWARD, null);
        museum = house.requester("Museum <i>");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /** A form whose field {@code roles} may stand several times. */
    private static Browser.Answer admit(String name, String requester, String... roles) {
        var body = new StringBuilder(Browser.encoded(Map.of("name", name, "requester", requester,
            "_token", odile.get("/people/admit").token())));
        for (String role : roles) {
            body.append("&roles=").append(role);
        }
        return odile.send(HttpMethod.POST, "/people", Map.of("Content-Type", "application/x-www-form-urlencoded",
            "Sec-Fetch-Site", "same-origin"), Buffer.buffer(body.toString()));
    }

    private static String link(String page) {
        Matcher found = LINK.matcher(page);
        return found.find() ? found.group(1) : null;
    }

    @Test
    void aPersonIsAdmittedAndTheLinkIsShownOnceAndOpens() {
        Browser.Answer admitted = admit("Zoé <b>", "", "worker", "treasurer");
        assertEquals(303, admitted.status());
        String page = odile.see(admitted.location());
        assertTrue(page.contains("Zoé &lt;b&gt;") && page.contains("treasurer") && page.contains("within 48 hours"));
        String link = link(page);
        assertEquals(null, link(odile.see(admitted.location())), "shown once");
        Browser zoe = house.stranger();
        assertEquals("/board", zoe.signIn(link));
        assertEquals(200, zoe.get("/account").status());
        assertTrue(odile.see(admitted.location().replaceAll("\\?.*", "")).contains("In one browser"));
    }

    @Test
    void whoPublishesIsAdmittedForSomebody() {
        Browser.Answer admitted = admit("Anne", museum.id().toString(), "requester");
        assertTrue(odile.see(admitted.location()).contains("publishes for Museum &lt;i&gt;"));
        assertTrue(odile.see("/people").contains("Museum &lt;i&gt;"));
        assertEquals(303, admit("Karim", museum.id().toString(), "treasurer").status(), "without the role the list is not asked");
    }

    @Test
    void whatIsWrongStandsBesideItsFieldAndNothingTypedIsLost() {
        Browser.Answer nameless = admit("", "", "worker");
        assertEquals(400, nameless.status());
        assertTrue(nameless.body().contains("id=\"name-fault\"") && nameless.body().contains("value=\"worker\" checked"));
        Browser.Answer without = admit("Lea", "");
        assertEquals(400, without.status());
        assertTrue(without.body().contains("id=\"roles-fault\"") && without.body().contains("value=\"Lea\""));
        Browser.Answer forNobody = admit("Lea", "", "requester");
        assertTrue(forNobody.body().contains("id=\"requester-fault\"") && forNobody.body().contains("value=\"Lea\""));
        assertEquals(422, admit("Lea", "01M87BEFS0HQSYHRMC1NHFFJBQ", "requester").status());
        assertEquals(422, admit("Lea", "nobody", "requester").status());
        assertEquals(422, admit("Lea", "", "king").status());
        assertFalse(odile.see("/people").contains("Lea"));
    }

    @Test
    void aRequesterIsAdmittedAsTheRegisterHasIt() {
        Map<String, String> fields = Map.of("name", "Archives & Co", "country", "IT", "register", "REA 12");
        assertEquals("/people?did=requester", odile.send("/requesters/admit", "/requesters", fields).location());
        String page = odile.see("/people");
        assertTrue(page.contains("Archives &amp; Co") && page.contains("Italy") && page.contains("REA 12"));
        Browser.Answer wrong = odile.send("/requesters/admit", "/requesters",
            Map.of("name", "Elsewhere", "country", "it", "register", "REA 13"));
        assertEquals(422, wrong.status());
        assertTrue(wrong.body().contains("id=\"country-fault\"") && wrong.body().contains("value=\"Elsewhere\""));
    }

    @Test
    void aNewLinkIsMadeForWhoLostTheOldOne() {
        String path = admit("Ines", "", "worker").location().replaceAll("\\?.*", "");
        String first = link(odile.see(path));
        Browser.Answer made = odile.send(path, path + "/link", Map.of());
        String second = link(odile.see(made.location()));
        assertNotEquals(first, second);
        assertEquals("/board", house.stranger().signIn(second));
    }

    @Test
    void anotherStewardDoesNotSeeALinkThatThisOneMade() {
        Browser other = house.signedIn("Paola", Role.STEWARD, null);
        Browser.Answer admitted = admit("Noor", "", "worker");
        assertEquals(null, link(other.see(admitted.location())));
        assertTrue(link(odile.see(admitted.location())) != null);
    }

    @Test
    void endingAllEndsSessionsAndLinks() {
        Browser.Answer admitted = admit("Jo", "", "worker");
        String path = admitted.location().replaceAll("\\?.*", "");
        String link = link(odile.see(path));
        Browser jo = house.stranger();
        jo.signIn(link);
        String unused = link(odile.see(odile.send(path, path + "/link", Map.of()).location()));
        assertEquals(path + "?did=sessions", odile.send(path, path + "/end", Map.of()).location());
        assertEquals(303, jo.get("/account").status());
        assertEquals(404, house.stranger().get(unused).status());
    }

    @Test
    void whoIsNotHereHasNoPage() {
        String nobody = "/people/01M87BEFS0HQSYHRMC1NHFFJBQ";
        assertEquals(404, odile.get(nobody).status());
        assertEquals(404, odile.send("/account", nobody + "/link", Map.of()).status());
        assertEquals(404, odile.send("/account", nobody + "/end", Map.of()).status());
        assertEquals(404, odile.get("/people/odile").status());
    }

    @Test
    void allOfItIsThereInFrench() {
        Browser paul = house.signedIn("Paul", Role.STEWARD, null).speaking("fr");
        for (String page : new String[] {"/people", "/people/admit", "/requesters/admit", "/peers", "/peers/add"}) {
            assertTrue(paul.see(page).contains("<html lang=\"fr\""), page);
        }
    }
}
