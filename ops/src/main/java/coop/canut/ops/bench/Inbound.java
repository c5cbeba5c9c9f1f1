package coop.canut.ops.bench;

import coop.canut.node.Identity;
import coop.canut.node.NodeConfig;
import coop.canut.node.fetch.PeerClient;
import coop.canut.ops.demo.Batch;
import coop.canut.ops.demo.Person;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.NodeProcess;
import coop.canut.protocol.Limits;
import coop.canut.protocol.message.ChannelAcknowledged;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.WorkMessage.GrantedSlot;
import coop.canut.protocol.message.WorkMessage.SlotsGranted;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.SubmissionRules;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Signed messages that a node takes per second, to the end: request and proofs verified, deduplicated by number and id, each
 * answer applied to its slot, all of it committed to disk before the receipt. Beside it what one core can verify at most.
 */
final class Inbound implements Measurement {

    private static final List<Cooperative> PEERS = List.of(Cooperative.BOLOGNA, Cooperative.NAIROBI);
    /** Answers of each peer in each round; a node lends at most 5,000 slots of a listing to one peer at a time. */
    private static final int EACH = 1_500;
    /** Rounds that do not count: the compiler works during them as hard as the node. */
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 5;
    /** More units than are answered, so that the stock rule lends 500 at a time to the end. */
    private static final int SPARE = 4_000;
    private static final int MEMBERS = 64;
    private static final double GOAL = 0.60;
    private static final String ANSWER = ChoiceTemplate.answer("glad");

    private final SecureRandom random = new SecureRandom();
    private Effort effort = Effort.NONE;
    private double measured = Double.NaN;
    private long messageBytes;

    /** A peer, and the names of its workers. */
    private record Sender(HandDriven peer, List<Pseudonym> subjects, List<Pseudonym> workers) {
    }

    /** A slot under the lease by which it was lent. */
    private record Lent(Id lease, GrantedSlot slot) {
    }

    @Override
    public List<Measured> take(Consumer<String> say) throws Exception {
        say.accept("starting three nodes, publishing " + units() + " units");
        Vertx vertx = Vertx.vertx();
        List<Sender> senders = new ArrayList<>();
        try (Town town = Town.start()) {
            Person anne = town.people().one(Cooperative.LYON, "requester");
            ObjectUrl listing = town.story().publish(anne, Batch.few("Bench", units(), 1));
            PEERS.forEach(peer -> town.story().awaitOnBoard(peer, listing));
            town.stopAllBut(Cooperative.LYON);
            var network = new PeerClient(vertx, Map.of(Cooperative.LYON.host(), new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), town.federation().node(Cooperative.LYON).url().getPort())));
            for (Cooperative peer : PEERS) {
                senders.add(sender(town, peer, listing, network));
            }
            var alone = new Verifications(identity(town, Cooperative.LYON));
            List<Double> verified = new ArrayList<>();
            List<Double> taken = new ArrayList<>();
            for (int round = 1 - WARM_UP; round <= ROUNDS; round++) {
                double one = alone.rate();
                double rate = round(senders, listing, town.federation().node(Cooperative.LYON), round > 0);
                requireSubmitted(town, anne, listing, (long) (round + WARM_UP) * EACH * PEERS.size());
                say.accept((round > 0 ? "round " + round + " of " + ROUNDS : "warming up") + ": " + Median.whole(rate)
                    + "/s, one core alone verifies " + Median.whole(one) + "/s");
                if (round > 0) {
                    verified.add(one);
                    taken.add(rate);
                }
            }
            measured = Median.of(taken).middle();
            return List.of(line(Median.of(taken), Median.of(verified)));
        } finally {
            senders.forEach(sender -> sender.peer.close());
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Messages per second, once it was taken. */
    double measured() {
        return measured;
    }

    /** Bytes of one of those messages, with its share of its delivery's first line. */
    int messageBytes() {
        return (int) messageBytes;
    }

    private static int units() {
        return (WARM_UP + ROUNDS) * EACH * PEERS.size() + SPARE;
    }

    private Measured line(Median taken, Median verified) {
        double ratio = taken.middle() / verified.middle();
        long messages = (long) ROUNDS * EACH * PEERS.size();
        return new Measured("signed messages taken", Median.whole(taken.middle()) + "/s",
            Median.whole(verified.middle()) + "/s verified by one core", Median.percent(ratio),
            "at least " + Median.percent(GOAL), ratio >= GOAL, List.of(
                "Two peers, driven by hand with their real keys, each with one delivery in flight, send " + EACH
                    + " `work-submitted` each, signed beforehand; from the first byte sent to the last 202, when everything is "
                    + "verified, deduplicated, applied to its slot and committed to a durable PostgreSQL.",
                "The node, its PostgreSQL and the senders share the cores; beside it `Signatures.verify` over 64 bytes on one "
                    + "thread while the node rests, before each round.",
                "Medians of " + ROUNDS + " rounds after " + WARM_UP + " that do not count, in which Java compiles what it runs ("
                    + taken.range() + "; alone " + verified.range()
                    + "); after each round the listing had exactly so many answers, and a delivery sent again was taken with "
                    + "202 and changed nothing.",
                "Processor time for each message: " + effort.each(messages) + "."),
            "verifying is a small part of the work, and at this effort the cores that all share carry at most "
                + Median.whole(effort.most(messages)) + "/s.");
    }

    private static Identity identity(Town town, Cooperative cooperative) {
        return Identity.read(NodeConfig.read(town.federation().config(cooperative)).keys(), cooperative.host());
    }

    private Sender sender(Town town, Cooperative cooperative, ObjectUrl listing, PeerClient network) throws IOException {
        Identity self = identity(town, cooperative);
        Host lyon = Cooperative.LYON.host();
        var requester = new ObjectUrl(Noun.REQUESTER, lyon, listing.id());
        List<Id> members = IntStream.range(0, MEMBERS).mapToObj(i -> newId()).toList();
        byte[] secret = self.pseudonymKey().reveal();
        var peer = new HandDriven(self, town.federation().node(cooperative).url().getPort(), lyon, network);
        peer.resume();
        return new Sender(peer, members.stream().map(member -> Pseudonym.subject(secret, member, lyon)).toList(),
            members.stream().map(member -> Pseudonym.worker(secret, member, requester)).toList());
    }

    /** Messages per second of both peers together; everything is lent, written and signed before the clock runs. */
    private double round(List<Sender> senders, ObjectUrl listing, NodeProcess node, boolean counts) throws InterruptedException {
        List<List<HandDriven.Parcel>> parcels = new ArrayList<>();
        for (Sender sender : senders) {
            List<Lent> lent = borrow(sender.peer, listing);
            parcels.add(sender.peer.pack(IntStream.range(0, EACH).mapToObj(i ->
                sender.peer.say(answer(sender, i % MEMBERS, lent.get(i), listing))).toList()));
        }
        messageBytes = parcels.getFirst().stream().mapToLong(parcel -> parcel.body().length).sum() / EACH;
        Effort before = Effort.now(node);
        long begun = System.nanoTime();
        List<Future<ChannelAcknowledged>> ends = IntStream.range(0, senders.size()).mapToObj(i ->
            senders.get(i).peer.post(parcels.get(i))).toList();
        Future.all(ends).toCompletionStage().toCompletableFuture().join();
        long nanos = System.nanoTime() - begun;
        effort = counts ? effort.plus(Effort.now(node).since(before)) : effort;
        for (int i = 0; i < senders.size(); i++) {
            HandDriven peer = senders.get(i).peer;
            requireWhole(peer, ends.get(i).result());
            requireWhole(peer, peer.post(List.of(parcels.get(i).getLast())).toCompletionStage().toCompletableFuture().join());
        }
        return (double) EACH * senders.size() / (nanos / 1e9);
    }

    private static void requireWhole(HandDriven peer, ChannelAcknowledged ack) {
        if (ack.seq() != peer.said() || !ack.refused().isEmpty()) {
            throw new IllegalStateException("said " + peer.said() + " messages, and the receipt is " + ack);
        }
    }

    private static void requireSubmitted(Town town, Person requester, ObjectUrl listing, long expected) {
        long submitted = town.story().progress(requester, listing).object("slots").integer("submitted", 0, Long.MAX_VALUE);
        if (submitted != expected) {
            throw new IllegalStateException("sent " + expected + " answers, and the listing has " + submitted);
        }
    }

    private List<Lent> borrow(HandDriven peer, ObjectUrl listing) throws InterruptedException {
        List<Lent> lent = new ArrayList<>();
        while (lent.size() < EACH) {
            long count = Math.min(Limits.SLOTS_PER_REQUEST, EACH - lent.size());
            peer.post(peer.pack(List.of(peer.say(new SlotsRequested(newId(), listing, 1, count, List.of())))))
                .toCompletionStage().toCompletableFuture().join();
            boolean whole = false;
            while (!whole) {
                Message heard = peer.nextHeard();
                if (!(heard instanceof SlotsGranted grant)) {
                    throw new IllegalStateException("asked for slots, and heard " + heard);
                }
                grant.slots().forEach(slot -> lent.add(new Lent(grant.lease(), slot)));
                whole = grant.part() == grant.parts();
            }
        }
        return lent;
    }

    private Submitted answer(Sender sender, int member, Lent lent, ObjectUrl listing) {
        return new Submitted(lent.slot.slot(), newId(), lent.lease, listing, 1, sender.subjects.get(member),
            sender.workers.get(member), 60, "", ANSWER, SubmissionRules.hash(ANSWER), List.of());
    }

    private Id newId() {
        byte[] bytes = new byte[10];
        random.nextBytes(bytes);
        return Id.of(System.currentTimeMillis(), bytes);
    }
}
