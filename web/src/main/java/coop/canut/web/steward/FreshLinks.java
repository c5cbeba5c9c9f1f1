package coop.canut.web.steward;

import coop.canut.protocol.name.Id;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Links that were just made, each to be shown once, to the session that made it: making one and looking at it are two
 * requests, so that loading the page again makes no second one. In memory only; one that is lost is made again.
 */
final class FreshLinks {

    /** More than stewards make between a click and the page after it. */
    private static final int KEPT = 100;

    private record Asked(Id session, Id person) {
    }

    private final Map<Asked, String> links = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, String> eldest) {
            return size() > KEPT;
        }
    };

    void put(Id session, Id person, String link) {
        links.put(new Asked(session, person), link);
    }

    /** The link that this session made for a person, or null; it is forgotten with that. */
    String take(Id session, Id person) {
        return links.remove(new Asked(session, person));
    }
}
