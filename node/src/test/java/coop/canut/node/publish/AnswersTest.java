package coop.canut.node.publish;

import static coop.canut.node.publish.Lyon.BOLOGNA;
import static coop.canut.node.publish.Lyon.get;
import static coop.canut.node.publish.Lyon.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import coop.canut.node.member.Requester;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers as their requester looks at them, before and after the decision. */
class AnswersTest {

    private final Lyon lyon = new Lyon();

    @AfterEach
    void close() {
        lyon.checkInvariants();
        lyon.close();
    }

    private List<Reviews.Answer> answers(Id listing, String state) {
        return get(lyon.reviews.answers(lyon.requester, listing, state, null, 100));
    }

    private static List<Id> ids(List<Reviews.Answer> answers) {
        return answers.stream().map(Reviews.Answer::answerId).toList();
    }

    /** A listing of units that show two images each. */
    private Id publishBirds(int units) {
        byte[] zip = new Zip().with("birds.csv", "left,right\n" + "a.png,b.png\n".repeat(units))
            .with("a.png", Zip.PNG).with("b.png", Zip.bytes("\u00ff\u00d8\u00ff\u00e0 jpeg")).with("c.png", Zip.PNG).end();
        Id set = get(lyon.items.uploadArchive(lyon.requester, zip, List.of())).id();
        lyon.deposit(44L * units);
        String template = """
            {"kind":"choice","show":[{"name":"right","as":"image"},{"name":"left","as":"image"}],"ask":"Which is the bird?",
             "choices":[{"value":"1","label":"Left"},{"value":"0","label":"Right"}]}""";
        Draft text = lyon.draft(set, 1, 40);
        return get(lyon.listings.publish(lyon.requester, new Draft(text.title(), text.instructions(), template, set, Map.of(),
            1, text.price(), 120, text.endUse(), text.signedBy(), text.categories(), text.languages(), text.skills(), "none",
            lyon.world.second().plus(Duration.ofDays(7)), 600, 3_600, 86_400, List.of()))).id();
    }

    @Test
    @Tag("F-80")
    void anAnswerIsFoundByItsNameInItsListingAlone() {
        Id listing = publishBirds(2);
        Id answer = lyon.answerId(lyon.work(BOLOGNA, listing, 1));
        assertEquals(answer, get(lyon.reviews.answer(lyon.requester, listing, answer)).answerId());
        assertEquals(1, get(lyon.listings.progress(lyon.requester, listing)).waiting());
        assertEquals(Problem.NOT_FOUND, refused(lyon.reviews.answer(lyon.requester, publishBirds(1), answer)).problem());
        assertEquals(Problem.NOT_FOUND, refused(lyon.reviews.answer(lyon.requester, listing, listing)).problem());
        Requester other = lyon.newRequester("Other");
        assertEquals(Problem.LISTING_NOT_FOUND, refused(lyon.reviews.answer(other, listing, answer)).problem());
        assertEquals(Problem.LISTING_NOT_FOUND, refused(lyon.listings.frozen(other, listing)).problem());
        assertEquals("Which is the bird?", get(lyon.listings.frozen(lyon.requester, listing)).template().ask());
    }

    @Test
    void anAnswerIsShownWithTheImagesOfItsUnitInTheirOrder() {
        Id listing = publishBirds(2);
        lyon.work(BOLOGNA, listing, 1);
        Reviews.Waiting waiting = get(lyon.reviews.waiting(lyon.requester, listing, null, 10)).getFirst();
        assertEquals(List.of("image/jpeg", "image/png"), waiting.content().stream().map(Content::mediaType).toList());
        assertEquals(Zip.PNG.length, waiting.content().getLast().bytes());
        assertEquals(waiting.content(), answers(listing, null).getFirst().content());
        assertArrayEquals(Zip.PNG, get(lyon.contents.file(lyon.requester, listing, waiting.content().getLast().sha256()))
            .data().getBytes());

        Id words = lyon.funded(1, 1);
        lyon.work(BOLOGNA, words, 1);
        assertEquals(List.of(), get(lyon.reviews.waiting(lyon.requester, words, null, 10)).getFirst().content());
    }

    @Test
    @Tag("F-80")
    void aFileIsGivenOnlyToTheRequesterOfAListingThatShowsIt() {
        Id listing = publishBirds(1);
        Id words = lyon.funded(1, 1);
        Hash shown = Hash.sha256(Zip.PNG);
        assertEquals("image/png", get(lyon.contents.file(lyon.requester, listing, shown)).mediaType());
        Requester other = lyon.newRequester("Other");
        for (var file : List.of(lyon.contents.file(other, listing, shown), lyon.contents.file(lyon.requester, words, shown),
                lyon.contents.file(lyon.requester, lyon.world.newId(), shown),
                lyon.contents.file(lyon.requester, listing, Hash.sha256(new byte[1])))) {
            Refused refused = refused(file);
            assertEquals(Problem.NOT_FOUND, refused.problem());
            assertNull(refused.field());
        }
    }

    @Test
    @Tag("W-13")
    void whatWasDecidedIsFoundAgainAndARejectedAnswerIsSealed() {
        Id listing = lyon.funded(4, 1);
        List<Submitted> given = Stream.of(1, 2, 3, 4).map(member -> lyon.work(BOLOGNA, listing, member)).toList();
        get(lyon.reviews.accept(lyon.requester, listing, List.of(lyon.answerId(given.get(0)), lyon.answerId(given.get(1)))));
        Instant lapsesAt = get(lyon.reviews.reject(lyon.requester, lyon.answerId(given.get(2)), "wrong", "Look again.", "Anne"));

        assertEquals(Stream.of(given.get(0), given.get(1)).map(lyon::answerId).sorted().toList(),
            ids(answers(listing, "accepted")));
        assertEquals(given.get(0).answer(), answers(listing, "accepted").getFirst().answer());
        assertEquals(List.of(lyon.answerId(given.get(3))), ids(answers(listing, "submitted")));
        Reviews.Answer proposed = answers(listing, "proposed").getFirst();
        assertNull(proposed.answer());
        assertEquals(given.get(2).worker(), proposed.worker());
        assertEquals(new Reviews.Proposal("wrong", "Look again.", "Anne", lyon.world.second(), lapsesAt), proposed.proposal());
        assertEquals(List.of(), answers(listing, "owed"));
        assertEquals(4, answers(listing, null).size());
        assertFalse(answers(listing, null).toString().contains(given.get(2).claim().toString()));
    }

    @Test
    void answersComeInPagesAndOnlyToTheirRequester() {
        Id listing = lyon.funded(5, 1);
        for (int member = 0; member < 5; member++) {
            lyon.work(BOLOGNA, listing, member);
        }
        List<Id> all = ids(answers(listing, null));
        List<Reviews.Answer> first = get(lyon.reviews.answers(lyon.requester, listing, "submitted", null, 2));
        assertEquals(all.subList(0, 2), ids(first));
        assertEquals(all.subList(2, 5),
            ids(get(lyon.reviews.answers(lyon.requester, listing, null, first.getLast().answerId(), 9))));
        Refused unknown = refused(lyon.reviews.answers(lyon.requester, listing, "rejected", null, 9));
        assertEquals(Problem.FIELD_WRONG, unknown.problem());
        assertEquals("state", unknown.field());
        assertEquals(Problem.LISTING_NOT_FOUND,
            refused(lyon.reviews.answers(lyon.newRequester("Other"), listing, null, null, 9)).problem());
    }
}
