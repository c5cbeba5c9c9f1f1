package coop.canut.node.fediverse;

import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.name.Id;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A post.
 *
 * @param id        that of its listing, if it tells of one
 * @param digest    whether it tells of several
 * @param version   1 and rising with each change
 * @param changedAt null before the first change
 * @param erased    whether nothing is left to tell
 * @param listings  those that are not erased, the newest first, at most {@link #SHOWN}
 * @param more      how many more it is about
 */
record Note(Id id, boolean digest, long version, Instant madeAt, Instant changedAt, boolean erased, List<Told> listings,
            long more) {

    /** Listings that one post names. */
    static final int SHOWN = 20;
    /** Content of this severity or worse is shown only to those who ask for it. */
    private static final long SENSITIVE = 2;

    /** A listing as it is now. */
    record Told(Published listing, State state) {

        long severity() {
            return listing.categories().stream().mapToLong(Category::severity).max().orElse(0);
        }
    }

    /** Whether it needs a warning in front. */
    boolean sensitive() {
        return listings.stream().anyMatch(told -> told.severity() >= SENSITIVE);
    }

    /** That warning. */
    String warning() {
        return listings.stream().flatMap(told -> told.listing.categories().stream())
            .filter(category -> category.severity() >= SENSITIVE).map(Category::category).distinct().sorted()
            .collect(Collectors.joining(", ", "Work with content that is hard to look at: ", ""));
    }
}
