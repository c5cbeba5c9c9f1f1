package coop.canut.node.fediverse;

import coop.canut.node.World;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Looks up foreign accounts: one document each, that of the account itself, from the host that all of its parts must belong to
 * (FEP-fe34). Somebody else's request makes us ask, so how often we ask is bounded, in all and for each host.
 */
final class Accounts {

    /** Bytes of an account's document; Mastodon's have some five thousand. */
    static final int DOCUMENT_BYTES = 131_072;
    /** Look-ups in a minute; whoever comes later is told to come again. */
    static final int A_MINUTE = 60;
    /** Of one host, so that one host cannot use up the others' share. */
    static final int A_MINUTE_OF_HOST = 10;
    private static final int KEYS = 10;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final World world;
    private final Host self;
    private final SignedRequests requests;
    private final Map<Host, Integer> asked = new HashMap<>();
    private int askedInAll;
    private Instant minute = Instant.EPOCH;

    /** An account with the key that its request named. */
    record Account(ForeignUrl inbox, ForeignUrl sharedInbox, String key) {
    }

    Accounts(World world, Host self, SignedRequests requests) {
        this.world = world;
        this.self = self;
        this.requests = requests;
    }

    /**
     * Reads an account from its own host.
     *
     * @param keyId which key it must show as its own
     * @throws Refused (in the future) {@code origin-mismatch}, {@code key-owner-mismatch} or {@code url-off-origin} if its
     *     parts are not of one host or not its own; {@code local-id-forged} for our own host; {@code key-unavailable} if it
     *     cannot be read now; {@code too-many} if we have asked often enough
     */
    Future<Account> look(ForeignUrl actor, ForeignUrl keyId) {
        if (actor.host().equals(self)) {
            return Future.failedFuture(new Refused(Problem.LOCAL_ID_FORGED, "an account of ours that does not exist"));
        }
        if (!keyId.host().equals(actor.host())) {
            return Future.failedFuture(new Refused(Problem.KEY_OWNER_MISMATCH, "the key of another host"));
        }
        if (!mayAsk(actor.host())) {
            return Future.failedFuture(new Refused(Problem.TOO_MANY, "accounts looked up in this minute"));
        }
        return requests.get(actor, DOCUMENT_BYTES).transform(asked -> {
            if (asked.failed() || asked.result().status() != 200) {
                return Future.failedFuture(new Refused(Problem.KEY_UNAVAILABLE, "the account cannot be read"));
            }
            if (!isActivity(asked.result().contentType())) {
                return Future.failedFuture(new Refused(Problem.MEDIA_TYPE_WRONG, "the account is no activity document"));
            }
            return Future.succeededFuture(account(Foreign.read(asked.result().body()), actor, keyId));
        });
    }

    /** Whether a media type is one in which ActivityPub documents come: nothing that a person could have uploaded (F-29). */
    static boolean isActivity(String contentType) {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT).replace(" ", "");
        return type.equals("application/activity+json") || type.equals("application/activity+json;charset=utf-8")
            || type.startsWith("application/ld+json;") && type.contains("\"https://www.w3.org/ns/activitystreams\"");
    }

    private static Account account(Foreign document, ForeignUrl actor, ForeignUrl keyId) {
        if (!actor.toString().equals(document.text("id"))) {
            throw new Refused(Problem.ORIGIN_MISMATCH, "another account than asked for");
        }
        ForeignUrl inbox = ForeignUrl.of(document.text("inbox"));
        if (!inbox.host().equals(actor.host())) {
            throw new Refused(Problem.URL_OFF_ORIGIN, "an inbox of another host");
        }
        Foreign key = document.objects("publicKey", KEYS).stream().filter(each -> keyId.toString().equals(each.text("id")))
            .findFirst().orElseThrow(() -> new Refused(Problem.KEY_OWNER_MISMATCH, "the account does not show that key"));
        if (!actor.toString().equals(key.text("owner"))) {
            throw new Refused(Problem.KEY_OWNER_MISMATCH, "the key is not the account's");
        }
        String pem = key.text("publicKeyPem");
        RsaKey.read(pem == null ? "" : pem);
        return new Account(inbox, shared(document, actor.host()), pem.strip());
    }

    /** One for the whole host, if it is of that host; without it the account's own is used. */
    private static ForeignUrl shared(Foreign document, Host host) {
        Foreign endpoints = document.object("endpoints");
        String shared = endpoints == null ? null : endpoints.text("sharedInbox");
        try {
            ForeignUrl url = shared == null ? null : ForeignUrl.of(shared);
            return url == null || !url.host().equals(host) ? null : url;
        } catch (Refused unreadable) {
            return null;
        }
    }

    private boolean mayAsk(Host host) {
        if (world.now().isAfter(minute.plus(MINUTE))) {
            minute = world.now();
            asked.clear();
            askedInAll = 0;
        }
        if (askedInAll >= A_MINUTE || asked.getOrDefault(host, 0) >= A_MINUTE_OF_HOST) {
            return false;
        }
        askedInAll++;
        asked.merge(host, 1, Integer::sum);
        return true;
    }
}
