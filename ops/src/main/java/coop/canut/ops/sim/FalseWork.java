package coop.canut.ops.sim;

import coop.canut.ops.sim.Liar.Lie;
import coop.canut.protocol.Limits;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.message.ListingMessage.EndUse;
import coop.canut.protocol.message.ListingMessage.Identity;
import coop.canut.protocol.message.ListingMessage.Pay;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.ListingMessage.Work;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage.CreditStated;
import coop.canut.protocol.message.StandingMessage.ReceiptIssued;
import coop.canut.protocol.message.WorkMessage.Accepted;
import coop.canut.protocol.message.WorkMessage.AcceptedItem;
import coop.canut.protocol.message.WorkMessage.ClaimDeclined;
import coop.canut.protocol.message.WorkMessage.GrantedSlot;
import coop.canut.protocol.message.WorkMessage.RejectionProposed;
import coop.canut.protocol.message.WorkMessage.SlotsGranted;
import coop.canut.protocol.message.WorkMessage.SlotsRecalled;
import coop.canut.protocol.message.WorkMessage.SlotsRefused;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.message.WorkMessage.SlotsReturned;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.LeaseTimes;
import coop.canut.protocol.work.SubmissionRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a liar does as a publisher and as a home, true and untrue. What it is asked for it mostly grants, what it is lent it
 * mostly answers, what it owes it mostly pays; its lies use the same words about other things.
 */
final class FalseWork {

    /** A worker who wants a task waits for some seconds, and has it for half an hour. */
    private static final Duration AT_ONCE = Duration.ofMillis(50);
    private static final Duration SECONDS = Duration.ofSeconds(3);
    private static final Duration MINUTES = Duration.ofMinutes(20);
    private static final long PRICE = 40;
    private static final long CLAIM_SECONDS = 1_800;
    private static final int HONEST_PERMILLE = 700;

    private final Liar liar;
    private final Timeline timeline;
    private final Dice dice;
    private final Mask mask;
    private final Overheard heard;
    private final PolicyRef policy;
    private final Cast cast;
    private final List<ObjectUrl> listings = new ArrayList<>();
    private final Map<Host, List<SlotsRequested>> asked = new LinkedHashMap<>();
    private final List<SlotsGranted> granted = new ArrayList<>();
    private final Map<Host, List<Submitted>> answered = new LinkedHashMap<>();
    private long counted;

    FalseWork(Liar liar, Timeline timeline, Dice dice, Mask mask, Overheard heard, Hash policy, Cast cast) {
        this.liar = liar;
        this.timeline = timeline;
        this.dice = dice;
        this.mask = mask;
        this.heard = heard;
        this.policy = new PolicyRef(1, policy);
        this.cast = cast;
    }

    /** What is true is in the list as well, more than once: it is what the rest lives on. */
    List<Lie> lies() {
        return List.of(
            new Lie("publishes", peer -> publish()), new Lie("publishes", peer -> publish()),
            new Lie("asks for slots", this::ask), new Lie("asks for slots", this::ask), new Lie("asks for slots", this::ask),
            new Lie("withdraws a listing while it is lent", peer -> withdraw()),
            new Lie("lends what nobody asked for", peer -> liar.tell(peer, grant(id(), slots(3)))),
            new Lie("lends more than was asked for", this::lendTooMuch),
            new Lie("lends one slot to two", this::lendTwice),
            new Lie("refuses what it granted", this::refuse),
            new Lie("recalls what it did not lend", this::recall),
            new Lie("pays another amount", peer -> payAll(peer, PRICE + dice.between(1 - (int) PRICE, 1_000))),
            new Lie("pays twice", this::payTwice),
            new Lie("pays for what it was not given", this::payOthers),
            new Lie("wants to reject what it accepted", this::reject),
            new Lie("answers twice", this::answerTwice),
            new Lie("answers what was lent to others", this::answerOthers),
            new Lie("answers with others' claims", this::answerForOthers),
            new Lie("gives back what was lent to others", this::giveBackOthers),
            new Lie("stops what others work on", this::stopOthers),
            new Lie("states a credit", peer -> liar.tell(peer, credit())),
            new Lie("receipts what nobody did", this::receipt));
    }

    /** Something to say that means little. */
    Message anything(Host peer) {
        return switch (dice.below(3)) {
            case 0 -> credit();
            case 1 -> grant(id(), slots(1));
            default -> new SlotsReturned(id(), 1, List.of(id()));
        };
    }

    /** A peer has said something new to it: it does what is to be done, some time, as often as not. */
    void hears(Host peer, Message message) {
        switch (message) {
            case SlotsRequested request -> {
                asked.computeIfAbsent(peer, first -> new ArrayList<>()).add(request);
                within(SECONDS, () -> liar.tell(peer, grant(request.request(), slots((int) Math.min(3, request.count())))));
            }
            case SlotsGranted lent -> {
                for (GrantedSlot slot : lent.slots()) {
                    within(MINUTES, () -> answer(peer, lent, slot.slot(), id()));
                }
            }
            case Submitted answer -> {
                answered.computeIfAbsent(peer, first -> new ArrayList<>()).add(answer);
                within(MINUTES, () -> liar.tell(peer, pay(answer, id(), PRICE)));
            }
            default -> { }
        }
    }

    private void within(Duration most, Runnable action) {
        if (dice.chance(HONEST_PERMILLE)) {
            timeline.after(dice.between(AT_ONCE, most), "the liar keeps its word", action);
        }
    }

    private Id id() {
        return Id.of(mask.now().toEpochMilli(), dice.bytes(10));
    }

    /** Something to be had, for everyone who is let in. */
    void publish() {
        Instant now = mask.now();
        var url = new ObjectUrl(Noun.LISTING, mask.host(), id());
        listings.add(url);
        liar.say(new Published(url, 1, new ObjectUrl(Noun.REQUESTER, mask.host(), Id.of(0, new byte[10])),
            new Identity("Nobody", "FR", "none"), "Reviews", "Read and choose.", new EndUse("None.", "Nobody", now),
            List.of(new Category("text", 0)), List.of("fr"), List.of("reading"), "new", List.of(), "none",
            new Work(1_000, 1, 120, CLAIM_SECONDS, 3_600, Cast.TEMPLATE), new Pay(Money.of(PRICE, "EUR"), 3_600),
            now.plus(Duration.ofDays(1)), policy));
        cast.offer(url);
    }

    private void withdraw() {
        if (!listings.isEmpty()) {
            liar.say(new StateChanged(dice.one(listings), ++counted, dice.one(List.of(State.PAUSED, State.OPEN,
                State.WITHDRAWN)), "None.", null));
        }
    }

    private void ask(Host peer) {
        List<Published> theirs = heard.everyone(peer, Published.class);
        if (!theirs.isEmpty()) {
            Published listing = theirs.get(theirs.size() - 1 - Math.min(dice.below(theirs.size()), dice.below(theirs.size())));
            liar.tell(peer, new SlotsRequested(id(), listing.listing(), listing.revision(), dice.between(1, 5), List.of()));
        }
    }

    private List<GrantedSlot> slots(int count) {
        return IntStream.range(0, count).mapToObj(i -> new GrantedSlot(id(), id(), "{\"review\":\"A lie.\"}", List.of()))
            .toList();
    }

    /** A slot of its own is whatever it says, so it has more of them than it published, and as many as anybody wants. */
    private SlotsGranted grant(Id request, List<GrantedSlot> slots) {
        LeaseTimes times = LeaseTimes.of(mask.now(), CLAIM_SECONDS, CLAIM_SECONDS, Limits.RECLAIM_MIN_SECONDS);
        var grant = new SlotsGranted(request, 1, 1, id(), times.openUntil(), times.until(), times.reclaimAt(), slots);
        granted.add(grant);
        return grant;
    }

    private List<SlotsRequested> asked(Host peer) {
        return asked.getOrDefault(peer, List.of());
    }

    private void lendTooMuch(Host peer) {
        if (!asked(peer).isEmpty()) {
            SlotsRequested request = dice.one(asked(peer));
            liar.tell(peer, grant(request.request(), slots((int) request.count() + 1)));
        }
    }

    private void lendTwice(Host peer) {
        if (!asked(peer).isEmpty() && !granted.isEmpty()) {
            SlotsRequested request = asked(peer).getLast();
            List<GrantedSlot> slots = dice.one(granted).slots();
            liar.tell(peer, grant(request.request(), slots.subList(0, (int) Math.min(slots.size(), request.count()))));
        }
    }

    private void refuse(Host peer) {
        if (!asked(peer).isEmpty()) {
            liar.tell(peer, new SlotsRefused(dice.one(asked(peer)).request(), "none-left", List.of(peer), 3_600));
        }
    }

    private void recall(Host peer) {
        SlotsGranted lease = granted.isEmpty() ? grant(id(), slots(1)) : dice.one(granted);
        List<Id> slots = (granted.isEmpty() ? lease : dice.one(granted)).slots().stream().map(GrantedSlot::slot).toList();
        liar.tell(peer, new SlotsRecalled(lease.lease(), ++counted, slots));
    }

    private Accepted pay(Submitted answer, Id acceptance, long amount) {
        return new Accepted(acceptance, id(), mask.now().plus(Duration.ofDays(30)), "EUR", amount, policy,
            List.of(new AcceptedItem(answer.slot(), answer.claim(), answer.answerSha256(), "answer", amount)));
    }

    private void payAll(Host peer, long amount) {
        answered.getOrDefault(peer, List.of()).stream().skip(Math.max(0, answered.getOrDefault(peer, List.of()).size() - 3L))
            .forEach(answer -> liar.tell(peer, pay(answer, id(), amount)));
    }

    private void payTwice(Host peer) {
        List<Submitted> answers = answered.getOrDefault(peer, List.of());
        if (!answers.isEmpty()) {
            Submitted answer = dice.one(answers);
            Id acceptance = id();
            liar.tell(peer, pay(answer, acceptance, PRICE));
            liar.tell(peer, pay(answer, id(), PRICE));
            liar.tell(peer, pay(answer, id(), PRICE - 1));
            liar.tell(peer, pay(dice.one(answers), acceptance, PRICE));
        }
    }

    /** For claims of this peer's at whatever publisher, and for somebody else's. */
    private void payOthers(Host peer) {
        for (List<Submitted> all : List.of(heard.by(peer, Submitted.class), heard.words(Submitted.class))) {
            if (!all.isEmpty()) {
                liar.tell(peer, pay(dice.one(all), id(), PRICE));
            }
        }
    }

    private void reject(Host peer) {
        List<Submitted> answers = answered.getOrDefault(peer, List.of());
        if (!answers.isEmpty()) {
            Submitted answer = dice.one(answers);
            liar.tell(peer, new RejectionProposed(answer.slot(), answer.claim(), answer.answerSha256(), "wrong", "No.", "Nobody",
                mask.now().plus(Duration.ofDays(14))));
        }
    }

    private void answer(Host peer, SlotsGranted lent, Id slot, Id claim) {
        heard.from(peer, SlotsGranted.class).stream().filter(lent::equals).findFirst().ifPresent(known ->
            liar.tell(peer, submission(peer, lent, slot, claim, dice.one(List.of("1", "0", "-1")))));
    }

    private Submitted submission(Host peer, SlotsGranted lent, Id slot, Id claim, String choice) {
        String answer = ChoiceTemplate.answer(choice);
        Published listing = listing(peer, lent);
        byte[] secret = Hash.sha256(mask.host().toString().getBytes(StandardCharsets.UTF_8)).bytes();
        Id member = Id.of(0, new byte[10]);
        return new Submitted(slot, claim, lent.lease(), listing.listing(), listing.revision(),
            Pseudonym.subject(secret, member, peer), Pseudonym.worker(secret, member, listing.requester()), 60, "", answer,
            SubmissionRules.hash(answer), List.of());
    }

    /** The listing for which it was lent; any other if it does not know. */
    private Published listing(Host peer, SlotsGranted lent) {
        List<Published> theirs = heard.everyone(peer, Published.class);
        return mask.told(peer).stream().map(said -> said.message()).filter(SlotsRequested.class::isInstance)
            .map(SlotsRequested.class::cast).filter(request -> request.request().equals(lent.request()))
            .flatMap(request -> theirs.stream().filter(each -> each.listing().equals(request.listing()))).findFirst()
            .orElseGet(() -> dice.one(theirs));
    }

    private void answerTwice(Host peer) {
        List<SlotsGranted> lent = heard.from(peer, SlotsGranted.class);
        if (!lent.isEmpty() && !heard.everyone(peer, Published.class).isEmpty()) {
            SlotsGranted lease = dice.one(lent);
            Id slot = lease.slots().getFirst().slot();
            Id claim = id();
            liar.tell(peer, submission(peer, lease, slot, claim, "1"));
            liar.tell(peer, submission(peer, lease, slot, claim, "0"));
            liar.tell(peer, submission(peer, lease, slot, id(), "0"));
        }
    }

    private void answerOthers(Host peer) {
        List<SlotsGranted> theirs = heard.by(peer, SlotsGranted.class);
        if (!theirs.isEmpty() && !heard.everyone(peer, Published.class).isEmpty()) {
            SlotsGranted lease = dice.one(theirs);
            liar.tell(peer, submission(peer, lease, dice.one(lease.slots()).slot(), id(), "1"));
        }
    }

    private void answerForOthers(Host peer) {
        List<Submitted> all = heard.words(Submitted.class);
        List<SlotsGranted> lent = heard.from(peer, SlotsGranted.class);
        if (!all.isEmpty() && !lent.isEmpty() && !heard.everyone(peer, Published.class).isEmpty()) {
            SlotsGranted lease = dice.one(lent);
            Submitted other = dice.one(all);
            liar.tell(peer, submission(peer, lease, dice.one(lease.slots()).slot(), other.claim(), "1"));
            liar.tell(peer, other);
        }
    }

    private void giveBackOthers(Host peer) {
        List<SlotsGranted> theirs = heard.by(peer, SlotsGranted.class);
        if (!theirs.isEmpty()) {
            SlotsGranted lease = dice.one(theirs);
            liar.tell(peer, new SlotsReturned(lease.lease(), ++counted, lease.slots().stream().map(GrantedSlot::slot).toList()));
        }
    }

    private void stopOthers(Host peer) {
        List<Submitted> all = heard.words(Submitted.class);
        if (!all.isEmpty()) {
            Submitted other = dice.one(all);
            for (Id claim : List.of(other.claim(), id())) {
                liar.tell(peer, new ClaimDeclined(other.slot(), claim, other.lease(), other.subject(), other.worker(), 100_000,
                    "stopped", null));
            }
        }
    }

    private CreditStated credit() {
        return new CreditStated(++counted, Money.of(dice.chance(200) ? 0 : 1_000_000, "EUR"));
    }

    private void receipt(Host peer) {
        List<Submitted> all = heard.words(Submitted.class);
        if (!all.isEmpty()) {
            liar.tell(peer, new ReceiptIssued(dice.one(all).subject(), new ObjectUrl(Noun.REQUESTER, mask.host(),
                Id.of(0, new byte[10])), "reading", ++counted, 6_000, 100, 3, 0, "2026-11",
                mask.now().plus(Duration.ofDays(60))));
        }
    }
}
