package coop.canut.ops.sim;

import coop.canut.node.fetch.Network.Answer;
import coop.canut.node.fetch.Network.Request;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PeeringStated;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A peer that is none of ours. The others let it in like any node, and by what it signs it is one; but it lies, a little every
 * hour: with its work and its money ({@link FalseWork}), with its numbers and its keys (here), with its answers
 * ({@link FalseDoor}). Between lies it does what it says, or nobody would lend it anything to lie about. It hears what others say
 * to each other. It knows no secret of theirs, and it does not flood them.
 */
final class Liar {

    private static final Duration OFTEN = Duration.ofMinutes(4);
    private static final Duration SELDOM = Duration.ofHours(1);
    private static final Duration HOURS = Duration.ofHours(12);
    /** Messages of its channel that a push carries; whoever is further behind has to ask. */
    private static final int PUSHED = 10;
    private static final int STRAY_PERMILLE = 100;
    private static final int SELDOM_PERMILLE = 200;

    private final Town town;
    private final Dice dice;
    private final Mask mask;
    private final Overheard heard;
    private final FalseDoor door;
    private final FalseWork work;
    private final List<Lie> lies = new ArrayList<>();
    private boolean begun;
    private boolean silent;

    /** One way to lie to a peer. */
    record Lie(String name, Consumer<Host> tell) {
    }

    Liar(Town town, Host host, Dice dice, Cast cast) {
        this.town = town;
        this.dice = dice;
        mask = new Mask(host, town.timeline()::now);
        heard = new Overheard(host);
        Signed policy = mask.say(new PolicyEnacted(1, Hash.ZERO, "founding", List.of(Money.of(1_200, "EUR")), 50, 20,
            List.of(480L, 480L, 240L, 120L, 60L), List.of(2_400L, 2_400L, 1_200L, 600L, 300L), 14, "show"));
        town.residents().forEach(each ->
            mask.say(new PeeringStated(each.host(), 1, Level.CLAIM, Hash.ZERO, 0, "founding", null)));
        work = new FalseWork(this, town.timeline(), dice.branch(), mask, heard, policy.hash(), cast);
        door = new FalseDoor(mask, heard, dice.branch(), work::hears);
        lies.addAll(work.lies());
        lies.addAll(List.of(
            new Lie("says another thing under an old number", this::another),
            new Lie("says two things under the next number", this::two),
            new Lie("leaves a number out", this::gap),
            new Lie("repeats what it said long ago", this::again),
            new Lie("repeats what others said, in their frame", this::others),
            new Lie("repeats what others said, in a frame of its own", this::reframed),
            new Lie("signs with a key that it revoked", this::stolen),
            new Lie("gives a receipt for what it has not got", this::receipt),
            new Lie("shows another log", seldom(this::fork)),
            new Lie("shows a log with an entry left out", seldom(this::leftOut)),
            new Lie("states another level", this::level),
            new Lie("sends noise", this::noise),
            new Lie("asks for what it must not have", this::asks)));
    }

    /** Whoever is caught in two stories is shut out for hours, so that it tells no other lies meanwhile. */
    private Consumer<Host> seldom(Consumer<Host> lie) {
        return peer -> {
            if (dice.chance(SELDOM_PERMILLE)) {
                lie.accept(peer);
            }
        };
    }

    Host host() {
        return mask.host();
    }

    /** Begins to lie, and lies to one peer after another. */
    void begin() {
        begun = true;
        work.publish();
        door.open();
        lie();
    }

    private void lie() {
        town.timeline().after(dice.between(OFTEN, SELDOM), "a lie", () -> {
            if (!silent) {
                Lie lie = dice.one(lies);
                Host peer = dice.one(town.residents()).host();
                town.trace().say(host() + " " + lie.name + " to " + peer);
                lie.tell.accept(peer);
                lie();
            }
        });
    }

    /** Says nothing more by itself; what it is asked it goes on to answer as it did. */
    void fallSilent() {
        silent = true;
    }

    /** A request has come to its door; the answer may be late by hours, or never come. */
    void asked(Host from, Request request, Consumer<Answer> then) {
        Answer answer = door.answer(from, request);
        if (answer != null && begun && dice.chance(STRAY_PERMILLE)) {
            town.timeline().after(dice.between(Duration.ofSeconds(20), HOURS), "a late answer", () -> then.accept(answer));
        } else if (answer != null) {
            then.accept(answer);
        }
    }

    /** It hears what others say to each other. */
    void overhears(Request request) {
        heard.listen(request);
    }

    /** Says something to everyone. */
    Signed say(Message message) {
        Signed said = mask.say(message);
        town.residents().forEach(each -> push(each.host(), mask.said()));
        return said;
    }

    /** Says something to a peer, as the next of its channel. */
    void tell(Host peer, Message message) {
        List<Signed> told = mask.told(peer);
        told.add(mask.next(peer, message));
        int first = Math.max(0, told.size() - PUSHED);
        send(peer, mask.channel(peer, first + 1, Mask.wires(told.subList(first, told.size()))));
    }

    private void send(Host peer, Request request) {
        town.carry(host(), peer, request);
    }

    private void push(Host peer, List<Signed> log) {
        send(peer, mask.log(peer, log, Math.max(0, log.size() - PUSHED)));
    }

    private void another(Host peer) {
        List<Signed> told = mask.told(peer);
        if (!told.isEmpty()) {
            int seq = dice.between(1, told.size());
            send(peer, mask.channel(peer, seq, List.of(mask.numbered(peer, seq, work.anything(peer)).wire())));
        }
    }

    private void two(Host peer) {
        Signed one = mask.next(peer, work.anything(peer));
        Signed other = mask.next(peer, work.anything(peer));
        int seq = mask.told(peer).size() + 1;
        send(peer, mask.channel(peer, seq, List.of(one.wire())));
        send(peer, mask.channel(peer, seq, List.of(other.wire())));
        mask.told(peer).add(dice.chance(800) ? one : other);
    }

    private void gap(Host peer) {
        int seq = mask.told(peer).size() + dice.between(2, 500);
        send(peer, mask.channel(peer, seq, List.of(mask.numbered(peer, seq, work.anything(peer)).wire())));
    }

    private void again(Host peer) {
        List<Signed> told = mask.told(peer);
        if (!told.isEmpty()) {
            int first = dice.below(told.size());
            List<Signed> old = told.subList(first, Math.min(told.size(), first + PUSHED));
            send(peer, mask.channel(peer, first + 1, Mask.wires(old)));
        }
        push(peer, mask.said().subList(0, dice.between(1, mask.said().size())));
    }

    private void others(Host peer) {
        if (!heard.batches().isEmpty()) {
            send(peer, mask.delivery(peer, dice.one(heard.batches()).body().getBytes()));
            send(peer, dice.one(heard.batches()));
        }
    }

    private void reframed(Host peer) {
        if (!heard.to(peer).isEmpty()) {
            byte[] line = dice.one(heard.to(peer)).message().wire();
            send(peer, mask.channel(peer, mask.told(peer).size() + 1, List.of(line)));
        }
    }

    private void stolen(Host peer) {
        Message message = work.anything(peer);
        int seq = mask.told(peer).size() + 1;
        send(peer, mask.channel(peer, seq, List.of(mask.stolen(peer, message).wire())));
        send(peer, mask.stolen(peer, mask.channel(peer, seq, List.of(mask.next(peer, message).wire())).body().getBytes()));
    }

    private void receipt(Host peer) {
        var cursor = heard.channel(peer);
        Hash head = dice.chance(500) ? cursor.head() : Hash.sha256(dice.bytes(1));
        send(peer, mask.acknowledging(peer, mask.receipt(peer, cursor.epoch() + dice.below(2),
            Math.max(0, cursor.seq() + dice.between(-2, 3)), head)));
    }

    private void fork(Host peer) {
        List<Signed> other = new ArrayList<>(mask.said().subList(0, dice.between(1, mask.said().size())));
        while (other.size() <= mask.said().size()) {
            other.add(mask.entry(new PeeringStated(peer, 10_000L + other.size(), Level.SEE, Hash.ZERO, 0, "other", null)));
        }
        push(peer, other.subList(0, other.size() - dice.below(2)));
    }

    private void leftOut(Host peer) {
        List<Signed> other = new ArrayList<>(mask.said());
        other.remove(dice.between(1, other.size() - 1));
        push(peer, other);
    }

    private void level(Host peer) {
        long number = mask.now().getEpochSecond() - Timeline.START.getEpochSecond();
        say(new PeeringStated(peer, number, dice.one(List.of(Level.values())), Hash.ZERO, 0, "other", "Because."));
        Instant now = mask.now();
        town.timeline().after(SELDOM, "a lie", () -> say(new PeeringStated(peer, number + SELDOM.toSeconds(), Level.CLAIM,
            Hash.sha256(now.toString().getBytes(StandardCharsets.UTF_8)), 0, "other", null)));
    }

    private void noise(Host peer) {
        send(peer, mask.delivery(peer, dice.bytes(dice.between(1, 300_000))));
        byte[] body = mask.channel(peer, mask.told(peer).size() + 1, List.of(mask.next(peer, work.anything(peer)).wire())).body()
            .getBytes();
        body[dice.below(body.length)] ^= 1;
        send(peer, mask.delivery(peer, body));
    }

    private void asks(Host peer) {
        String from = "&from=" + dice.between(0, 100) + "&limit=500";
        send(peer, mask.get(peer, "/canut/1/channel?epoch=" + dice.between(1, 2) + from));
        send(peer, mask.get(peer, "/canut/1/returned?stream=channel&epoch=1" + from));
        send(peer, mask.get(peer, "/canut/1/content/" + Hash.sha256(dice.bytes(1))));
    }
}
