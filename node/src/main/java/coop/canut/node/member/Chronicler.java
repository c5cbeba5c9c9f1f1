package coop.canut.node.member;

import coop.canut.node.Secret;
import coop.canut.node.mail.Address;
import coop.canut.node.mail.Addresses;
import coop.canut.node.mail.Kind;
import coop.canut.node.mail.Letter;
import coop.canut.node.mail.Letters;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes down what is done about people, for all members to read, and tells whom it concerns by letter: in the same transaction,
 * so that nothing is done about somebody of which nobody knows.
 */
final class Chronicler {

    private final ChronicleStore events = new ChronicleStore();
    private final ConcernedStore concerned = new ConcernedStore();
    private final SessionStore sessions = new SessionStore();
    private final Letters letters;
    private final Addresses addresses;

    /** Both null: nobody is told by letter, as where there is no node around. */
    Chronicler(Letters letters, Addresses addresses) {
        this.letters = letters;
        this.addresses = addresses;
    }

    Future<Void> add(Tx tx, Event.Kind kind, Person actor, Id about, Instant at) {
        return add(tx, kind, actor, about, null, null, at);
    }

    Future<Void> add(Tx tx, Event.Kind kind, Person actor, Id about, String decision, String what, Instant at) {
        return events.add(tx, kind, actor, about, decision, what, at)
            .compose(added -> letters == null ? Future.succeededFuture()
                : tell(tx, kind, about, kind.code() + " " + about + " " + at));
    }

    private Future<Void> tell(Tx tx, Event.Kind kind, Id about, String cause) {
        return switch (kind) {
            case APPLIED -> concerned.stewards(tx).compose(stewards ->
                each(tx, stewards, Kind.APPLICATION_RECEIVED, cause));
            case DECLINED -> concerned.applicant(tx, about).compose(found -> found.map(applicant ->
                address(applicant.contact()).map(address -> letters.post(tx, Letter.to(address, applicant.language(),
                    Kind.APPLICATION_ANSWERED, about.toString(), Map.of()))).orElse(Future.succeededFuture()))
                .orElse(Future.succeededFuture()));
            case EXCLUSION_PROPOSED, EXCLUDED, RECALLED -> each(tx, List.of(about), Kind.NOTICE, cause);
            case SUSPENDED, LIFTED -> concerned.ofRequester(tx, about).compose(people -> each(tx, people, Kind.NOTICE, cause));
            default -> Future.succeededFuture();
        };
    }

    private Future<Void> each(Tx tx, List<Id> people, Kind kind, String cause) {
        Future<Void> done = Future.succeededFuture();
        for (Id person : people) {
            done = done.compose(before -> letters.post(tx, Letter.to(person, kind, cause, Map.of())));
        }
        return done;
    }

    /** The link by which whoever applies sees the application again; the same that the answer will bring. */
    Optional<Secret> link(Id application) {
        return Optional.ofNullable(letters).map(known -> known.tokens().token(Kind.APPLICATION_ANSWERED, application.toString()));
    }

    /**
     * Whoever gave an address of mail when applying, and was admitted, gets a letter there with a link to sign in; signing in by
     * it confirms the address.
     */
    Future<Void> welcome(Tx tx, Id application, Id person, Instant now) {
        return letters == null || !letters.areWritten() ? Future.succeededFuture()
            : concerned.applicant(tx, application).compose(found -> found.map(applicant -> address(applicant.contact())
                .map(address -> addresses.give(tx, person, address, applicant.language(), Kind.WELCOME)
                    .compose(token -> sessions.addLink(tx, Hash.sha256(token.reveal()), person, null, now,
                        now.plus(Duration.ofHours(Sessions.LINK_HOURS))))
                    .<Void>mapEmpty())
                .orElse(Future.succeededFuture())).orElse(Future.succeededFuture()));
    }

    /** A contact may be anything that answers; only an address of mail can be written to. */
    private static Optional<Address> address(String contact) {
        try {
            return Optional.of(Address.of(contact));
        } catch (Refused noAddress) {
            return Optional.empty();
        }
    }
}
