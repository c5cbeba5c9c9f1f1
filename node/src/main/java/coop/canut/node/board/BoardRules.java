package coop.canut.node.board;

import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.work.Template;
import java.util.List;

/** What follows from a listing at the node that reads it. Pure. */
final class BoardRules {

    /** The skill of work that asks for none in particular. */
    static final String NO_SKILL = "general";

    private BoardRules() {
    }

    /** Whether our members may take it: it is for us, and of a kind of task that this version knows. */
    static boolean isOffered(Published listing, Host self) {
        if (!listing.audience().isEmpty() && !listing.audience().contains(self)) {
            return false;
        }
        try {
            Template.read(listing.work().template());
            return true;
        } catch (Refused unknownKind) {
            return false;
        }
    }

    /**
     * Whether it meets the floor that our own members agreed on. In a currency for which they agreed on none there is
     * nothing that it could fall below.
     */
    static boolean isShown(Published listing, List<Money> ourFloors) {
        Money price = listing.pay().price();
        return ourFloors.stream().filter(floor -> floor.currency().equals(price.currency()))
            .allMatch(floor -> price.meetsHourly(floor, listing.work().estimatedSeconds()));
    }

    /** The worst that a worker meets in it, 0 to 4. */
    static long severity(Published listing) {
        return listing.categories().stream().mapToLong(Category::severity).max().orElse(0);
    }

    /** The skill that its receipts name: the first. */
    static String skill(Published listing) {
        return listing.skills().isEmpty() ? NO_SKILL : listing.skills().getFirst();
    }

    /** The words by which it is found. */
    static String words(Published listing) {
        return String.join("\n", listing.name(), listing.identity().name(), listing.endUse().statement(),
            String.join(" ", listing.skills()),
            String.join(" ", listing.categories().stream().map(Category::category).toList()), listing.content());
    }
}
