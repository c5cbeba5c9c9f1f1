package coop.canut.node.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class AddressesTest {

    private final MailServer server = new MailServer(0);
    private final Mailing mailing = new Mailing(Mailing.server(server.port())).start();

    @AfterEach
    void close() {
        mailing.close();
        server.close();
    }

    @Test
    void anAddressHoldsOnceItsLinkIsOpenedAndTheOneBeforeHoldsUntilThen() {
        Id amelie = mailing.person("Amélie");
        give(amelie, "amelie@example.org");
        assertEquals(null, wishes(amelie).address());
        assertEquals("amelie@example.org", wishes(amelie).waiting().text());
        String first = link();
        Mailing.await(mailing.addresses.confirm(amelie, first));
        assertEquals("amelie@example.org", wishes(amelie).address().text());
        give(amelie, "amelie@Example.COM ");
        assertEquals("amelie@example.org", wishes(amelie).address().text());
        notFound(() -> Mailing.await(mailing.addresses.confirm(amelie, first)));
        Mailing.await(mailing.addresses.confirm(amelie, link()));
        assertEquals("amelie@example.com", wishes(amelie).address().text());
        Mailing.await(mailing.addresses.remove(amelie));
        assertEquals(new Addresses.Wishes(null, null, null, Set.of()), wishes(amelie));
    }

    @Test
    void aLinkConfirmsForThePersonWhoGaveTheAddressOnlyTheNewestAndInTime() {
        Id amelie = mailing.person("Amélie");
        Id benoit = mailing.person("Benoît");
        give(amelie, "amelie@example.org");
        String older = link();
        notFound(() -> Mailing.await(mailing.addresses.confirm(benoit, older)));
        give(amelie, "amelie@example.com");
        String newer = link();
        notFound(() -> Mailing.await(mailing.addresses.confirm(amelie, older)));
        notFound(() -> Mailing.await(mailing.addresses.confirm(amelie, "x")));
        assertTrue(Mailing.await(mailing.addresses.wouldConfirm(amelie, newer)));
        mailing.pass(Duration.ofHours(48));
        notFound(() -> Mailing.await(mailing.addresses.confirm(amelie, newer)));
        assertEquals(null, wishes(amelie).waiting());
    }

    @Test
    void whatIsNoAddressIsRefused() {
        Id amelie = mailing.person("Amélie");
        for (String bad : List.of("", " ", "amelie", "@example.org", "amelie@", "amelie@example", "a b@example.org",
                "amelie@example.org\r\nBcc: all@example.org", "amelie@example.org, all@example.org", "<amelie@example.org>",
                "\"amelie\"@example.org", "amelie@[127.0.0.1]", "amelie@-example.org", "amelie@example..org", ".a@example.org",
                "amélie@example.org", "x".repeat(65) + "@example.org", "a@" + "x.".repeat(130) + "org", "a@example.org\0")) {
            Refused refused = assertThrows(Refused.class, () -> give(amelie, bad), bad);
            assertTrue(Set.of(Problem.FIELD_WRONG, Problem.FIELD_MISSING).contains(refused.problem()), bad);
        }
        for (String good : List.of("amelie@example.org", "a.b+c@sub.example.org", "o'neil@example.org", "a@b.xn--p1ai")) {
            assertEquals(good, Address.of(good).text());
        }
        assertEquals(0, mailing.number("select count(*) from letter where address like '%all%'"));
    }

    @Test
    void everyKindThatNobodyAsksForCanBeSwitchedOff() {
        Id amelie = mailing.person("Amélie");
        Mailing.await(mailing.addresses.want(amelie, Set.of()));
        assertEquals(EnumSet.copyOf(Kind.switchable()), wishes(amelie).off());
        Mailing.await(mailing.addresses.want(amelie, Set.copyOf(Kind.switchable())));
        assertEquals(Set.of(), wishes(amelie).off());
        assertTrue(Kind.switchable().stream().noneMatch(Set.of(Kind.SIGN_IN, Kind.CONFIRMATION)::contains));
    }

    private Addresses.Wishes wishes(Id person) {
        return Mailing.await(mailing.addresses.wishes(person));
    }

    private void give(Id person, String address) {
        Mailing.await(mailing.addresses.give(person, address, "en"));
    }

    /** The token in the last letter. */
    private String link() {
        mailing.tick();
        return server.taken.getLast().replaceAll("(?s).*/letters/confirm/(\\S+).*", "$1");
    }

    private static void notFound(Executable use) {
        assertEquals(Problem.NOT_FOUND, assertThrows(Refused.class, use).problem());
    }
}
