package coop.canut.web.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.node.decision.ActKind;
import coop.canut.node.member.Role;
import coop.canut.web.Browser;
import coop.canut.web.House;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Five people in one room decide, with forms alone. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DecidingTest {

    @TempDir
    private static Path folder;
    private static House house;
    private static Browser odile;
    private static Browser ada;
    private static Browser museum;

    @BeforeAll
    static void open() {
        house = House.inOneRoom(folder.resolve("keys"));
        odile = house.signedIn("Odile", Role.STEWARD, null);
        ada = house.signedIn("Ada <b>", Role.WORKER, null);
        museum = house.signedIn("Anne", Role.REQUESTER, house.requester("Museum"));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static String location(Browser.Answer answer) {
        assertEquals(303, answer.status(), answer.body());
        return answer.location().replaceAll("\\?.*", "");
    }

    private static String propose(Browser by, String kind, Map<String, String> fields) {
        return location(by.send("/proposals/new/" + kind, "/proposals/new/" + kind, fields));
    }

    private static void vote(Browser by, String proposal, String choice) {
        location(by.send(proposal, proposal + "/vote", Map.of("choice", choice, "for", "")));
    }

    private static void until(String proposal, String state) {
        RunningNode.until(state, () -> ada.see(proposal).contains(">" + state + "</span>"));
    }

    @Test
    @Order(1)
    void aFloorIsProposedDiscussedVotedAndInForce() {
        String proposal = propose(ada, "set-pay-floor", Map.of("title", "More for an hour <i>", "reasons", "Rents rose.",
            "floor", "14.00", "currency", "EUR"));
        String draft = ada.see(proposal);
        assertTrue(draft.contains("More for an hour &lt;i&gt;") && draft.contains("at least €14.00"), draft);
        assertTrue(draft.contains("It concerns 2 members."), draft);
        location(ada.send(proposal, proposal + "/discuss", Map.of()));
        until(proposal, "Vote open");
        location(ada.send(proposal, proposal + "/arguments", Map.of("stance", "for", "text", "Yes, <please>.")));
        vote(ada, proposal, "yes");
        vote(ada, proposal, "no");
        vote(ada, proposal, "yes");
        vote(odile, proposal, "abstain");
        until(proposal, "In force");
        house.node().settle();
        String policy = house.stranger().see("/policy");
        assertTrue(policy.contains("€14.00 an hour"), policy);
        assertTrue(policy.contains("-001"), "named beside the rules that it made");
        String minutes = ada.see(number(proposal));
        assertTrue(minutes.contains("1 yes, 0 no, 1 abstained, of 2 who could vote"), minutes);
        assertTrue(minutes.contains("Yes, &lt;please&gt;.") && minutes.contains("Rents rose."));
    }

    private static String number(String proposal) {
        return "/decisions/" + ada.see(proposal).replaceAll("(?s).*/decisions/([0-9]{4}-[0-9]{3}).*", "$1");
    }

    @Test
    @Order(2)
    void minutesAreSignedAddedToAndTakenAway() {
        String minutes = ada.see("/decisions").replaceAll("(?s).*(/decisions/[0-9]{4}-001).*", "$1");
        String hash = ada.see(minutes).replaceAll("(?s).*name=\"sha256\" value=\"([0-9a-f]{64})\".*", "$1");
        location(ada.send(minutes, minutes + "/sign", Map.of("sha256", hash)));
        assertTrue(ada.see(minutes).contains("1 signature is missing"));
        location(odile.send(minutes, minutes + "/sign", Map.of("sha256", hash)));
        assertFalse(ada.see(minutes).contains("missing"));
        location(odile.send(minutes, minutes + "/notes", Map.of("text", "Karim was ill.")));
        assertTrue(ada.see(minutes).contains("Karim was ill."));
        assertEquals(403, ada.send(minutes, minutes + "/notes", Map.of("text", "I was not.")).status());
        String text = ada.see(minutes + "/text");
        assertTrue(text.startsWith("# Minutes") && text.contains("More for an hour \\<i\\>"), text);
        assertTrue(ada.see(minutes + "/json").contains("\"act\":\"set-pay-floor\""));
    }

    @Test
    @Order(3)
    void anElectionIsSecretAndSaysWhatThatMeans() {
        String person = ada.see("/proposals/new/elect").replaceAll("(?s).*<option value=\"([0-9A-Z]{26})\"[^>]*>Odile.*", "$1");
        String year = LocalDate.now(ZoneOffset.UTC).plusYears(1).toString();
        String proposal = propose(ada, "resolve", Map.of("title", "Odile thanks", "reasons", "", "text", "We thank Odile."));
        assertTrue(ada.see(proposal).contains("We thank Odile."));
        Browser.Answer elect = ada.send("/proposals/new/elect", "/proposals/new/elect", Map.of("title", "Odile", "reasons", "",
            "person", person, "role", "treasurer", "until", year));
        String election = ada.see(location(elect));
        assertTrue(election.contains("Secret vote") && election.contains("cannot be changed"), election);
    }

    @ParameterizedTest
    @EnumSource(ActKind.class)
    @Order(4)
    void everyActHasAFormThatKeepsWhatWasTyped(ActKind kind) {
        if (kind == ActKind.RESTATE) {
            assertEquals(404, ada.get("/proposals/new/restate").status());
            return;
        }
        String form = "/proposals/new/" + kind.code();
        assertTrue(ada.see(form).contains("name=\"title\""));
        Browser.Answer refused = ada.send(form, form, Map.of("title", "", "reasons", "Because <so>."));
        assertTrue(List.of(400, 422).contains(refused.status()), kind + " " + refused.status());
        assertTrue(refused.body().contains("Because &lt;so&gt;."), kind.code());
        assertTrue(refused.body().contains("class=\"fault\""), kind.code());
    }

    @Test
    @Order(5)
    void aRecallNamesWhoAnswersForIt() {
        String page = ada.see("/proposals/new/recall");
        String person = page.replaceAll("(?s).*<option value=\"([0-9A-Z]{26})\"[^>]*>Odile.*", "$1");
        String self = page.replaceAll("(?s).*<option value=\"([0-9A-Z]{26})\"[^>]*>Ada.*", "$1");
        Map<String, String> typed = new HashMap<>(Map.of("title", "Recall", "reasons", "She has moved.", "person", person,
            "role", "steward", "human", person, "contact", "at the office",
            "review", LocalDate.now(ZoneOffset.UTC).plusDays(60).toString()));
        Browser.Answer itself = ada.send("/proposals/new/recall", "/proposals/new/recall", typed);
        assertEquals(422, itself.status());
        assertTrue(itself.body().contains("id=\"human-fault\""), itself.body());
        typed.put("human", self);
        String recall = ada.see(propose(ada, "recall", typed));
        assertTrue(recall.contains("at the office") && recall.contains("She has moved."));
    }

    @Test
    @Order(6)
    void statutesAreReadByAnyoneAndAmendedByAVote() {
        assertTrue(house.stranger().see("/statutes").contains("Months of a term, at most"));
        String page = ada.see("/proposals/new/amend-statutes?preset=members");
        assertTrue(page.contains("name=\"rollDays\" type=\"text\" value=\"30\""), page);
        Map<String, String> typed = new HashMap<>(ActForm.typed(coop.canut.node.decision.Statutes.preset("members")));
        typed.put("title", "Ours");
        typed.put("reasons", "");
        typed.put("ordinary.majority", "1/3");
        Browser.Answer weak = ada.send("/proposals/new/amend-statutes", "/proposals/new/amend-statutes", typed);
        assertEquals(422, weak.status());
        typed.put("ordinary.majority", "1/2");
        assertTrue(ada.see(propose(ada, "amend-statutes", typed)).contains("Open vote"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    @Order(7)
    void everyPageIsSaidInBothLanguages(String language) {
        String proposal = ada.see("/decisions").replaceAll("(?s).*(/proposals/[0-9A-Z]{26}).*", "$1");
        Stream.of("/decisions", "/policy", "/statutes").forEach(path ->
            assertTrue(house.stranger().speaking(language).see(path).contains("<html lang=\"" + language)));
        Stream.of("/decisions", "/proposals/new", proposal).forEach(path -> assertFalse(ada.see(path).isEmpty()));
    }

    @Test
    @Order(8)
    void whoOnlyPublishesIsNoMember() {
        assertEquals(403, museum.get("/proposals/new").status());
        assertFalse(museum.see("/decisions").contains("/decisions/20"));
        assertTrue(museum.see("/policy").contains("an hour"));
    }

    @Test
    @Order(9)
    void aStrangerSeesWhatWasDecidedAndNothingAboutPeople() {
        String page = house.stranger().see("/decisions");
        assertTrue(page.contains("at least €14.00"));
        assertFalse(page.contains("More for an hour"), "the words of members are the members' own");
    }
}
