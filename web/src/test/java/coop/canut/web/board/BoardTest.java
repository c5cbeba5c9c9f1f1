package coop.canut.web.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.web.Browser;
import coop.canut.web.House;
import coop.canut.web.Offer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of open work, as a browser without scripts sees it. */
final class BoardTest {

    private static final Pattern TITLE = Pattern.compile("<h2><a href=\"[^\"]*\">([^<]*)</a></h2>");
    private static final Pattern OLDER = Pattern.compile("rel=\"next\" href=\"([^\"]*)\"");
    private static final Pattern NEWS = Pattern.compile("hx-get=\"([^\"]*)\"");

    @TempDir
    private Path folder;
    private House house;
    private Requester museum;
    private Browser amelie;

    @BeforeEach
    void open() {
        house = new House(folder.resolve("keys"));
        museum = house.requester("Musée <b>&amp; Cie</b>");
        amelie = house.signedIn("Amélie", Role.WORKER, null);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void anEmptyBoardSaysWhatWillBeHere() {
        assertTrue(amelie.see("/board").contains("No work is open at the moment."));
        assertTrue(house.stranger().see("/board").contains("how to become a member"));
        assertTrue(amelie.see("/board?text=weave").contains("Nothing that is open fits these filters."));
    }

    @Test
    void aRowTellsWhoAsksWhatForAndWhatAnHourPays() {
        new Offer(house, museum).titled("<i>Which weave?</i>").endUse("To sort \"samples\".").severe(3).speaking("fr", "sw")
            .needing("weaving").publish();
        String board = amelie.see("/board");
        assertTrue(board.contains("&lt;i&gt;Which weave?&lt;/i&gt;"));
        assertTrue(board.contains("Musée &lt;b&gt;&amp;amp; Cie&lt;/b&gt;, at lyon.localhost"));
        assertTrue(board.contains("To sort \"samples\"."));
        assertTrue(board.contains("€0.50 each"));
        assertTrue(board.contains("€30.00 an hour"));
        assertTrue(board.contains("hard to look at"));
        assertTrue(board.contains("3 tasks"));
        assertTrue(board.contains("French, Swahili"));
        assertTrue(amelie.speaking("fr").see("/board").contains("30,00\u00a0€ de l’heure"));
    }

    @Test
    void eachFilterNarrowsAndStandsInTheAddress() {
        new Offer(house, museum).titled("Mild").publish();
        new Offer(house, museum).titled("Hard").severe(4).priced(100).speaking("fr").needing("C++ & co").publish();
        record Case(String query, List<String> found) {
        }
        for (Case each : List.of(new Case("", List.of("Hard", "Mild")), new Case("?text=mild", List.of("Mild")),
                new Case("?pay=30%2C50", List.of("Hard")), new Case("?pay=30.5&currency=EUR", List.of("Hard")),
                new Case("?pay=1&currency=JPY", List.of()), new Case("?language=fr", List.of("Hard")),
                new Case("?hardship=3", List.of("Mild")), new Case("?host=lyon.localhost", List.of("Hard", "Mild")),
                new Case("?host=nowhere.example", List.of()), new Case("?skill=C%2B%2B+%26+co", List.of("Hard")))) {
            assertEquals(each.found(), titles(amelie.see("/board" + each.query())), each.query());
        }
        String board = amelie.see("/board?pay=30%2C50&language=fr");
        assertTrue(board.contains("value=\"30,50\""));
        assertTrue(board.contains("<option value=\"fr\" selected>"));
        assertTrue(board.contains("?pay=30%2C50&amp;language=fr&amp;skill=C%2B%2B+%26+co"));
    }

    @Test
    void whatIsWrongStandsBesideItsFieldAndStaysThere() {
        new Offer(house, museum).titled("Mild").publish();
        record Case(String field, String typed) {
        }
        for (Case each : List.of(new Case("pay", "much"), new Case("pay", "-1"), new Case("pay", "1.005"),
                new Case("pay", "9999999999999999"), new Case("hardship", "5"), new Case("hardship", "x"),
                new Case("language", "<b>"), new Case("host", "Lyon.LOCALHOST"), new Case("text", "x".repeat(201)),
                new Case("skill", "\"" + "y".repeat(201)))) {
            Browser.Answer answer = amelie.get("/board?" + Browser.encoded(Map.of(each.field(), each.typed())));
            assertEquals(422, answer.status(), each.toString());
            assertTrue(answer.body().contains("id=\"" + each.field() + "-fault\""), each.toString());
            if (Set.of("pay", "text", "skill").contains(each.field())) {
                assertTrue(answer.body().contains("value=\"" + each.typed().replace("\"", "&#34;") + "\""), each.toString());
            }
            assertEquals(List.of("Mild"), titles(answer.body()), each.toString());
        }
        assertEquals(422, amelie.get("/board?text=a&text=b").status());
        assertEquals(422, amelie.get("/board?after=yesterday").status());
        assertEquals(422, amelie.get("/board?text=%00").status());
        assertEquals(422, amelie.get("/board?text=%80").status());
        assertEquals(400, amelie.get("/board?text=%ZZ").status());
        assertEquals(200, amelie.get("/board?something=else").status());
    }

    @Test
    void theListGoesOnWhereThePageEnded() {
        for (int i = 0; i < BoardPages.ROWS + 2; i++) {
            new Offer(house, museum).titled("Number " + i).publish();
        }
        String first = amelie.see("/board?language=en");
        assertEquals(BoardPages.ROWS, titles(first).size());
        Matcher older = OLDER.matcher(first);
        assertTrue(older.find());
        String second = amelie.see(older.group(1).replace("&amp;", "&"));
        assertEquals(List.of("Number 1", "Number 0"), titles(second));
        assertFalse(OLDER.matcher(second).find());
        assertFalse(NEWS.matcher(second).find());
        Set<String> all = new HashSet<>(titles(first));
        all.addAll(titles(second));
        assertEquals(BoardPages.ROWS + 2, all.size());
    }

    @Test
    void whatArrivesIsCountedAndChangesNothingThatIsRead() {
        new Offer(house, museum).publish();
        Matcher news = NEWS.matcher(amelie.see("/board?language=en"));
        assertTrue(news.find());
        String path = news.group(1).replace("&amp;", "&");
        assertEquals("", part(path).strip());
        new Offer(house, museum).publish();
        new Offer(house, museum).speaking("de").publish();
        assertTrue(part(path).contains("1 new."));
        new Offer(house, museum).publish();
        assertTrue(part(path).contains("2 new."));
        assertTrue(part(path).contains("href=\"/board?language=en\""));
        assertEquals("/board?language=en", amelie.get(path).location());
        assertEquals(422, amelie.send(HttpMethod.GET, "/board/news?since=x", Map.of("HX-Request", "true"), Buffer.buffer())
            .status());
    }

    private String part(String path) {
        Browser.Answer answer = amelie.send(HttpMethod.GET, path, Map.of("HX-Request", "true"), Buffer.buffer());
        assertEquals(200, answer.status());
        return answer.body();
    }

    @Test
    void aStrangerSeesWhatThisCooperativePublishesAndNoOther() {
        new Offer(house, museum).titled("Ours").publish();
        Browser stranger = house.stranger();
        String board = stranger.see("/board?host=other.example&lang=fr");
        assertEquals(List.of("Ours"), titles(board));
        assertTrue(board.contains("<html lang=\"fr\""));
        assertFalse(board.contains("name=\"host\""));
        assertTrue(board.contains("name=\"lang\" value=\"fr\""));
    }

    private static List<String> titles(String board) {
        List<String> titles = new ArrayList<>();
        Matcher found = TITLE.matcher(board);
        while (found.find()) {
            titles.add(found.group(1));
        }
        return titles;
    }
}
