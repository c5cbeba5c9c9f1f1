package coop.canut.node.board;

import coop.canut.node.World;
import coop.canut.node.board.BoardStore.Head;
import coop.canut.node.board.BoardStore.Revision;
import coop.canut.node.board.BoardStore.Turn;
import coop.canut.node.post.Received;
import coop.canut.node.post.Receiver;
import coop.canut.node.post.Verdict;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.NodeMessage.ContentErased;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ListingRules;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The board: hearing of listings, and showing them. */
public final class Board {

    /** Rows of one page. */
    public static final int PAGE = 100;
    /** As far as {@link #count} counts: nobody reads further, and every page asks. */
    public static final int COUNTED = 1_000;
    /** Listings that one call of {@link #tick} drops. */
    private static final int TICK_LISTINGS = 100;
    /** It looks through all claims on what was taken back. */
    private static final Duration FORGET_EVERY = Duration.ofMinutes(10);
    /** Revisions whose terms are kept in memory; they never change. */
    private static final int REMEMBERED = 2_000;

    private final World world;
    private final Host self;
    private final Store store;
    private final Agreements agreements;
    private final BoardStore board = new BoardStore();
    private final AtomicLong heard = new AtomicLong();
    /** One object, so that a transaction that changes much says so once. */
    private final Runnable changed = heard::incrementAndGet;
    private volatile Future<Long> start;
    private Instant forgetNext = Instant.EPOCH;
    private final Map<String, Terms> remembered = Collections.synchronizedMap(new LinkedHashMap<>(16, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Terms> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** The board of this host's members. */
    public Board(World world, Host self, Store store, Agreements agreements) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.agreements = agreements;
    }

    /** A listing in full: its row, and what the publishing node signed. */
    public record Detail(Posting posting, Published listing) {
    }

    /**
     * Listings and new revisions. Refused: another node's listing ({@code not-owner}), a requester elsewhere
     * ({@code url-off-origin}), a price below the floor of its author's policy ({@code below-floor}), the revision that we
     * hold with other bytes ({@code equivocation}, F-34), one more than a peer may have open ({@code peer-quota}, F-67). An
     * older revision changes nothing.
     */
    public Receiver<Published> published() {
        return (tx, from, run) -> board.heads(tx, urls(run)).compose(heads -> room(tx, from, run, heads).compose(room -> {
            List<Verdict> verdicts = new ArrayList<>();
            Map<String, Revision> newest = new LinkedHashMap<>();
            List<Revision> added = new ArrayList<>();
            long left = room;
            for (Received<Published> next : run) {
                String url = next.message().listing().toString();
                Head head = heads.get(url);
                Verdict verdict = judge(from, next, heads);
                if (verdict.applied() && head == null && left-- <= 0) {
                    verdict = Verdict.refused(Problem.PEER_QUOTA);
                }
                verdicts.add(verdict);
                if (verdict.applied() && (head == null || next.message().revision() > head.revision())) {
                    Revision revision = revision(from, next);
                    heads.put(url, new Head(next.message().revision(), next.hash(), head == null ? 0 : head.stateNumber(),
                        head == null ? null : head.stateHash()));
                    newest.put(url, revision);
                    added.add(revision);
                }
            }
            if (!added.isEmpty()) {
                tx.afterCommit(changed);
            }
            return board.put(tx, from, List.copyOf(newest.values()), added).map(verdicts);
        }));
    }

    /** How many listings more a peer may have open; not counted where nothing is new. */
    private Future<Long> room(Tx tx, Host from, List<Received<Published>> run, Map<String, Head> heads) {
        return from.equals(self) || heads.keySet().containsAll(urls(run)) ? Future.succeededFuture(Long.MAX_VALUE)
            : board.open(tx, from).map(open -> Limits.PEER_OPEN_LISTINGS - open);
    }

    private Verdict judge(Host from, Received<Published> next, Map<String, Head> heads) {
        Published listing = next.message();
        try {
            ListingRules.check(listing, from, agreements.floors(from).orElse(List.of()));
            listing.pay().price().hourly(listing.work().estimatedSeconds());
        } catch (Refused refused) {
            return Verdict.refused(refused.problem());
        }
        Head head = heads.get(listing.listing().toString());
        boolean twoStories = head != null && head.revision() == listing.revision() && !head.hash().equals(next.hash());
        return twoStories ? Verdict.contradicts(head.hash()) : Verdict.APPLIED;
    }

    private Revision revision(Host from, Received<Published> next) {
        Published listing = next.message();
        return new Revision(listing, next.id(), next.hash(), next.published(), BoardRules.isOffered(listing, self),
            BoardRules.isShown(listing, agreements.floors(self).orElse(List.of())), BoardRules.severity(listing),
            BoardRules.skill(listing), BoardRules.words(listing));
    }

    /**
     * Listings that open, pause or end. The highest number holds, and nothing follows an end. A state of a listing that we
     * did not take has no effect; equal numbers with other bytes are {@code equivocation}.
     */
    public Receiver<StateChanged> stateChanged() {
        return (tx, from, run) -> board.heads(tx, run.stream().map(next -> next.message().listing().toString()).toList())
            .compose(heads -> {
                List<Verdict> verdicts = new ArrayList<>();
                Map<String, Turn> turns = new HashMap<>();
                for (Received<StateChanged> next : run) {
                    verdicts.add(turn(from, next, heads, turns));
                }
                if (!turns.isEmpty()) {
                    tx.afterCommit(changed);
                }
                return board.turn(tx, List.copyOf(turns.values())).map(verdicts);
            });
    }

    private static Verdict turn(Host from, Received<StateChanged> next, Map<String, Head> heads, Map<String, Turn> turns) {
        StateChanged change = next.message();
        if (!change.listing().host().equals(from)) {
            return Verdict.refused(Problem.NOT_OWNER);
        }
        String url = change.listing().toString();
        Head head = heads.get(url);
        if (head == null || change.number() < head.stateNumber()) {
            return Verdict.APPLIED;
        }
        if (change.number() == head.stateNumber()) {
            return next.hash().equals(head.stateHash()) ? Verdict.APPLIED : Verdict.contradicts(head.stateHash());
        }
        heads.put(url, new Head(head.revision(), head.hash(), change.number(), next.hash()));
        if (!turns.containsKey(url) || !turns.get(url).state().isFinal()) {
            turns.put(url, new Turn(url, change.state(), change.number(), next.hash()));
        }
        return Verdict.APPLIED;
    }

    /**
     * Listings that their author took back: they leave the board at once. Their terms go as soon as nobody here works under
     * them, and what was earned stays in the books.
     */
    public Receiver<ContentErased> erased() {
        return (tx, from, run) -> {
            tx.afterCommit(changed);
            tx.afterCommit(remembered::clear);
            return board.takeBack(tx, from, run.stream().flatMap(each -> each.message().ids().stream()).map(MessageUrl::id)
                    .toList())
                .compose(taken -> board.forget(tx))
                .map(forgotten -> run.stream().map(each -> Verdict.APPLIED).toList());
        };
    }

    /**
     * Forgets what was taken back and is nobody's work any more, and drops the bytes of others' listings that ended 180 days
     * ago, a bounded part per call.
     */
    public Future<Void> tick() {
        Instant now = world.now();
        Instant over = now.minus(Duration.ofDays(Limits.LISTING_EXPIRED_DAYS));
        Future<Integer> forgotten = now.isBefore(forgetNext) ? Future.succeededFuture(0) : board.forget(store);
        return forgotten.compose(rows -> {
            if (!now.isBefore(forgetNext)) {
                forgetNext = now.plus(FORGET_EVERY);
                remembered.clear();
            }
            return board.expire(store, over, self, TICK_LISTINGS);
        }).mapEmpty();
    }

    /**
     * A page of what is open, the newest first. What our members really earned neither orders nor narrows it: that would put
     * what nobody has done yet at the end.
     *
     * @param after where the page before ended, or null
     * @param limit rows, at most {@link #PAGE}
     */
    public Future<List<Posting>> open(Filter filter, Place after, int limit) {
        List<Host> hosts = seen(filter);
        if (hosts.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return board.open(store, filter, hosts, after, Math.clamp(limit, 1, PAGE)).map(page ->
            page.stream().map(posting -> posting.under(agreements.level(posting.url().host()))).toList());
    }

    /** How many open listings the filter lets through; {@link #COUNTED} stands for that many or more. */
    public Future<Long> count(Filter filter) {
        List<Host> hosts = seen(filter);
        return hosts.isEmpty() ? Future.succeededFuture(0L) : board.count(store, filter, hosts, COUNTED);
    }

    private List<Host> seen(Filter filter) {
        return (filter.host() == null ? agreements.hosts().stream() : Stream.of(filter.host()))
            .filter(host -> agreements.level(host).compareTo(Level.SEE) <= 0).toList();
    }

    /**
     * A number that grows whenever a listing is published, revised, opened, paused or ended, so that who has seen it can
     * tell whether to look again. It is asked of the store once and kept in memory then: every replica hears every log. What
     * agreements and the clock change is not in it.
     */
    public Future<Long> version() {
        Future<Long> known = start;
        if (known == null || known.failed()) {
            known = board.changes(store);
            start = known;
        }
        return known.map(from -> from + heard.get());
    }

    /**
     * One listing in full, open or not; {@code listing-not-found} if we hold none of that name, or its host is limited or
     * suspended.
     */
    public Future<Detail> listing(ObjectUrl url) {
        Level level = agreements.level(url.host());
        if (level.compareTo(Level.SEE) > 0) {
            return Future.failedFuture(new Refused(Problem.LISTING_NOT_FOUND, url.host() + " is at " + level));
        }
        return board.listing(store, url).map(found -> found.map(detail ->
                new Detail(detail.posting().under(level), detail.listing()))
            .orElseThrow(() -> new Refused(Problem.LISTING_NOT_FOUND, url.toString())));
    }

    /**
     * How a requester treats what our members hand in; null while fewer than {@link Pace#KNOWN_FROM} answers were reviewed.
     *
     * @param url the requester's, or that of a listing: then of whoever published its newest revision
     */
    public Future<Manners> manners(ObjectUrl url) {
        return board.manners(store, url);
    }

    /** The signed bytes of the newest revision that we hold; {@code listing-not-found} if we hold none. */
    public Future<byte[]> message(ObjectUrl url) {
        return board.message(store, url).map(found ->
            found.orElseThrow(() -> new Refused(Problem.LISTING_NOT_FOUND, url.toString())));
    }

    /**
     * The terms of a revision that we hold, by the listing's key inside this node. Answered from memory after the first
     * time; {@code listing-not-found} if there is none.
     */
    public Future<Terms> terms(Sql sql, long listing, long revision) {
        String name = listing + "/" + revision;
        Terms known = remembered.get(name);
        return known != null ? Future.succeededFuture(known) : board.terms(sql, listing, revision).map(found -> {
            Terms terms = found.orElseThrow(() -> new Refused(Problem.LISTING_NOT_FOUND, "no revision " + name));
            remembered.put(name, terms);
            return terms;
        });
    }

    private static List<String> urls(List<Received<Published>> run) {
        return run.stream().map(next -> next.message().listing().toString()).toList();
    }
}
