package coop.canut.node.work;

import coop.canut.protocol.Problem;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.WorkMessage.Accepted;
import coop.canut.protocol.message.WorkMessage.AcceptedItem;
import coop.canut.protocol.message.WorkMessage.RejectionProposed;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import java.time.Duration;
import java.util.List;

/** Somebody at a publishing node who looks at the answers of a {@link Home}; what is said is heard there at once. */
record Reviewer(Home home, Host host) {

    /** An answer at what it is worth. */
    static AcceptedItem item(Submitted work, long amount) {
        return new AcceptedItem(work.slot(), work.claim(), work.answerSha256(), "answer", amount);
    }

    Accepted acceptance(List<AcceptedItem> items) {
        Id acceptance = home.world.newId();
        return new Accepted(acceptance, acceptance, home.world.now().plus(Duration.ofDays(30)), "EUR",
            items.stream().mapToLong(AcceptedItem::amount).sum(), new PolicyRef(1, Hash.ZERO), List.copyOf(items));
    }

    /** Accepts; null if that was applied. */
    Problem accept(List<AcceptedItem> items) {
        return home.hear(home.reviews.accepted(), host, acceptance(items));
    }

    /** Accepts an answer at 40 cents. */
    Problem accept(Submitted work) {
        return accept(List.of(item(work, 40)));
    }

    /** Proposes to reject an answer of this hash. */
    Problem reject(Submitted work, Hash answer) {
        return home.hear(home.reviews.rejectionProposed(), host, new RejectionProposed(work.slot(), work.claim(), answer,
            "wrong", "It is a fox.", "M. Jacquard", home.world.now().plus(Duration.ofDays(14))));
    }

    /** Proposes to reject an answer. */
    Problem reject(Submitted work) {
        return reject(work, work.answerSha256());
    }
}
