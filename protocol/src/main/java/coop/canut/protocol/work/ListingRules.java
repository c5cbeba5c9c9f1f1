package coop.canut.protocol.work;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import java.time.Instant;
import java.util.List;

/**
 * What every node checks of a listing by itself, its author before publishing and each reader again. Each refusal names the
 * field at fault by the last name of its member. Source: FEDERATION.md 7.2; COOPERATIVE.md (pay floor).
 */
public final class ListingRules {

    private ListingRules() {
    }

    /**
     * The checks of a listing that arrived: whose it is, then what it pays.
     *
     * @param author the node that says it
     * @param floors per hour, of the author's policy that the listing names
     */
    public static void check(Published listing, Host author, List<Money> floors) {
        requireOwn(listing, author);
        requireFloor(listing.pay().price(), listing.work().estimatedSeconds(), floors);
    }

    /**
     * Refuses a listing of another node's ({@code not-owner}), and one whose requester's address is elsewhere
     * ({@code url-off-origin}, F-28): people would be led to a page that the author does not answer for.
     */
    public static void requireOwn(Published listing, Host author) {
        if (!listing.listing().host().equals(author)) {
            throw Refused.at(Problem.NOT_OWNER, "id", listing.listing() + " said by " + author);
        }
        if (!listing.requester().host().equals(author)) {
            throw Refused.at(Problem.URL_OFF_ORIGIN, "attributedTo", listing.requester() + " said by " + author);
        }
    }

    /**
     * Refuses a price below the floor: {@code below-floor} on {@code price}. A currency for which the policy states no
     * floor is below it: members have not said what an hour is worth in it.
     *
     * @param estimatedSeconds of one answer
     * @param floors           per hour, at most one for each currency
     */
    public static void requireFloor(Money price, long estimatedSeconds, List<Money> floors) {
        for (Money floor : floors) {
            if (floor.currency().equals(price.currency()) && price.meetsHourly(floor, estimatedSeconds)) {
                return;
            }
        }
        throw Refused.at(Problem.BELOW_FLOOR, "price", price + " for " + estimatedSeconds + " s, floors " + floors);
    }

    /**
     * What its author checks besides, before publishing: a price of at least one minor unit ({@code price-too-small}), a
     * deadline that gives time for one claim, and a claim long enough for the work as it is estimated
     * ({@code field-wrong}).
     *
     * @param now the author's clock
     */
    public static void requirePublishable(Published listing, Instant now) {
        if (listing.pay().price().amount() < 1) {
            throw Refused.at(Problem.PRICE_TOO_SMALL, "price", "no price");
        }
        if (listing.deadline().isBefore(now.plusSeconds(listing.work().claimSeconds()))) {
            throw Refused.at(Problem.FIELD_WRONG, "deadline", listing.deadline() + " is too soon after " + now);
        }
        if (listing.work().claimSeconds() < listing.work().estimatedSeconds()) {
            throw Refused.at(Problem.FIELD_WRONG, "claimSeconds", "shorter than the estimated time");
        }
    }
}
