package coop.canut.node.member;

import static coop.canut.node.member.Commons.GROUNDS;
import static coop.canut.node.member.Commons.asks;
import static coop.canut.node.member.Commons.problem;
import static coop.canut.node.member.Commons.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import coop.canut.node.member.Applications.Application;
import coop.canut.node.member.Applications.Asked;
import coop.canut.node.member.Applications.State;
import coop.canut.node.member.Event.Kind;
import coop.canut.protocol.Problem;
import coop.canut.protocol.name.Id;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Asking to join. */
class ApplicationsTest {

    private Commons commons;
    private Applications applications;

    @BeforeEach
    void open() {
        commons = new Commons();
        applications = commons.people.applications();
    }

    @AfterEach
    void close() {
        commons.close();
    }

    @Test
    void whoAsksSeesItAgainByALinkOfWhichOnlyTheHashIsKept() {
        String link = commons.applied("Berthe");
        assertEquals(asks("Berthe"), applications.seen(link).await().asked());
        commons.store.run("select t::text from application t").await().forEach(row ->
            assertFalse(row.getString(0).contains(link)));
        assertEquals(Problem.NOT_FOUND, problem(applications.seen("A".repeat(43))));
        assertEquals(Problem.NOT_FOUND, problem(applications.seen("x")));
    }

    @Test
    @Tag("I-21")
    void membersSeeWhoAsksAndAStewardTheContactAndThatIsTold() {
        Id application = commons.application("Berthe");
        assertEquals(new Asked("Berthe", "", "I weave."), applications.open(commons.ada).await().getFirst().asked());
        assertEquals(asks("Berthe"), applications.read(commons.odile, application).await().asked());
        assertEquals(List.of(Kind.APPLIED, Kind.READ_APPLICATION), commons.told(application));
        assertEquals(Problem.NOT_ALLOWED, problem(applications.read(commons.ada, application)));
        assertEquals(Problem.NOT_FOUND, problem(applications.read(commons.odile, commons.world.newId())));
        assertEquals(2, commons.told(application).size(), "who was refused has read nothing");
    }

    @Test
    void whatIsMissingOrTooLongIsNamed() {
        assertEquals("name", refused(applications.apply(null, new Asked(" ", "c", "w"), null)).field());
        assertEquals("contact", refused(applications.apply(null, new Asked("n", "", "w"), null)).field());
        assertEquals("why", refused(applications.apply(null, new Asked("n", "c", null), null)).field());
        assertEquals("name", refused(applications.apply(null, new Asked("x".repeat(201), "c", "w"), null)).field());
        assertEquals("contact", refused(applications.apply(null, new Asked("n", "c\nd", "w"), null)).field());
        assertEquals("why", refused(applications.apply(null, new Asked("n", "c", "x".repeat(4_001)), null)).field());
    }

    @Test
    void onlySoManyAreKeptOpenAndAnInvitationIsNotAmongThem() {
        commons.store.run("""
            insert into application (id, sha256, name, contact, why, made_at)
            select 'A' || n, sha256(n::text::bytea), 'n', 'c', 'w', '2026-11-24T18:00:00Z' from generate_series(1, 100) n""")
            .await();
        assertEquals(Problem.TOO_MANY, problem(applications.apply(null, asks("Berthe"), null)));
        String invitation = applications.invite(commons.odile).await().revealText();
        assertNotNull(applications.apply(null, asks("Berthe"), invitation).await());
    }

    @Test
    void anInvitationOpensOnceWithinAFortnight() {
        String invitation = applications.invite(commons.odile).await().revealText();
        assertEquals(commons.odile, applications.inviter(invitation).await());
        String link = applications.apply(null, asks("Berthe"), invitation).await().revealText();
        assertEquals("Odile", applications.seen(link).await().inviter());
        assertEquals(Problem.NOT_FOUND, problem(applications.inviter(invitation)));
        assertEquals(Problem.NOT_FOUND, problem(applications.apply(null, asks("Claire"), invitation)));
        String old = applications.invite(commons.odile).await().revealText();
        commons.world.pass(Duration.ofDays(Applications.INVITATION_DAYS));
        assertEquals(Problem.NOT_FOUND, problem(applications.inviter(old)));
        assertEquals(Problem.NOT_FOUND, problem(applications.apply(null, asks("Claire"), old)));
        assertEquals(Problem.NOT_ALLOWED, problem(applications.invite(commons.ada)));
        applications.tick().await();
        assertEquals(0, Commons.count(commons.store, "select count(*) from invitation"));
    }

    @Test
    void whoIsRefusedForAFieldHasNotUsedTheInvitationUp() {
        String invitation = applications.invite(commons.odile).await().revealText();
        assertEquals(Problem.FIELD_MISSING, problem(applications.apply(null, new Asked("", "c", "w"), invitation)));
        applications.apply(null, asks("Berthe"), invitation).await();
    }

    @Test
    void itIsWithdrawnWhileItIsOpen() {
        String link = commons.applied("Berthe");
        applications.withdraw(link).await();
        assertEquals(State.WITHDRAWN, applications.seen(link).await().state());
        assertEquals(Problem.ALREADY_DECIDED, problem(applications.withdraw(link)));
        assertEquals(List.of(), applications.open(commons.ada).await());
        Id application = applications.seen(link).await().id();
        assertEquals(Problem.ALREADY_DECIDED, problem(applications.admit(commons.odile, application)));
    }

    @Test
    void aStewardAdmits() {
        String link = commons.applied("Berthe");
        Id member = applications.admit(commons.odile, applications.seen(link).await().id()).await();
        Application seen = applications.seen(link).await();
        assertEquals(State.ADMITTED, seen.state());
        assertEquals(member, seen.person());
        assertEquals("berthe@example.org", commons.membership.read(commons.odile, member).await().application().asked()
            .contact());
        assertEquals(Problem.NOT_ALLOWED, problem(applications.admit(commons.ada, commons.application("Claire"))));
    }

    @Test
    void whatNobodyDecidesLapsesAndWhatWasWrittenIsForgotten() {
        String open = commons.applied("Berthe");
        String declined = commons.applied("Claire");
        applications.decline(commons.odile, applications.seen(declined).await().id(), GROUNDS).await();
        commons.world.pass(Duration.ofDays(Applications.OPEN_DAYS));
        applications.tick().await();
        assertEquals(State.LAPSED, applications.seen(open).await().state());
        assertEquals(asks("Berthe"), applications.seen(open).await().asked());
        commons.world.pass(Duration.ofDays(Applications.KEPT_DAYS));
        applications.tick().await();
        assertEquals(new Asked("Berthe", "", ""), applications.seen(open).await().asked());
        assertEquals(asks("Claire"), applications.seen(declined).await().asked(), "until the date of review");
        commons.world.pass(Duration.ofDays(2));
        applications.tick().await();
        assertEquals(new Asked("Claire", "", ""), applications.seen(declined).await().asked());
    }
}
