package coop.canut.node.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.node.member.Applications.Asked;
import coop.canut.node.member.Bylaws;
import coop.canut.node.member.Grounds;
import coop.canut.node.member.Members;
import coop.canut.node.member.People;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.member.Sessions;
import coop.canut.node.member.SignInLetters;
import coop.canut.protocol.name.Id;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told what, and that nobody else is. */
final class TellingTest {

    private static final Grounds GROUNDS = new Grounds("a secret reason", "hannah@lyon.example", LocalDate.of(2027, 3, 1));

    private final MailServer server = new MailServer(0);
    private final Mailing mailing = new Mailing(Mailing.server(server.port())).start();
    private final People people = People.of(mailing.world, Mailing.SELF, mailing.store, Bylaws.FOUNDING, mailing.letters,
        mailing.addresses);
    private final Members members = new Members(mailing.world, Mailing.SELF, mailing.store);
    private final Sessions sessions = new Sessions(mailing.world, mailing.store, mailing.addresses::reached);
    private final SignInLetters links =
        new SignInLetters(mailing.world, mailing.store, mailing.letters, mailing.addresses);
    private Person hannah;

    @BeforeEach
    void aSteward() {
        hannah = Mailing.await(members.admit(null, "Hannah", Set.of(Role.STEWARD, Role.WORKER), null)).person();
        reach(hannah.id(), "hannah@lyon.example");
    }

    @AfterEach
    void close() {
        mailing.close();
        server.close();
    }

    @Test
    void whoeverOwnsAnAddressGetsALinkThatSignsHerIn() {
        links.ask("hannah@LYON.example");
        taken(1);
        String link = server.taken.getFirst().replaceAll("(?s).*/sign-in/(\\S+).*", "$1");
        assertEquals(hannah.id(), Mailing.await(sessions.begin(link, "a browser")).session().person().id());
        assertEquals(0, mailing.number("select count(*) from letter where facts like $1 or cause like $1", "%" + link + "%"));
    }

    @Test
    void anAddressOfNobodyChangesNothing() {
        links.ask("nobody@lyon.example");
        links.ask("hannah@lyon.example");
        taken(1);
        assertEquals(1, mailing.number("select count(*) from letter"));
        assertEquals(1, mailing.number("select count(*) from link"));
    }

    @Test
    void nobodysMailboxIsFilledByAsking() {
        for (int i = 0; i < 10; i++) {
            links.ask("hannah@lyon.example");
        }
        taken(3);
        mailing.tick();
        assertEquals(3, server.taken.size());
        mailing.world.pass(Duration.ofHours(2));
        links.ask("hannah@lyon.example");
        taken(4);
    }

    @Test
    void whoeverAppliesByMailIsAnsweredAndWelcomedThere() {
        var link = Mailing.await(people.applications().apply(null, new Asked("Berthe", "berthe@example.org", "why not"), null,
            "fr")).revealText();
        mailing.tick();
        assertTrue(server.taken.getFirst().contains("To: hannah@lyon.example") && server.taken.getFirst()
            .contains("http://lyon.localhost:7001/applications"), server.taken.getFirst());
        assertFalse(server.taken.getFirst().contains("Berthe"), "no requester of anything is named");
        Id application = Mailing.await(people.applications().seen(link)).id();
        Id berthe = Mailing.await(people.applications().admit(hannah, application));
        mailing.tick();
        String welcome = server.taken.getLast();
        assertTrue(welcome.contains("To: berthe@example.org") && welcome.contains("bienvenue"), welcome);
        assertEquals(null, Mailing.await(mailing.addresses.wishes(berthe)).address());
        String token = welcome.replace("=\n", "").replaceAll("(?s).*/sign-in/(\\S+).*", "$1");
        Mailing.await(sessions.begin(token, ""));
        assertEquals("berthe@example.org", Mailing.await(mailing.addresses.wishes(berthe)).address().text());
    }

    @Test
    void whoeverIsDeclinedReadsWhyBehindTheLinkAndNotInTheLetter() {
        var link = Mailing.await(people.applications().apply(null, new Asked("Berthe", "berthe@example.org", "why not"), null))
            .revealText();
        Id application = Mailing.await(people.applications().seen(link)).id();
        Mailing.await(people.applications().decline(hannah, application, GROUNDS));
        mailing.tick();
        String answer = server.taken.getLast();
        assertTrue(answer.contains("To: berthe@example.org") && answer.contains("/join/seen/" + link), answer);
        assertFalse(answer.contains("a secret reason"), answer);
    }

    @Test
    void aContactThatIsNoAddressOfMailIsNotWrittenTo() {
        var link = Mailing.await(people.applications().apply(null, new Asked("Berthe", "+33 6 12 34 56 78", "why not"), null))
            .revealText();
        Mailing.await(people.applications().decline(hannah, Mailing.await(people.applications().seen(link)).id(), GROUNDS));
        mailing.tick();
        assertEquals(1, server.taken.size());
    }

    @Test
    void whateverIsDoneAgainstSomebodyIsToldToThatPersonWithoutTheReasons() {
        Id amelie = mailing.person("Amélie", "amelie@example.org");
        Mailing.await(people.hearings().propose(hannah, amelie, GROUNDS));
        mailing.tick();
        String notice = server.taken.getFirst();
        assertTrue(notice.contains("To: amelie@example.org") && notice.contains("http://lyon.localhost:7001/membership"), notice);
        assertFalse(notice.contains("a secret reason"), notice);
        assertEquals(1, server.taken.size());
    }

    @Test
    void theSubjectsOfAllThatWasSentSayNothingPrivate() {
        Id amelie = mailing.person("Amélie", "amelie@example.org");
        mailing.post(Mailing.paid(amelie, "payout 1"));
        mailing.tick();
        List<String> subjects = server.taken.stream().flatMap(String::lines).filter(line -> line.startsWith("Subject:")).toList();
        assertEquals(List.of("Subject: Les canuts: about your pay"), subjects);
    }

    private void reach(Id person, String address) {
        Mailing.await(mailing.store.run("insert into mail_address (person, address, confirmed_at) values ($1, $2, now())",
            Tuple.of(person.toString(), address)));
    }

    /** Until so many letters have arrived. */
    private void taken(int count) {
        RunningNode.until(count + " letters", () -> server.taken.size() >= count);
    }
}
