package coop.canut.web.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.node.member.Role;
import coop.canut.web.Browser;
import coop.canut.web.House;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An address given, confirmed and used, as a browser without scripts and a mail program do it. */
final class LettersTest {

    @TempDir
    private static Path folder;
    private static House house;

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void anAddressIsConfirmedByItsLinkAndThenSignsIn() {
        Browser amelie = house.signedIn("Amélie", Role.WORKER, null);
        Browser benoit = house.signedIn("Benoît", Role.WORKER, null);
        assertEquals(303, amelie.send("/letters", "/letters/address", Map.of("address", "amelie@example.org")).status());
        assertTrue(amelie.see("/letters").contains("A letter went to amelie@example.org"));
        String confirm = path(letter("amelie@example.org", "is this your address"), "/letters/confirm/");
        assertEquals(404, benoit.get(confirm).status());
        assertEquals(303, house.stranger().get(confirm).status());
        assertTrue(amelie.see(confirm).contains("signed in as Amélie"));
        assertEquals("/letters?did=address-confirmed", amelie.send(confirm, confirm, Map.of()).location());
        assertTrue(amelie.see("/letters").contains("<b>amelie@example.org</b>"));
        assertEquals(404, amelie.get(confirm).status());

        Browser anew = house.stranger();
        Browser.Answer known = anew.post("/sign-in", Map.of("address", "amelie@example.org"));
        Browser.Answer unknown = house.stranger().post("/sign-in", Map.of("address", "nobody@example.org"));
        assertEquals(known.location(), unknown.location());
        assertEquals(303, unknown.status());
        assertEquals("/board", anew.signIn(path(letter("amelie@example.org", "a link to sign in"), "/sign-in/")));
        assertEquals(0, house.node().number("select count(*) from letter where address = 'nobody@example.org'"));
    }

    @Test
    @Tag("F-86")
    void oneAddressIsWrittenToThreeTimesAnHourWhoeverAsks() {
        Browser farida = house.signedIn("Farida", Role.WORKER, null);
        farida.send("/letters", "/letters/address", Map.of("address", "farida@example.org"));
        String confirm = path(letter("farida@example.org", "is this your address"), "/letters/confirm/");
        farida.send(confirm, confirm, Map.of());
        for (int i = 0; i < 6; i++) {
            assertEquals(303, house.stranger().post("/sign-in", Map.of("address", "farida@example.org")).status());
        }
        RunningNode.until("three links", () -> links("farida@example.org") == 3);
        letter("farida@example.org", "a link to sign in");
        assertEquals(3, links("farida@example.org"));
    }

    private static long links(String address) {
        return letters().stream().filter(text -> text.contains("To: " + address) && text.contains("a link to sign in")).count();
    }

    @Test
    void whatIsNoAddressIsSaidBesideItsFieldAndKept() {
        Browser chen = house.signedIn("Chen", Role.WORKER, null);
        Browser.Answer answer = chen.send("/letters", "/letters/address", Map.of("address", "chen at example"));
        assertTrue(answer.status() >= 400 && answer.body().contains("value=\"chen at example\""), answer.body());
        assertTrue(answer.body().contains("aria-invalid=\"true\""), answer.body());
        Browser.Answer asked = house.stranger().post("/sign-in", Map.of("address", "x\r\nBcc: y@example.org"));
        assertTrue(asked.status() >= 400 && asked.status() < 500, asked.status() + "");
    }

    @Test
    void everyKindIsSwitchedOnAndOffWithoutScripts() {
        Browser nadia = house.signedIn("Nadia", Role.WORKER, null);
        assertTrue(nadia.see("/letters").contains("value=\"payment-sent\" checked"));
        nadia.send("/letters", "/letters/wanted", Map.of("kind", "notice"));
        assertFalse(nadia.see("/letters").contains("value=\"payment-sent\" checked"));
        assertTrue(nadia.see("/letters").contains("value=\"notice\" checked"));
        assertFalse(nadia.see("/letters").contains("value=\"sign-in\""));
    }

    @Test
    void theLinkUnderALetterSwitchesItsKindOffWithoutSigningIn() {
        Browser odile = house.signedIn("Odile", Role.STEWARD, null);
        odile.send("/letters", "/letters/address", Map.of("address", "odile@example.org"));
        String confirm = path(letter("odile@example.org", "is this your address"), "/letters/confirm/");
        odile.send(confirm, confirm, Map.of());
        house.stranger().post("/join", Map.of("name", "Berthe", "contact", "here", "why", "because", "invitation", ""));
        String off = path(letter("odile@example.org", "somebody asks to join"), "/letters/off/");
        Browser stranger = house.stranger();
        assertTrue(stranger.see(off).contains("somebody asks to join"));
        assertTrue(odile.see("/letters").contains("value=\"application-received\" checked"));
        assertEquals(200, stranger.post(off, Map.of()).status());
        assertFalse(odile.see("/letters").contains("value=\"application-received\" checked"));
        assertEquals(404, stranger.get("/letters/off/forged").status());
        assertEquals(404, stranger.post(off + "x", Map.of()).status());
        odile.send("/letters", "/letters/remove", Map.of());
        assertTrue(odile.see("/letters").contains("You are not written to"));
    }

    /** The letter that went to an address under a subject, once it is there. */
    private static String letter(String to, String subject) {
        var found = new AtomicReference<String>();
        RunningNode.until("a letter to " + to, () -> {
            found.set(letters().stream().filter(text -> text.contains("To: " + to) && text.contains(subject)).findFirst()
                .orElse(null));
            return found.get() != null;
        });
        return found.get();
    }

    private static List<String> letters() {
        Path mail = folder.resolve("mail");
        if (!Files.isDirectory(mail)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(mail)) {
            return files.filter(file -> file.toString().endsWith(".eml")).map(file -> {
                try {
                    return Files.readString(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of the link in a letter. */
    private static String path(String letter, String begin) {
        String link = letter.replace("=\n", "").replaceAll("(?s).*?(" + begin + "[^\\s>]+).*", "$1");
        assertTrue(link.startsWith(begin), letter);
        return link;
    }
}
