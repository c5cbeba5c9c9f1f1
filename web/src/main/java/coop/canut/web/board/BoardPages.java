package coop.canut.web.board;

import coop.canut.node.Rooms;
import coop.canut.node.board.Board;
import coop.canut.node.board.Place;
import coop.canut.node.board.Posting;
import coop.canut.node.peer.Notice;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import coop.canut.web.page.Words;
import coop.canut.web.work.WorkPages;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The list of open work. */
public final class BoardPages {

    /** Rows of a page: what somebody reads before searching instead. */
    static final int ROWS = 25;
    /**
     * Languages to choose from: the official ones of the European Union, and those that most people speak besides. Others can
     * stand in the address.
     */
    private static final List<String> LANGUAGES = List.of("am", "ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et",
        "fa", "fi", "fr", "ga", "ha", "hi", "hr", "hu", "id", "ig", "it", "ja", "ko", "lt", "lv", "mr", "mt", "nl", "pa", "pl",
        "pt", "ro", "ru", "sk", "sl", "so", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "wo", "yo", "zh", "zu");
    private static final Comparator<Place> IN_TIME = Comparator.comparing(Place::published).thenComparing(Place::key);
    /** Before anything. */
    private static final Place NOTHING = Place.of("0-0");

    private final Rooms rooms;
    private final Map<String, List<String>> languages = new ConcurrentHashMap<>();

    /** The pages over these rooms. */
    public BoardPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/board", Access.ANYONE, this::board);
        site.get("/board/news", Access.ANYONE, this::news);
        site.get("/live/board", Access.ANYONE, visit -> Future.succeededFuture(
            new Answer.Listening("board", () -> rooms.board().version().map(String::valueOf))));
    }

    /**
     * A page of the list.
     *
     * @param count   listings that fit, {@link Board#COUNTED} standing for that many or more
     * @param choices what may be chosen in the fields
     * @param since   the newest listing that this page shows; null on pages of older ones, to which nothing is added
     * @param older   address of the next page, or null
     * @param notices of cooperatives with which no new tasks are taken, and where this member has begun something
     */
    public record View(Page page, Search search, List<Row> rows, long count, Choices choices, Place since, String older,
                       List<Notice> notices) {
    }

    /**
     * A listing on the board.
     *
     * @param mark of its cooperative
     * @param path of its own page
     */
    public record Row(Posting posting, String mark, String path) {
    }

    /**
     * What the fields offer.
     *
     * @param languages tags, in the order of their names
     * @param hosts     cooperatives; empty for somebody who sees only one
     * @param money     currencies in which an hour may be counted
     */
    public record Choices(List<String> languages, Collection<String> hosts, Collection<String> money) {
    }

    private Future<Answer> board(Visit visit) {
        Search search = search(visit);
        return rooms.board().open(search.filter(), search.after(), ROWS + 1).compose(found ->
            rooms.board().count(search.filter()).compose(count -> notices(visit).map(notices -> {
                List<Posting> shown = found.size() > ROWS ? found.subList(0, ROWS) : found;
                Page page = visit.page(visit.words().text(visit.person() == null ? "nav.open" : "nav.board"));
                Place since = search.after() != null ? null : shown.isEmpty() ? NOTHING : shown.getFirst().place();
                String older = found.size() > ROWS ? search.with("after", shown.getLast().place().text()) : null;
                var view = new View(since == null ? page : page.lively(), search, shown.stream().map(posting ->
                    row(visit, posting)).toList(), count, choices(visit, search), since, older, notices);
                return new Answer.Shown(search.faults().any() ? 422 : 200, "board/board.jte", view);
            })));
    }

    private Future<List<Notice>> notices(Visit visit) {
        return visit.person() == null ? Future.succeededFuture(List.of()) : rooms.ties().ofMember(visit.person().id());
    }

    private Search search(Visit visit) {
        // Members see what every cooperative publishes; anyone may see what ours does.
        Host only = visit.person() == null ? rooms.config().host() : null;
        return Search.of(visit, floors().stream().findFirst().map(Money::currency).orElse("EUR"), only);
    }

    private List<Money> floors() {
        return rooms.policies().current().policy().payFloor();
    }

    private static Row row(Visit visit, Posting posting) {
        return new Row(posting, visit.mark(posting.url().host()), WorkPages.listing(posting.url()));
    }

    private Choices choices(Visit visit, Search search) {
        String chosen = search.filter().language();
        List<String> languages = this.languages.computeIfAbsent(visit.words().language(), language -> LANGUAGES.stream()
            .sorted(Words.in(language).alphabetical(Words.in(language)::languageName)).toList());
        if (chosen != null && !languages.contains(chosen)) {
            languages = Stream.concat(Stream.of(chosen), languages.stream()).toList();
        }
        List<String> hosts = new ArrayList<>();
        if (visit.person() != null) {
            rooms.peers().known().stream().filter(host -> rooms.peers().level(host).compareTo(Level.SEE) <= 0)
                .map(Host::toString).sorted().forEach(hosts::add);
        }
        var money = new TreeSet<String>();
        floors().forEach(floor -> money.add(floor.currency()));
        if (!search.at("currency").isEmpty() && Money.isCurrency(search.at("currency"))) {
            money.add(search.at("currency"));
        }
        return new Choices(languages, hosts, money);
    }

    /**
     * What arrived while somebody reads.
     *
     * @param count listings newer than those that were shown; one more than a page for more than that
     */
    public record News(Page page, Search search, int count) {

        /** As many as are counted. */
        public int counted() {
            return Math.min(count, ROWS);
        }

        /** Whether there are more than that. */
        public boolean isMore() {
            return count > ROWS;
        }
    }

    private Future<Answer> news(Visit visit) {
        Search search = search(visit);
        if (!visit.wantsPart()) {
            return Answer.to(search.first());
        }
        Place since = Place.of(visit.query("since"));
        return rooms.board().open(search.filter(), null, ROWS + 1).map(found -> new Answer.Shown(200, "board/news.jte",
            new News(visit.page(""), search, (int) found.stream()
                .filter(posting -> IN_TIME.compare(posting.place(), since) > 0).count())));
    }
}
