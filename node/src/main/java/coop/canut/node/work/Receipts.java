package coop.canut.node.work;

import coop.canut.node.World;
import coop.canut.node.member.Person;
import coop.canut.node.post.Received;
import coop.canut.node.post.Receiver;
import coop.canut.node.post.Verdict;
import coop.canut.node.store.Store;
import coop.canut.node.work.ReceiptStore.Booked;
import coop.canut.node.work.ReceiptStore.Line;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.StandingMessage.ReceiptIssued;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.sign.SigningKey;
import coop.canut.protocol.standing.ReceiptFile;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Receipts of members' paid work. One is kept if it agrees with our own books, and countersigned when its worker takes it
 * away. Source: FEDERATION.md 7.5.
 */
public final class Receipts {

    private static final int SECONDS_PER_MINUTE = 60;

    private final World world;
    private final Host self;
    private final Store store;
    private final Supplier<SigningKey> nodeKey;
    private final ReceiptStore receipts = new ReceiptStore();

    /** The receipts of this host's members, countersigned with the node key that signs then. */
    public Receipts(World world, Host self, Store store, Supplier<SigningKey> nodeKey) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.nodeKey = nodeKey;
    }

    /**
     * Receipts. {@code receipt-mismatch} (F-45) if one says more than our books: more minutes or answers than we booked from
     * that node for that worker, requester and skill, more rejections than we heard of, or a longer life than receipts have;
     * {@code url-off-origin} if its requester is another node's. The highest {@code seq} holds.
     */
    public Receiver<ReceiptIssued> issued() {
        return (tx, from, run) -> receipts.booked(tx, from, run.stream().map(next -> Line.of(next.message())).toList())
            .compose(booked -> {
                List<Verdict> verdicts = new ArrayList<>();
                Map<Line, Received<ReceiptIssued>> newest = new LinkedHashMap<>();
                for (Received<ReceiptIssued> next : run) {
                    Line line = Line.of(next.message());
                    Booked books = booked.get(line);
                    Problem problem = problem(from, next, books);
                    verdicts.add(problem == null ? Verdict.APPLIED : Verdict.refused(problem));
                    long known = newest.containsKey(line) ? newest.get(line).message().seq()
                        : books == null ? 0 : books.seq();
                    if (problem == null && next.message().seq() > known) {
                        newest.put(line, next);
                    }
                }
                return receipts.put(tx, from, List.copyOf(newest.values()), booked).map(verdicts);
            });
    }

    private static Problem problem(Host from, Received<ReceiptIssued> next, Booked books) {
        ReceiptIssued receipt = next.message();
        if (!receipt.requester().host().equals(from)) {
            return Problem.URL_OFF_ORIGIN;
        }
        boolean agrees = books != null
            && receipt.ok() <= books.ok()
            && receipt.paidMinutes() <= Math.ceilDiv(books.seconds(), SECONDS_PER_MINUTE)
            && receipt.bad() + receipt.contested() <= books.rejections()
            && !receipt.expires().isAfter(next.published().plus(Duration.ofDays(Limits.RECEIPT_DAYS)));
        return agrees ? null : Problem.RECEIPT_MISMATCH;
    }

    /** The member's receipts, by issuer, requester and skill. There are as many as requesters worked for, so no pages. */
    public Future<List<Receipt>> mine(Person member) {
        return receipts.mine(store, member.id());
    }

    /**
     * A receipt to take away: the text of a {@link ReceiptFile}, countersigned now. {@code not-found} if this member has none
     * of that id.
     */
    public Future<String> take(Person member, Id receipt) {
        return receipts.find(store, member.id(), receipt).compose(found -> {
            ReceiptStore.Kept kept = found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no receipt " + receipt));
            return receipts.keys(store, kept.issuer()).compose(issuerKeys -> receipts.keys(store, self)
                .compose(homeKeys -> world.compute(() -> new String(ReceiptFile.countersign(kept.message(), issuerKeys, self,
                    homeKeys, nodeKey.get(), world.second()).write(), StandardCharsets.UTF_8))));
        });
    }
}
