package coop.canut.node.fediverse;

import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.message.ListingMessage.EndUse;
import coop.canut.protocol.message.ListingMessage.Identity;
import coop.canut.protocol.message.ListingMessage.Pay;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.Work;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Listings that tests publish. */
public final class Told {

    private Told() {
    }

    /** A listing for everybody. */
    public static Published listing(Host host, Id id, long revision, String title, long severity) {
        return listing(host, id, revision, title, severity, List.of());
    }

    /** A listing for these nodes. */
    public static Published listing(Host host, Id id, long revision, String title, long severity, List<Host> audience) {
        Instant day = id.at().truncatedTo(ChronoUnit.SECONDS);
        return new Published(new ObjectUrl(Noun.LISTING, host, id), revision, new ObjectUrl(Noun.REQUESTER, host, id),
            new Identity("Soieries & Cie", "FR", "RCS Lyon 123"), title, "Look and choose.",
            new EndUse("A catalogue of silk", "A. Jacquard", day), List.of(new Category("animals", severity)),
            List.of("en"), List.of("sorting"), "new", audience, "none", new Work(100, 3, 120, 600, 3_600, "{}"),
            new Pay(Money.of(40, "EUR"), 3_600), day.plus(7, ChronoUnit.DAYS), new PolicyRef(1, Hash.ZERO));
    }
}
