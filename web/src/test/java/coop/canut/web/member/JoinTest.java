package coop.canut.web.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Role;
import coop.canut.node.quota.Quotas;
import coop.canut.web.Browser;
import coop.canut.web.House;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a stranger's application to a member who leaves, as browsers see it. */
final class JoinTest {

    private static final Pattern ADDRESS =
        Pattern.compile("<code class=\"address\">http://[^/<]*(/(?:join/invited|sign-in)/[A-Za-z0-9_-]{43})</code>");
    private static final Pattern APPLICATION = Pattern.compile("/applications/([0-9A-Z]{26})");
    private static final Pattern HEARING = Pattern.compile("/hearings/([0-9A-Z]{26})/decide");
    private static final Pattern REPLY = Pattern.compile("/membership/reply/[0-9A-Z]{26}");

    @TempDir
    private static Path folder;
    private static House house;
    private static Browser odile;
    private static Browser karim;

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"));
        odile = house.signedIn("Odile", Role.STEWARD, null);
        karim = house.signedIn("Karim", Role.TREASURER, null);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static String day(int days) {
        return LocalDate.now(ZoneOffset.UTC).plusDays(days).toString();
    }

    private static String found(Pattern pattern, String page) {
        Matcher matcher = pattern.matcher(page);
        return matcher.find() ? matcher.group(matcher.groupCount()) : null;
    }

    private static String plain(String location) {
        return location.replaceAll("\\?.*", "");
    }

    /** Applies; gives the path at which the application is seen. */
    private static String apply(String name) {
        Browser.Answer asked = house.stranger().send("/join", "/join", Map.of("name", name, "contact", name + "@example.org",
            "why", "I weave & spin.", "invitation", ""));
        assertEquals(303, asked.status(), asked.body());
        return plain(asked.location());
    }

    private static String application(String name) {
        String list = odile.see("/applications");
        return found(APPLICATION, list.substring(0, list.indexOf(">" + name + "<")).replaceAll("(?s).*(/applications/)", "$1"));
    }

    /** Applies and is admitted; gives the path of the steward's page about the new member. */
    private static String admitted(String name) {
        apply(name);
        String id = application(name);
        return plain(odile.send("/applications/" + id, "/applications/" + id + "/admit", Map.of()).location());
    }

    private static Browser signedIn(String path) {
        String link = found(ADDRESS, odile.see(plain(odile.send(path, path + "/link", Map.of()).location())));
        Browser browser = house.stranger();
        browser.signIn(link);
        return browser;
    }

    @Test
    void whoeverAsksIsToldTheSameAndSeesWhatBecomesOfIt() {
        String path = apply("Berthe");
        Browser stranger = house.stranger();
        assertTrue(stranger.see(path).contains("It waits for a decision.") && stranger.see(path).contains("I weave &amp; spin."));
        String list = karim.see("/applications");
        assertTrue(list.contains("Berthe") && !list.contains("Berthe@example.org"), "members see who and why");
        String id = application("Berthe");
        assertEquals(403, karim.get("/applications/" + id).status());
        assertTrue(odile.see("/applications/" + id).contains("Berthe@example.org"));
        assertTrue(karim.see("/members/chronicle").contains("Odile has read the application of Berthe."));
        Browser.Answer without = odile.send("/applications/" + id, "/applications/" + id + "/decline",
            Map.of("reasons", "No work for weavers.", "contact", "", "review", day(30)));
        assertEquals(400, without.status());
        assertTrue(without.body().contains("id=\"contact-fault\"") && without.body().contains("No work for weavers."));
        assertEquals(422, odile.send("/applications/" + id, "/applications/" + id + "/decline",
            Map.of("reasons", "No.", "contact", "Odile", "review", day(0))).status());
        assertEquals(422, odile.send("/applications/" + id, "/applications/" + id + "/decline",
            Map.of("reasons", "No.", "contact", "Odile", "review", "soon")).status());
        odile.send("/applications/" + id, "/applications/" + id + "/decline",
            Map.of("reasons", "No work for weavers.", "contact", "Odile, room 3", "review", day(30)));
        String seen = stranger.see(path);
        assertTrue(seen.contains("declined") && seen.contains("No work for weavers.") && seen.contains("Odile, room 3"));
    }

    @Test
    void whatIsWrongStandsBesideItsFieldAndNothingTypedIsLost() {
        Browser.Answer wrong = house.stranger().send("/join", "/join",
            Map.of("name", "Claire", "contact", "", "why", "I <b>spin</b>.", "invitation", ""));
        assertEquals(400, wrong.status());
        assertTrue(wrong.body().contains("id=\"contact-fault\"") && wrong.body().contains("value=\"Claire\"")
            && wrong.body().contains("I &lt;b&gt;spin&lt;/b&gt;."));
        assertEquals(404, house.stranger().get("/join/seen/" + "A".repeat(43)).status());
        assertEquals(404, house.stranger().get("/join/invited/" + "A".repeat(43)).status());
    }

    @Test
    @Tag("F-67")
    void oneAddressAsksFiveTimesAnHour() {
        for (int i = 0; i <= Quotas.ASKED_PER_HOUR; i++) {
            var form = Buffer.buffer(Browser.encoded(Map.of("name", "Flood " + i, "contact", "x", "why", "x", "invitation", "")));
            Browser.Answer answer = house.stranger().send(HttpMethod.POST, "/join", Map.of("X-Forwarded-For", "192.0.2.7",
                "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"), form);
            assertEquals(i < Quotas.ASKED_PER_HOUR ? 303 : 429, answer.status());
            assertTrue(i < Quotas.ASKED_PER_HOUR || answer.body().contains("Flood " + i), "what was typed is kept");
        }
    }

    @Test
    void anInvitationIsShownOnceAndOpensOnce() {
        String page = odile.see(odile.send("/applications", "/applications/invite", Map.of()).location());
        String link = found(ADDRESS, page);
        assertEquals(null, found(ADDRESS, odile.see("/applications")));
        Browser dora = house.stranger();
        assertTrue(dora.see(link).contains("Odile invites you"));
        String token = link.replaceAll(".*/", "");
        assertEquals(303, dora.send(link, "/join",
            Map.of("name", "Dora", "contact", "x", "why", "x", "invitation", token)).status());
        assertEquals(404, dora.get(link).status());
    }

    @Test
    void aMemberSeesHerOwnTakesItAllAlongAndLeaves() {
        String path = admitted("Emma");
        Browser emma = signedIn(path);
        String mine = emma.see("/membership");
        assertTrue(mine.contains("On probation") && mine.contains("Nothing is owed to you."));
        assertTrue(mine.contains("Odile has made a sign-in link for Emma."));
        assertEquals("application/zip", emma.get("/membership/download").headers().get("Content-Type"));
        assertTrue(emma.get("/membership/download").body().startsWith("PK"));
        assertTrue(emma.see("/members").contains("Karim"));
        assertEquals(400, emma.send("/membership", "/membership/leave", Map.of("word", "Good luck.")).status(), "not sure");
        assertEquals("/membership?did=left",
            emma.send("/membership", "/membership/leave", Map.of("word", "Good luck.", "sure", "yes")).location());
        assertEquals(403, emma.get("/members").status());
        assertEquals(403, emma.get("/board/../workbench").status());
        assertTrue(emma.see("/membership").contains("Has left"));
        assertEquals(200, emma.get("/membership/download").status());
        assertTrue(karim.see("/members/chronicle").contains("Emma has left. Good luck."));
        assertFalse(karim.see("/members").contains("Emma"));
    }

    @Test
    @Tag("W-36")
    void aMemberIsHeardBeforeAnotherStewardDecides() {
        Browser paola = house.signedIn("Paola", Role.STEWARD, null);
        String path = admitted("Fanny");
        Browser fanny = signedIn(path);
        Browser.Answer half = odile.send(path, path + "/exclude", Map.of("reasons", "She took the box.", "contact", "Odile",
            "review", ""));
        assertEquals(400, half.status());
        assertTrue(half.body().contains("id=\"review-fault\"") && half.body().contains("She took the box."));
        odile.send(path, path + "/exclude", Map.of("reasons", "She took the box.", "contact", "Odile", "review", day(90)));
        assertEquals(null, found(HEARING, paola.see("/members")), "not yet heard");
        assertTrue(karim.see("/members").contains("She took the box."));
        Matcher reply = REPLY.matcher(fanny.see("/membership"));
        assertTrue(reply.find());
        fanny.send("/membership", reply.group(), Map.of("reply", "I gave it to Karim."));
        assertTrue(karim.see("/members").contains("I gave it to Karim."));
        assertEquals(null, found(HEARING, odile.see("/members")), "who proposed it does not decide");
        String hearing = found(HEARING, paola.see("/members"));
        assertEquals(400, paola.send("/members", "/hearings/" + hearing + "/decide", Map.of()).status());
        assertEquals("/members?did=excluded",
            paola.send("/members", "/hearings/" + hearing + "/decide", Map.of("sure", "yes")).location());
        assertEquals(303, fanny.get("/membership").status(), "signed out");
        Browser again = signedIn(path);
        assertTrue(again.see("/membership").contains("Excluded") && again.see("/membership").contains("I gave it to Karim."));
        assertEquals(200, again.get("/membership/download").status());
    }

    @Test
    void anOfficeIsGivenForATermAndGivenBack() {
        House.get(() -> house.rooms().members().admit(null, "Greta", Set.of(Role.WORKER), null));
        String list = odile.see("/people");
        String path = list.substring(0, list.indexOf(">Greta<")).replaceAll("(?s).*href=\"(/people/[0-9A-Z]{26})\"", "$1");
        assertEquals(422, odile.send(path, path + "/appoint", Map.of("role", "secretary", "until", day(-1))).status());
        odile.send(path, path + "/appoint", Map.of("role", "secretary", "until", day(365)));
        assertTrue(odile.see(path).contains("secretary"));
        Browser greta = signedIn(path);
        assertTrue(greta.see("/members").contains("Greta"));
        greta.send("/membership", "/membership/resign", Map.of("role", "secretary", "word", "Too much paper."));
        assertTrue(greta.see("/membership").contains("secretary Too much paper."));
        assertEquals(409, greta.send("/membership", "/membership/resign", Map.of("role", "secretary", "word", "")).status());
    }

    @Test
    void allOfItIsThereInFrench() {
        Browser paul = house.signedIn("Paul", Role.STEWARD, null).speaking("fr");
        for (String page : new String[] {"/members", "/members/chronicle", "/applications", "/membership", "/requesters", "/join",
            "/requesters/join"}) {
            assertTrue(paul.see(page).contains("<html lang=\"fr\""), page);
        }
    }
}
