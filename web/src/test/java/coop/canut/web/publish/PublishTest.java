package coop.canut.web.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.protocol.money.Money;
import coop.canut.web.Browser;
import coop.canut.web.House;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing a batch and publishing it, as a browser without scripts does it. */
final class PublishTest {

    private static final String CSV = "comment,mood\nThank you for the looms.,glad\nToo dark.,cross\n";
    @TempDir
    private static Path folder;
    private static House house;
    private static Requester museum;
    private static Browser anne;

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"));
        museum = house.requester("Museum");
        anne = house.signedIn("Anne", Role.REQUESTER, museum);
        var karim = House.get(() -> house.rooms().members().admit(null, "Karim", Set.of(Role.TREASURER), null)).person();
        House.get(() -> house.rooms().ledger().deposit(karim, museum.url(), Money.of(10_000, "EUR"), "R1"));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static String begin() {
        Browser.Answer begun = anne.send("/batches", "/batches/new", Map.of());
        assertEquals(303, begun.status(), begun.body());
        return begun.location();
    }

    private static Map<String, String> whole() {
        Map<String, String> fields = new HashMap<>();
        fields.putAll(Map.of("title", "How do they feel?", "instructions", "Read it.", "shown.0", "text", "as.0", "text",
            "ask", "Glad or cross?", "choices", "glad = Glad\ncross = Cross", "answers", "2", "seconds", "60", "price", "0,25"));
        fields.putAll(Map.of("endUse", "To change the rooms.", "signedBy", "Anne", "severity", "0", "languages", "en, fr",
            "machineHelp", "none", "deadline", "2999-12-31T12:00"));
        return fields;
    }

    private static Browser.Answer press(String path, Map<String, String> fields, String button) {
        Map<String, String> all = new HashMap<>(fields);
        all.put("do", button);
        return anne.send(path, path, all);
    }

    private static Multipart withToken(String path) {
        return new Multipart().with("_token", anne.get(path).token());
    }

    private static Browser.Answer upload(String path, Map<String, String> fields, String fileName, Buffer file) {
        return withToken(path).with(fields).with("do", "items").file(fileName, file).send(anne, path);
    }

    /** The fault that stands beside a field. */
    private static String fault(String html, String field) {
        Matcher found = Pattern.compile("id=\"" + Pattern.quote(field) + "-fault\">([^<]*)<").matcher(html);
        return found.find() ? found.group(1) : "";
    }

    @Test
    void aBatchIsWrittenPiecemealPublishedAndTheDraftIsGone() {
        String path = begin();
        assertTrue(path.startsWith("/publish/"), path);
        Map<String, String> first = whole();
        first.keySet().retainAll(Set.of("title", "shown.0", "as.0", "ask", "choices"));
        assertEquals(303, press(path, first, "what").status());
        assertEquals(path + "?did=items&n=2#items", upload(path, whole(), "a.csv", Buffer.buffer(CSV)).location());
        String page = anne.see(path);
        assertTrue(page.contains("Thank you for the looms."), "the first row, as a worker will see it");
        assertTrue(page.contains("€1.00"), "two rows, two answers each, a quarter each");
        String batch = press(path, with(whole(), "column.0", "comment"), "publish").location();
        assertTrue(batch.matches("/batches/[0-9A-Z]{26}\\?did=published"), batch);
        String standing = anne.see(batch);
        assertTrue(standing.contains("Published. Workers can see it now."));
        assertTrue(standing.contains("2 items, 2 answers each: 4 in all"));
        assertTrue(anne.see("/batches").contains("How do they feel?"));
        assertEquals(404, anne.get(path).status());
    }

    private static Map<String, String> with(Map<String, String> fields, String... more) {
        Map<String, String> all = new HashMap<>(fields);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    @Test
    void whateverIsTypedIsKeptAndWhatIsWrongIsToldBesideIt() {
        String path = begin();
        Map<String, String> typed = with(whole(), "title", "<b>\"Ünïcode\" & 'more'</b>", "price", "1.500", "seconds", "soon",
            "choices", "only one", "deadline", "yesterday", "languages", "<script>");
        assertEquals(303, press(path, typed, "terms").status());
        String page = anne.see(path);
        assertTrue(page.contains("<h1>&lt;b&gt;\"Ünïcode\" &amp; 'more'&lt;/b&gt;</h1>"), page);
        assertTrue(page.contains("value=\"&lt;b>&#34;Ünïcode&#34; &amp; &#39;more&#39;&lt;/b>\""), page);
        assertFalse(page.contains("<b>\""));
        for (String kept : List.of("1.500", "soon", "only one", "yesterday", "&lt;script>")) {
            assertTrue(page.contains(kept), kept);
        }
        assertEquals("Write an amount such as 0.25, with at most 2 decimals.", fault(page, "price"));
        assertEquals("Write a whole number from 1 to 604,800.", fault(page, "seconds"));
        assertEquals("Write 2 to 100 answers, one a line.", fault(page, "choices"));
        assertEquals("Choose a date and time.", fault(page, "deadline"));
        assertTrue(fault(page, "languages").startsWith("Write at most 20 tags"));
        assertEquals("", fault(page, "title"));
    }

    @Test
    void whatIsMissingIsToldBesideItsFieldOnceSomebodyTriesToPublish() {
        String path = begin();
        assertEquals("", fault(anne.see(path), "title"));
        Browser.Answer refused = press(path, Map.of("instructions", "Read it.", "seconds", "60", "price", "0.01"), "publish");
        assertEquals(400, refused.status());
        for (String field : List.of("title", "ask", "choices", "file", "answers", "endUse", "signedBy", "deadline")) {
            assertEquals("Fill in this field.", fault(refused.body(), field), field);
        }
        assertEquals("For this time it has to be €0.20 or more.", fault(refused.body(), "price"));
        assertTrue(refused.body().contains("Read it."));
        assertTrue(refused.body().matches("(?s).*name=\"title\"[^>]*autofocus.*"), "one begins at the first of them");
        assertEquals(1, refused.body().split(" autofocus").length - 1);
        assertTrue(anne.see(path).contains("Read it."), "saved all the same");
    }

    @Test
    void rowsThatDoNotFitAreListedByLineAndGivenBackToBeMended() {
        String path = begin();
        Browser.Answer refused = upload(path, whole(), "a.csv",
            Buffer.buffer("comment;mood\nfine;glad\n<i>alone</i>\nthree;of;them\n"));
        assertEquals(422, refused.status());
        assertEquals("2 rows do not fit. Nothing of the file was taken.", fault(refused.body(), "file"));
        assertTrue(refused.body().contains("&lt;i&gt;alone&lt;/i&gt;") && !refused.body().contains("<i>alone"));
        Matcher file = Pattern.compile("href=\"data:text/csv;charset=utf-8;base64,([^\"]+)\" download=\"bad-rows.csv\"")
            .matcher(refused.body());
        assertTrue(file.find(), refused.body());
        assertEquals("\ufeffcomment;mood\r\n<i>alone</i>\r\nthree;of;them\r\n",
            new String(Base64.getDecoder().decode(file.group(1)), StandardCharsets.UTF_8));
        assertTrue(anne.see(path).contains("How do they feel?"), "what was typed beside the file is saved");
    }

    @Test
    void aRowThatCannotBecomeATaskIsNamedByItsLine() {
        String path = begin();
        upload(path, whole(), "a.csv", Buffer.buffer("comment,mood\nfine,glad\n\"  \",cross\n"));
        Browser.Answer refused = press(path, with(whole(), "column.0", "comment"), "publish");
        assertEquals(422, refused.status());
        assertEquals("1 row cannot become a task.", fault(refused.body(), "file"));
        assertTrue(refused.body().contains("<td class=\"number\">3</td>"));
    }

    @Test
    void filesThatAreNoneSayWhatIsWrong() {
        String path = begin();
        assertTrue(fault(upload(path, whole(), "a.csv", Buffer.buffer(new byte[] {(byte) 0xff, (byte) 0xfe, 0})).body(), "file")
            .contains("CSV UTF-8"));
        assertEquals("The file has no row below the names of its columns.",
            fault(upload(path, whole(), "a.csv", Buffer.buffer("only\n")).body(), "file"));
        Buffer drawing = zip(Map.of("a.csv", Buffer.buffer(CSV), "b.svg", Buffer.buffer("<svg/>")));
        assertTrue(fault(upload(path, whole(), "a.zip", drawing).body(), "file").startsWith("b.svg: We take PNG"));
        assertTrue(fault(upload(path, whole(), "a.zip", Buffer.buffer("PK\u0003\u0004 broken")).body(), "file").contains("zip"));
        assertTrue(fault(upload(path, whole(), "a.csv", Buffer.buffer("a,b\n1,\"2\n")).body(), "file").startsWith("Line 2"));
    }

    private static Buffer zip(Map<String, Buffer> files) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, Buffer> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(out.toByteArray());
    }

    @Test
    void aZipOfImagesIsShownAsAWorkerWillSeeItAndPublished() {
        Buffer png = Buffer.buffer("\u0089PNG\r\n\u001a\n and more".getBytes(StandardCharsets.ISO_8859_1));
        String path = begin();
        upload(path, whole(), "birds.zip", zip(Map.of("birds.csv", Buffer.buffer("n,photo\n1,Vogel 1.png\n"),
            "photos/Vogel 1.png", png)));
        String page = anne.see(path);
        assertTrue(page.contains("<img src=\"" + path + "/image?name=Vogel+1.png\""), page);
        Browser.Answer image = anne.get(path + "/image?name=Vogel+1.png");
        assertEquals("image/png", image.headers().get("Content-Type"));
        assertEquals(png, image.bytes());
        assertEquals(404, anne.get(path + "/image?name=other.png").status());
        assertEquals(404, anne.get(path + "/image").status());
        String batch = press(path, with(whole(), "as.0", "image", "column.0", "photo", "example", "1", "right", "glad"),
            "publish").location();
        assertTrue(batch != null && batch.startsWith("/batches/"), batch);
    }

    @Test
    void atTheEndThereIsOneBatchHoweverOftenTheButtonIsPressed() {
        String path = begin();
        upload(path, whole(), "a.csv", Buffer.buffer(CSV));
        Map<String, String> form = with(whole(), "column.0", "comment", "do", "publish", "_token", anne.get(path).token(),
            "title", "Only once");
        assertEquals(303, anne.post(path, form).status());
        assertEquals(404, anne.post(path, form).status());
        assertEquals(1, house.node().number("select count(*) from listing where title = 'Only once'"));
    }

    @Test
    void withTooLittleMoneyNothingIsPublishedAndTheMissingAmountIsSaid() {
        String path = begin();
        upload(path, whole(), "a.csv", Buffer.buffer(CSV));
        Browser.Answer refused = press(path, with(whole(), "column.0", "comment", "price", "900.00"), "publish");
        assertEquals(422, refused.status());
        assertTrue(refused.body().contains("Missing"));
        assertTrue(refused.body().contains("Add money, or do with less."));
        assertEquals(303, press(path, whole(), "fund").status());
    }

    @Test
    void partsAreAddedAndTakenAway() {
        String path = begin();
        assertEquals(path + "?row=1#shown", press(path, whole(), "add").location());
        assertTrue(anne.see(path).contains("name=\"shown.1\""));
        press(path, with(whole(), "shown.1", "photo", "as.1", "image"), "remove.0");
        String page = anne.see(path);
        assertFalse(page.contains("name=\"shown.0\""));
        assertTrue(page.contains("value=\"photo\""));
    }

    @Test
    void aTaskIsTriedInThePreview() {
        String path = begin();
        upload(path, whole(), "a.csv", Buffer.buffer(CSV));
        assertEquals(path + "?row=2#preview", press(path, with(whole(), "column.0", "comment", "row", "1"), "row.2").location());
        String look = press(path, with(whole(), "column.0", "comment", "row", "2", "try", "1"), "try").location();
        String page = anne.see(look.substring(0, look.indexOf('#')));
        assertTrue(page.contains("Your results would hold: cross"));
        assertTrue(page.contains("<p class=\"shown \" dir=\"auto\">Too dark.</p>"));
        assertEquals(200, anne.get(path + "?row=999999&try=999999").status());
        assertEquals(200, anne.get(path + "?row=x&try=-1").status());
    }

    @Test
    @Tag("F-79")
    void hostileInputIsRefusedBeforeItIsKept() {
        String path = begin();
        press(path, whole(), "what");
        assertEquals(400, press(path, with(whole(), "title", "a\u0000b"), "what").status());
        assertEquals(400, press(path, with(whole(), "surprise", "1"), "what").status());
        assertEquals(400, withToken(path).with("title", "a").with("title", "b").send(anne, path).status());
        assertEquals(400, withToken(path).with("title", "a\u0000b").send(anne, path).status());
        assertEquals(413, withToken(path).with("instructions", "x".repeat(300_000)).send(anne, path).status());
        assertEquals(413, press(path, with(whole(), "instructions", "x".repeat(300_000)), "what").status());
        Multipart huge = withToken(path).with("instructions", "x".repeat(10_000_000));
        try {
            // With connections of its own, since this one may be of no use afterwards.
            assertEquals(413, huge.send(house.stranger().withCookie(anne.cookie()), path).status());
        } catch (HttpClosedException cutOff) {
            // The answer came first, and was lost with the connection of somebody who went on speaking.
        }
        assertTrue(anne.see(path).contains("Read it."), "what was there is there");
    }

    @Test
    void whatIsTooLongToBeKeptIsShownAgain() {
        String path = begin();
        press(path, whole(), "what");
        String text = "very long ".repeat(2_500);
        Browser.Answer refused = withToken(path).with(with(whole(), "instructions", text)).with("do", "what").send(anne, path);
        assertEquals(422, refused.status());
        assertTrue(refused.body().contains(text.strip()));
        assertEquals("At most 20,000 characters.", fault(refused.body(), "instructions"));
        assertTrue(anne.see(path).contains("Read it."));
    }

    @Test
    void twoThousandChoicesAreKeptAndRefused() {
        String path = begin();
        String choices = IntStream.range(0, 2_000).mapToObj(i -> "c" + i).collect(Collectors.joining("\n"));
        assertEquals(303, press(path, with(whole(), "choices", choices), "what").status());
        String page = anne.see(path);
        assertTrue(page.contains("c1999"));
        assertEquals("Write 2 to 100 answers, one a line.", fault(page, "choices"));
    }

    @Test
    @Tag("F-80")
    void anothersDraftIsLikeOneThatNeverWas() {
        String path = begin();
        upload(path, whole(), "a.csv", Buffer.buffer(CSV));
        Browser other = house.signedIn("Bea", Role.REQUESTER, house.requester("Other"));
        String token = other.get("/account").token();
        String missing = "/publish/01M87BEFS0HQSYHRMC1NHFFJBQ";
        for (String suffix : List.of("", "/image?name=a.png")) {
            Browser.Answer theirs = other.get(path + suffix);
            assertEquals(404, theirs.status());
            assertEquals(other.get(missing + suffix).body(), theirs.body());
        }
        for (String suffix : List.of("", "/discard")) {
            Browser.Answer theirs = other.post(path + suffix, Map.of("_token", token));
            assertEquals(404, theirs.status());
            assertEquals(other.post(missing + suffix, Map.of("_token", token)).body(), theirs.body());
        }
        assertTrue(anne.see(path).contains("How do they feel?"));
    }

    @Test
    void aDiscardedDraftIsGone() {
        String path = begin();
        assertEquals("/batches?did=discarded", anne.send(path, path + "/discard", Map.of()).location());
        assertEquals(404, anne.get(path).status());
    }

    @Test
    void inFrenchItSaysTheSame() {
        Browser marie = house.signedIn("Marie", Role.REQUESTER, museum).speaking("fr");
        String path = marie.send("/batches", "/batches/new", Map.of()).location();
        String page = marie.see(path);
        assertTrue(page.contains("Ce qui est à faire") && page.contains("value=\"0,25\"") && page.contains("value=\"texte\""));
    }
}
