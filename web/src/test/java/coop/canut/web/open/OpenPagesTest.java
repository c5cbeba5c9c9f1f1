package coop.canut.web.open;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.node.publish.Progress;
import coop.canut.protocol.Problem;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Signatures;
import coop.canut.web.Browser;
import coop.canut.web.House;
import coop.canut.web.look.Palette;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** What somebody sees who is not known here. */
final class OpenPagesTest {

    private static final String HOSTILE = "<script>alert(1)</script> & \"]]> \ufffe";

    @TempDir
    private static Path folder;
    private static House house;
    private static Progress batch;

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"));
        batch = house.publish(house.requester(HOSTILE), HOSTILE, HOSTILE, List.of("one", "two"));
        RunningNode.until("it is on the board", () -> house.stranger().see("/").contains("0.25"));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void theCooperativeSaysWhoItIsAndWhereToLook() {
        String page = house.stranger().see("/");
        for (String link : List.of("/board", "/sign-in", "/verify", "/canut/1/log/1/checkpoint", "/canut/1/keys", "/open.atom",
            "/tasks/" + RunningNode.HOST + "/" + batch.id())) {
            assertTrue(page.contains("href=\"" + link + "\""), link);
        }
        assertTrue(page.contains("€12.00 an hour"));
        assertTrue(house.stranger().speaking("fr").see("/").contains("12,00\u00a0€ de l’heure"));
    }

    @Test
    void namesAreTextAndNothingElse() {
        String page = house.stranger().see("/");
        assertTrue(page.contains("&lt;script&gt;alert(1)"));
        assertFalse(page.contains("<script>alert"));
    }

    @Test
    void openWorkIsAFeed() throws Exception {
        Browser.Answer answer = house.stranger().get("/open.atom");
        assertEquals("application/atom+xml; charset=utf-8", answer.headers().get("Content-Type"));
        Document feed = DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new InputSource(new StringReader(answer.body())));
        assertEquals("feed", feed.getDocumentElement().getTagName());
        Element entry = (Element) feed.getElementsByTagName("entry").item(0);
        assertEquals(HOSTILE.replace("\ufffe", ""), text(entry, "title"));
        assertEquals("https://" + RunningNode.HOST + "/listing/" + batch.id(), text(entry, "id"));
        assertTrue(text(entry, "summary").contains("€0.25 an answer, €15.00 an hour; 2 items"));
        String link = ((Element) entry.getElementsByTagName("link").item(0)).getAttribute("href");
        house.stranger().see(link.substring(link.indexOf("/tasks")));
    }

    private static String text(Element element, String name) {
        return element.getElementsByTagName(name).item(0).getTextContent();
    }

    @Test
    void searchEnginesAreAskedToLeaveAloneWhatIsNoPage() {
        Browser.Answer answer = house.stranger().get("/robots.txt");
        assertEquals("text/plain; charset=utf-8", answer.headers().get("Content-Type"));
        List<String> lines = answer.body().lines().toList();
        assertEquals("User-agent: *", lines.getFirst());
        assertTrue(lines.contains("Disallow: /sign-in/"));
        for (String open : List.of("/", "/board", "/verify", "/marks")) {
            assertFalse(lines.contains("Disallow: " + open), open);
        }
    }

    @Test
    void aReceiptCannotBeSentFromThePageThatVerifiesIt() {
        String page = house.stranger().see("/verify");
        String main = page.substring(page.indexOf("<main"), page.indexOf("</main>"));
        assertFalse(main.contains("<form"));
        assertFalse(main.matches("(?s).*<(input|textarea|button)[^>]* name=.*"), "a field without a name is never sent");
        assertTrue(main.contains("<noscript>") && main.contains("ops/canut verify-receipt FILE"));
    }

    @Test
    void thePageBringsTheKeysThatEverybodyHasAndThePrintsThatWeKnow() {
        String page = house.stranger().see("/verify");
        assertTrue(Signatures.published().size() > 10);
        for (Key key : Signatures.published()) {
            assertTrue(page.contains(key.toString()));
        }
        Hash own = house.rooms().peers().keys(RunningNode.HOST).orElseThrow().last();
        assertTrue(page.contains(RunningNode.HOST + "=" + own));
    }

    /** The script takes its words from the page; one that is missing there would be an empty sentence. */
    @Test
    void whateverTheScriptFindsWrongThePageHasWordsFor() throws IOException {
        String script = Files.readString(Path.of("src/main/resources/coop/canut/web/assets/receipt.js"));
        Set<String> codes = Stream.of(Problem.values()).map(Problem::code).collect(Collectors.toSet());
        Set<String> thrown = Pattern.compile("\"([a-z]+(?:-[a-z]+)*)\"").matcher(script).results().map(found -> found.group(1))
            .filter(codes::contains).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(VerifyPage.PROBLEMS), thrown);
        Set<String> places = Pattern.compile("part\\(\"([A-Za-z]+)\"").matcher(script).results().map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
        places.add("expires");
        assertEquals(new TreeSet<>(VerifyPage.PLACES), places);
    }

    @Test
    void thePartsAreShownInBothLanguages() {
        for (String language : List.of("en", "fr")) {
            String page = house.stranger().speaking(language).see("/design");
            for (String part : List.of("class=\"fault\"", "aria-invalid=\"true\"", "class=\"notice good\"", "class=\"tag bad\"",
                "class=\"empty\"", "<progress", "class=\"mark large\"", "class=\"fabric\"", "class=\"unit\"", "<dialog open",
                "class=\"stack\"", "button type=\"button\" disabled", Palette.read().colour("madder").dark())) {
                assertTrue(page.contains(part), language + " " + part);
            }
            assertFalse(page.contains("autofocus"), "the page begins at its beginning");
        }
    }

    @Test
    void aMarkNeverChangesAndIsKept() {
        Browser.Answer mark = house.stranger().get("/marks/" + Hash.ZERO.hex());
        assertEquals("image/svg+xml", mark.headers().get("Content-Type"));
        assertTrue(mark.headers().get("Cache-Control").contains("immutable"));
        assertEquals(404, house.stranger().get("/marks/xyz").status());
    }
}
