package coop.canut.web.page;

import coop.canut.protocol.name.Id;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Links and codes that were just made, each to be shown once, to the session that made it: making one and looking at it are two
 * requests, so that loading the page again makes no second one. In memory only; one that is lost is made again.
 */
public final class FreshLinks {

    /** More than stewards make between a click and the page after it. */
    private static final int KEPT = 100;

    private record Asked(Id session, Id about) {
    }

    private final Map<Asked, String> links = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, String> eldest) {
            return size() > KEPT;
        }
    };

    /** Keeps what this session made for a person, or about whatever else has an id. */
    public void put(Id session, Id about, String link) {
        links.put(new Asked(session, about), link);
    }

    /** What this session made for it, or null; it is forgotten with that. */
    public String take(Id session, Id about) {
        return links.remove(new Asked(session, about));
    }
}
