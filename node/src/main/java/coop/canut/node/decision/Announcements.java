package coop.canut.node.decision;

import coop.canut.node.mail.Kind;
import coop.canut.node.mail.Letter;
import coop.canut.node.mail.Letters;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Tells members by letter of votes that open and decisions that are in force, in the transaction in which they do. */
final class Announcements {

    private final Letters letters;

    /** Null: nobody is told by letter, as where there is no node around. */
    Announcements(Letters letters) {
        this.letters = letters;
    }

    /** A vote has opened for everybody on its roll. */
    Future<Void> opened(Tx tx, Id proposal, int round, List<Id> roll, Instant until) {
        return each(tx, roll, Kind.DECISION_OPENED, proposal + " " + round,
            Map.of(Letter.WHICH, proposal.toString(), "until", until));
    }

    /** A decision of this number is in force. */
    Future<Void> enacted(Tx tx, String number, List<Id> members) {
        return each(tx, members, Kind.DECISION_ENACTED, number, Map.of(Letter.WHICH, number, "decision", number));
    }

    private Future<Void> each(Tx tx, List<Id> people, Kind kind, String cause, Map<String, Object> facts) {
        Future<Void> done = Future.succeededFuture();
        if (letters != null && letters.areWritten()) {
            for (Id person : people) {
                done = done.compose(before -> letters.post(tx, Letter.to(person, kind, cause, facts)));
            }
        }
        return done;
    }
}
