package coop.canut.ops.conformance;

import coop.canut.protocol.Problem;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.StandingMessage.ReceiptIssued;
import coop.canut.protocol.message.WorkMessage;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages about work between two nodes that have none: each is well formed, and refers to nothing that there is. */
final class Samples {

    private static final byte[] SECRET = new byte[32];
    private static final String ANSWER = "{\"choice\":\"1\"}";

    private final Host us;
    private final Host node;
    private final Instant now = Stranger.now();

    Samples(Host us, Host node) {
        this.us = us;
        this.node = node;
    }

    /** By message the rule with which the node must refuse it. */
    Map<Message, Problem> unbelievable() {
        Map<Message, Problem> messages = new LinkedHashMap<>();
        Hash answer = Hash.sha256(ANSWER.getBytes(StandardCharsets.UTF_8));
        messages.put(new WorkMessage.SlotsGranted(id(1), 1, 1, id(2), now.plusSeconds(1_800), now.plusSeconds(6_000),
            now.plusSeconds(90_000), List.of(new WorkMessage.GrantedSlot(id(3), id(4), "{}", List.of()))),
            Problem.NO_SUCH_REQUEST);
        messages.put(new WorkMessage.SlotsRefused(id(1), "none-left", List.of(), 60), Problem.NO_SUCH_REQUEST);
        messages.put(new WorkMessage.SlotsRecalled(id(2), 1, List.of(id(3))), Problem.NO_SUCH_REQUEST);
        messages.put(new WorkMessage.SlotsReturned(id(2), 1, List.of(id(3))), Problem.SLOT_NOT_LEASED);
        messages.put(new WorkMessage.ClaimDeclined(id(3), id(5), id(2), subject(), worker(), 5, "stopped", null),
            Problem.SLOT_NOT_LEASED);
        messages.put(new WorkMessage.Submitted(id(3), id(5), id(2), listing(node), 1, subject(), worker(), 5, "", ANSWER, answer,
            List.of()), Problem.SLOT_NOT_LEASED);
        messages.put(new WorkMessage.Accepted(id(6), id(7), now.plusSeconds(90_000), "EUR", 40, new PolicyRef(1, answer),
            List.of(new WorkMessage.AcceptedItem(id(3), id(5), answer, "answer", 40))), Problem.NO_SUCH_REQUEST);
        messages.put(new WorkMessage.RejectionProposed(id(3), id(5), answer, "wrong", "No.", "A. Roux", now.plusSeconds(90_000)),
            Problem.NO_SUCH_REQUEST);
        messages.put(new WorkMessage.BonusGranted(id(10), id(11), id(5), Money.of(25, "EUR"), now.plusSeconds(90_000), "Thanks."),
            Problem.NO_SUCH_REQUEST);
        messages.put(new ReceiptIssued(subject(), new ObjectUrl(Noun.REQUESTER, us, id(8)), "general", 1, 10, 10, 0, 0, "2026-11",
            now.plusSeconds(90_000)), Problem.RECEIPT_MISMATCH);
        return messages;
    }

    /** Slots of a listing that the node does not have: it must answer by a message of its own. */
    SlotsRequested asking() {
        return new SlotsRequested(id(9), listing(node), 1, 5, List.of());
    }

    private static ObjectUrl listing(Host host) {
        return new ObjectUrl(Noun.LISTING, host, id(10));
    }

    private Pseudonym subject() {
        return Pseudonym.subject(SECRET, id(11), us);
    }

    private Pseudonym worker() {
        return Pseudonym.worker(SECRET, id(11), new ObjectUrl(Noun.REQUESTER, us, id(8)));
    }

    private static Id id(int last) {
        return Id.of(0, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) last});
    }
}
