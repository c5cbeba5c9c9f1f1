package coop.canut.node.attack;

import coop.canut.protocol.message.ListingMessage;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.message.ListingMessage.EndUse;
import coop.canut.protocol.message.ListingMessage.Identity;
import coop.canut.protocol.message.ListingMessage.Pay;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.ListingMessage.Work;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PeeringStated;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What a stranger may say to everyone. */
final class Statements {

    private static final Id LISTING = Id.of("01M87BEFS0HQSYHRMC1NHFFJBQ");
    private static final Id REQUESTER = Id.of("01M87BEFS0HQSYHRMC1NHFFJBR");

    private Statements() {
    }

    static PeeringStated peering(Host with, long number) {
        return new PeeringStated(with, number, Level.CLAIM, Hash.ZERO, 0, "2026-001", null);
    }

    /** A policy under which the listings here may stand. */
    static PolicyEnacted policy() {
        List<Long> minutes = List.of(480L, 480L, 240L, 120L, 60L);
        return new PolicyEnacted(1, Hash.ZERO, "founding", List.of(Money.of(1_200, "EUR")), 50, 20, minutes, minutes, 14,
            "show");
    }

    static Published listing(Host by, long revision, String title) {
        return listing(new ObjectUrl(Noun.LISTING, by, LISTING), revision, title);
    }

    /** A listing beside that of {@link #listing}, named by its title. */
    static Published other(Host by, String title) {
        byte[] name = Arrays.copyOf(Hash.sha256(title.getBytes(StandardCharsets.UTF_8)).bytes(), 10);
        return listing(new ObjectUrl(Noun.LISTING, by, Id.of(0, name)), 1, title);
    }

    static StateChanged closed(Host by, long number) {
        return new StateChanged(new ObjectUrl(Noun.LISTING, by, LISTING), number, State.CLOSED, "done", null);
    }

    /** A listing for a requester of another host. */
    static Published offOrigin(Host by, Host requester) {
        return listing(new ObjectUrl(Noun.LISTING, by, LISTING), new ObjectUrl(Noun.REQUESTER, requester, REQUESTER), 1,
            "Letters");
    }

    private static Published listing(ObjectUrl url, long revision, String title) {
        return listing(url, new ObjectUrl(Noun.REQUESTER, url.host(), REQUESTER), revision, title);
    }

    private static Published listing(ObjectUrl url, ObjectUrl requester, long revision, String title) {
        return new ListingMessage.Published(url, revision, requester, new Identity("Museum", "FR", "SIREN 000 000 000"), title,
            "Say who wrote it.", new EndUse("Public archive.", "A. Roux", StrangeNode.now()),
            List.of(new Category("none", 0)), List.of("fr"), List.of(), "new", List.of(), "none",
            new Work(20, 1, 60, 900, 86_400, "{}"), new Pay(Money.of(50, "EUR"), 259_200),
            StrangeNode.now().plusSeconds(864_000), new PolicyRef(1, Hash.sha256(new byte[0])));
    }
}
