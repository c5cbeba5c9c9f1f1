package coop.canut.web.open;

import coop.canut.node.board.Posting;
import coop.canut.protocol.name.Host;
import coop.canut.web.work.WorkPages;
import coop.canut.web.page.Visit;
import java.time.Instant;
import java.util.List;

/** The open batches of this cooperative as an Atom feed, for whoever reads news with a program. Source: RFC 4287. */
final class Feed {

    static final String MEDIA_TYPE = "application/atom+xml; charset=utf-8";
    /** Entries of the feed, the newest. */
    static final int ENTRIES = 50;

    private Feed() {
    }

    /** The feed as this reader asked for it: in one language, with addresses as the reader has them. */
    static String atom(Visit visit, String name, Host host, List<Posting> open) {
        var words = visit.words();
        // A feed says when it last changed; one without entries never did.
        Instant updated = open.isEmpty() ? Instant.EPOCH : open.getFirst().published();
        var feed = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"")
            .append(" xml:lang=\"").append(words.language()).append("\">\n");
        element(feed, "id", "https://" + host + "/open.atom");
        element(feed, "title", words.text("feed.title", name));
        element(feed, "updated", updated.toString());
        link(feed, "self", visit.whole("/open.atom"));
        link(feed, "alternate", visit.whole("/"));
        feed.append("<author><name>").append(escaped(name)).append("</name></author>\n");
        for (Posting posting : open) {
            feed.append("<entry>\n");
            element(feed, "id", posting.url().toString());
            element(feed, "title", posting.title());
            element(feed, "updated", posting.published().toString());
            link(feed, "alternate", visit.whole(WorkPages.listing(posting.url())));
            element(feed, "summary", words.text("feed.entry", posting.requester(), posting.endUse(), posting.price(),
                words.hourly(posting.hourly()), posting.units()));
            feed.append("</entry>\n");
        }
        return feed.append("</feed>\n").toString();
    }

    private static void element(StringBuilder feed, String name, String text) {
        feed.append('<').append(name).append('>').append(escaped(text)).append("</").append(name).append(">\n");
    }

    private static void link(StringBuilder feed, String relation, String address) {
        feed.append("<link rel=\"").append(relation).append("\" href=\"").append(escaped(address)).append("\"/>\n");
    }

    /** Text in XML 1.0, which has no way to write the two code points that are no characters. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
            .replaceAll("[\\ufffe\\uffff\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "");
    }
}
