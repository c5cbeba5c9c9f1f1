package coop.canut.node.payout;

import coop.canut.node.World;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Sessions;
import coop.canut.node.member.Sessions.Session;
import coop.canut.node.store.Store;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where members and requesters are paid. Whoever steals a session must not be able to turn the next payout to themselves: an
 * account is set only just after a sign-in by a link that the session itself cannot have made, nothing is paid to it for three
 * days, and its owner is shown meanwhile what was changed and when (W-20).
 */
public final class PayoutAccounts {

    /** How long a new account waits before the first payment to it. */
    public static final Duration WAIT = Duration.ofHours(72);
    /** Accounts of one owner that are shown, the newest first. */
    public static final int HISTORY = 20;
    /** What an account and its holder may have of characters: two lines of an address of a bank. */
    private static final int CHARS = 140;
    private static final Logger LOG = LoggerFactory.getLogger(PayoutAccounts.class);

    private final World world;
    private final Store store;
    private final Sessions sessions;
    private final PayoutAccountStore accounts = new PayoutAccountStore();

    /** The accounts of this node's people. */
    public PayoutAccounts(World world, Store store, Sessions sessions) {
        this.world = world;
        this.store = store;
        this.sessions = sessions;
    }

    /**
     * A member says where to be paid. The same again changes nothing.
     *
     * @param account an IBAN, or where there is none whatever the treasurer can send money to; at most 140 characters
     * @param holder  the name under which the bank keeps it
     * @throws Refused (in the future) {@code sign-in-stale} unless this session has just begun; {@code field-missing},
     *     {@code field-wrong} on {@code account} or {@code holder}: also an IBAN whose check digits are wrong
     */
    public Future<PayoutAccount> set(Session session, String account, String holder) {
        return set(session, session.person().id(), account, holder);
    }

    /** The same for the requester in whose name this person acts. */
    public Future<PayoutAccount> set(Session session, Requester requester, String account, String holder) {
        return set(session, requester.id(), account, holder);
    }

    private Future<PayoutAccount> set(Session session, Id owner, String account, String holder) {
        requireLine(account, "account");
        requireLine(holder, "holder");
        boolean iban = Iban.isMeant(account);
        String written = iban ? Iban.of(account).orElseThrow(() ->
            Refused.at(Problem.FIELD_WRONG, "account", "check digits of an IBAN")) : account.strip();
        return sessions.isProven(session).compose(proven -> {
            if (!proven) {
                throw new Refused(Problem.SIGN_IN_STALE, "session " + session.id());
            }
            Instant now = world.now();
            var next = new PayoutAccount(world.newId(), owner, written, iban, holder.strip(), session.person().id(), now,
                now.plus(WAIT));
            return store.write(tx -> accounts.lockOwner(tx, owner).compose(locked -> accounts.current(tx, owner))
                .compose(current -> current.isPresent() && current.get().account().equals(next.account())
                        && current.get().holder().equals(next.holder())
                    ? Future.succeededFuture(current.get())
                    : accounts.add(tx, next).map(next)))
                .onSuccess(set -> LOG.info("the payout account of {} was set by {}", owner, session.person().id()));
        });
    }

    private static void requireLine(String text, String field) {
        if (text == null || text.isBlank()) {
            throw Refused.at(Problem.FIELD_MISSING, field, "empty");
        }
        if (text.length() > CHARS || text.chars().anyMatch(c -> c < ' ')) {
            throw Refused.at(Problem.FIELD_WRONG, field, "too long, or not one line");
        }
    }

    /** The account that counts, even if nothing may be paid to it yet. Whose it may be shown to is for the caller to ask. */
    public Future<Optional<PayoutAccount>> current(Id owner) {
        return accounts.current(store, owner);
    }

    /** Every account that its owner had lately, the newest first, at most {@link #HISTORY}. */
    public Future<List<PayoutAccount>> history(Id owner) {
        return accounts.history(store, owner, HISTORY);
    }
}
