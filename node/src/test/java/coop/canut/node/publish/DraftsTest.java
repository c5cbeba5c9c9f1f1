package coop.canut.node.publish;

import static coop.canut.node.publish.Lyon.get;
import static coop.canut.node.publish.Lyon.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.ledger.Account;
import coop.canut.node.member.Requester;
import coop.canut.node.publish.Drafts.Saved;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What somebody has typed and not published yet. */
class DraftsTest {

    private final Lyon lyon = new Lyon();

    @AfterEach
    void close() {
        lyon.checkInvariants();
        lyon.close();
    }

    private Saved begin() {
        return get(lyon.drafts.begin(lyon.requester, Map.of("title", "Reviews")));
    }

    private void refusedForm(Map<String, String> fields, Problem problem, String field) {
        Saved before = begin();
        for (Future<Saved> tried : List.of(lyon.drafts.begin(lyon.requester, fields),
                lyon.drafts.save(lyon.requester, before.id(), fields))) {
            Refused refused = refused(tried);
            assertEquals(problem, refused.problem(), refused.getMessage());
            assertEquals(field, refused.field());
        }
        assertEquals(before, get(lyon.drafts.find(lyon.requester, before.id())));
    }

    @Test
    void whatWasTypedIsFoundAgainAsItWas() {
        Saved begun = begin();
        Map<String, String> typed = Map.of("title", "", "price", "forty?", "instructions", "Léa: \"lis\",\n\tet choisis 👁");
        Saved saved = get(lyon.drafts.save(lyon.requester, begun.id(), typed));
        assertEquals(new Saved(begun.id(), typed, null, lyon.world.now()), saved);
        assertEquals(saved, get(lyon.drafts.find(lyon.requester, begun.id())));

        Id set = lyon.upload(2);
        assertEquals(set, get(lyon.drafts.useItems(lyon.requester, begun.id(), set)).items());
        assertEquals(set, get(lyon.drafts.save(lyon.requester, begun.id(), Map.of())).items(), "saving keeps the items");
        assertEquals(Map.of(), get(lyon.drafts.find(lyon.requester, begun.id())).fields());
    }

    @Test
    @Tag("F-80")
    void anotherRequestersDraftIsLikeOneThatNeverWas() {
        Saved draft = begin();
        Id set = lyon.upload(1);
        Requester other = lyon.newRequester("Other");
        List<Function<Id, Future<?>>> uses = List.of(id -> lyon.drafts.find(other, id),
            id -> lyon.drafts.save(other, id, Map.of()), id -> lyon.drafts.discard(other, id),
            id -> lyon.listings.publish(other, lyon.draft(set, 1, 40), id));
        for (Function<Id, Future<?>> use : uses) {
            for (Id id : List.of(draft.id(), lyon.world.newId())) {
                Refused refused = refused(use.apply(id));
                assertEquals(Problem.NOT_FOUND, refused.problem());
                assertNull(refused.field());
            }
        }
        assertEquals(List.of(), get(lyon.drafts.mine(other)));
        assertEquals(draft, get(lyon.drafts.find(lyon.requester, draft.id())));

        Refused foreignItems = refused(lyon.drafts.useItems(other, get(lyon.drafts.begin(other, Map.of())).id(), set));
        assertEquals(Problem.LISTING_NOT_FOUND, foreignItems.problem());
        assertEquals("items", foreignItems.field());
    }

    @Test
    @Tag("F-79")
    void aFormBeyondItsBoundsIsNotKept() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i <= Drafts.FIELDS; i++) {
            many.put("choice" + i, "");
        }
        refusedForm(many, Problem.TOO_LARGE, "fields");
        String long1 = "x".repeat(Drafts.VALUE_CHARS);
        refusedForm(Map.of("a", long1, "b", long1, "c", long1, "d", long1), Problem.TOO_LARGE, "fields");
        refusedForm(Map.of("title", long1 + "x"), Problem.FIELD_WRONG, "title");
        refusedForm(Map.of("x".repeat(Drafts.NAME_CHARS + 1), ""), Problem.FIELD_WRONG, "fields");
        refusedForm(Map.of("", ""), Problem.FIELD_WRONG, "fields");
        refusedForm(Map.of("title", "a\0b"), Problem.TEXT_INVALID, "title");
        refusedForm(Map.of("title", "half \ud83d"), Problem.TEXT_INVALID, "title");
        get(lyon.drafts.begin(lyon.requester, Map.of("a", long1, "b", long1, "c", long1)));
    }

    @Test
    void whatWasWorkedOnLastComesFirst() {
        Saved one = begin();
        lyon.world.pass(Duration.ofSeconds(1));
        Saved two = begin();
        assertEquals(List.of(two, one), get(lyon.drafts.mine(lyon.requester)));
        lyon.world.pass(Duration.ofSeconds(1));
        Saved again = get(lyon.drafts.save(lyon.requester, one.id(), Map.of("title", "Old reviews")));
        assertEquals(List.of(again, two), get(lyon.drafts.mine(lyon.requester)));
        get(lyon.drafts.discard(lyon.requester, two.id()));
        assertEquals(List.of(again), get(lyon.drafts.mine(lyon.requester)));
        assertEquals(Problem.NOT_FOUND, refused(lyon.drafts.discard(lyon.requester, two.id())).problem());
    }

    @Test
    void nobodyHasMoreThanAHundredEvenIfManyBeginAtOnce() {
        List<Future<Saved>> begun = new ArrayList<>();
        for (int i = 0; i < Drafts.DRAFTS + 20; i++) {
            begun.add(lyon.drafts.begin(lyon.requester, Map.of()));
        }
        Future.join(begun).otherwiseEmpty().await();
        assertEquals(Drafts.DRAFTS, begun.stream().filter(Future::succeeded).count());
        begun.stream().filter(Future::failed).forEach(failed -> assertEquals(Problem.TOO_MANY, refused(failed).problem()));
        assertEquals(Drafts.DRAFTS, get(lyon.drafts.mine(lyon.requester)).size());
        get(lyon.drafts.discard(lyon.requester, begun.stream().filter(Future::succeeded).findFirst().get().result().id()));
        begin();
        get(lyon.drafts.begin(lyon.newRequester("Other"), Map.of()));
    }

    @Test
    void aDraftIsPublishedOnceHoweverOftenTheButtonIsPressed() {
        lyon.deposit(1_000);
        Saved saved = begin();
        Draft draft = lyon.draft(lyon.upload(2), 1, 40);
        List<Future<Progress>> clicks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clicks.add(lyon.listings.publish(lyon.requester, draft, saved.id()));
        }
        Future.join(clicks).otherwiseEmpty().await();
        assertEquals(1, clicks.stream().filter(Future::succeeded).count());
        clicks.stream().filter(Future::failed).forEach(failed -> assertEquals(Problem.NOT_FOUND, refused(failed).problem()));
        assertEquals(Problem.NOT_FOUND, refused(lyon.listings.publish(lyon.requester, draft, saved.id())).problem());
        assertEquals(1_000 - 2 * 44, lyon.balance(Account.prepaid(lyon.requester.id())));
        assertEquals(List.of(), get(lyon.drafts.mine(lyon.requester)));
    }

    @Test
    void aDraftThatCouldNotBePublishedStays() {
        Saved saved = begin();
        Draft draft = lyon.draft(lyon.upload(2), 1, 40);
        assertEquals(Problem.FUNDS_MISSING, refused(lyon.listings.publish(lyon.requester, draft, saved.id())).problem());
        assertTrue(get(lyon.drafts.mine(lyon.requester)).contains(saved));
        lyon.deposit(88);
        get(lyon.listings.publish(lyon.requester, draft, saved.id()));
    }
}
