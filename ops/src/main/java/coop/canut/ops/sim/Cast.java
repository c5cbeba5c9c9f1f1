package coop.canut.ops.sim;

import coop.canut.node.Rooms;
import coop.canut.node.member.Members.Admitted;
import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.publish.Draft;
import coop.canut.node.work.Claims.Handed;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.Template;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The people of the town and what they do, by the use cases that pages and API call. They remember what they did even when
 * their node does not.
 */
final class Cast {

    private static final Money MONEY = Money.of(10_000_000, "EUR");
    private static final Money PRICE = Money.of(40, "EUR");
    private static final long ESTIMATED_SECONDS = 120;
    private static final int WORKERS = 3;
    /** Of a thousand tasks that workers want, so many are of a liar's listings, if there are any. */
    private static final int LIARS_PERMILLE = 250;
    private static final List<String> CAUSES = List.of("stopped", "broken", "disturbing", "screened-out");
    private static final List<String> REASONS = List.of("wrong", "incomplete", "off-instructions", "spam");
    private static final List<String> CHOICES = List.of("1", "0", "-1");
    static final String TEMPLATE = new ChoiceTemplate(List.of(new Template.Shown("review", Template.As.TEXT)),
        "How does it sound?", List.of(new ChoiceTemplate.Choice("1", "Content"), new ChoiceTemplate.Choice("0", "Annoyed"),
            new ChoiceTemplate.Choice("-1", "Neither"))).opaque();

    /** Of a thousand times that everything is accepted. */
    private static final int TOP_UPS_PERMILLE = 200;
    private static final int BONUSES_PERMILLE = 500;
    /** Who gives bonuses in the requesters' names. */
    private static final Person ANNE = new Person(Id.of("01M87BEFS0HQSYHRMC1NHFFJBQ"), "Anne", Set.of(Role.REQUESTER));

    private final Town town;
    private final Dice dice;
    private final Dice generosity;
    private final Map<Resident, List<Person>> workers = new LinkedHashMap<>();
    private final Map<Resident, Requester> requesters = new LinkedHashMap<>();
    private final List<Published> listings = new ArrayList<>();
    private final List<ObjectUrl> offered = new ArrayList<>();
    private final List<InHand> inHand = new ArrayList<>();
    private final Map<Id, HandedIn> handedIn = new LinkedHashMap<>();
    private int decisions;
    private long published;

    /** A listing and whose it is. */
    record Published(Resident at, ObjectUrl url) {
    }

    /** Where and when an answer was taken. */
    record HandedIn(Resident home, Instant at) {
    }

    /** A claim as its worker knows it. */
    private record InHand(Resident home, Person worker, ObjectUrl listing, Id claim) {
    }

    Cast(Town town, Dice dice) {
        this.town = town;
        this.dice = dice;
        this.generosity = dice.branch();
    }

    /** Admits the people of a node, and puts money into its requester's hands. */
    Future<Void> settle(Resident at) {
        Rooms rooms = at.life().rooms();
        workers.put(at, new ArrayList<>());
        Future<Void> admitted = Future.succeededFuture();
        for (int i = 1; i <= WORKERS; i++) {
            String name = "Worker " + i;
            admitted = admitted.compose(before -> rooms.members().admit(null, name, Set.of(Role.WORKER), null))
                .map(Admitted::person).map(person -> {
                    workers.get(at).add(person);
                    return null;
                });
        }
        return admitted.compose(all -> rooms.members().admit(null, "Treasurer", Set.of(Role.TREASURER), null))
            .compose(treasurer -> rooms.members().admitRequester(null, "Museum", "FR", "SIREN 1").compose(requester -> {
                requesters.put(at, requester);
                return rooms.ledger().deposit(treasurer.person(), requester.url(), MONEY, "deposit 1");
            })).mapEmpty();
    }

    /** The stewards of a node let another claim, and owe it. */
    Future<Void> befriend(Resident at, Host peer) {
        Rooms rooms = at.life().rooms();
        return rooms.peers().state(peer, Level.CLAIM, decision()).compose(stated -> rooms.peers().credit(peer, MONEY)).mapEmpty();
    }

    private String decision() {
        return "2026-%03d".formatted(++decisions);
    }

    /** A requester publishes a few units, to be answered within days. */
    void publish(Resident at) {
        Requester requester = requesters.get(at);
        int units = dice.between(1, 5);
        int answers = dice.between(1, 2);
        long claimSeconds = dice.between(10, 90) * 60L;
        long reclaimSeconds = dice.between(60, 240) * 60L;
        long acceptSeconds = dice.between(1, 24) * 3_600L;
        Duration open = Duration.ofHours(dice.between(6, 60));
        var csv = new StringBuilder("review\r\n");
        for (int i = 1; i <= units; i++) {
            csv.append("Review ").append(++published).append("\r\n");
        }
        town.act(at, "publishes " + units + " units, " + answers + " answers each", rooms ->
            rooms.items().upload(requester, csv.toString().getBytes(StandardCharsets.UTF_8), List.of("review"))
                .compose(set -> rooms.listings().publish(requester, new Draft("Reviews", "Read and choose.", TEMPLATE, set.id(),
                    Map.of(), answers, PRICE, ESTIMATED_SECONDS, "To learn what visitors think.", "Anne Dubois",
                    List.of(new Category("text", 0)), List.of("fr"), List.of("reading"), "none",
                    rooms.world().second().plus(open).truncatedTo(ChronoUnit.SECONDS), claimSeconds, reclaimSeconds,
                    acceptSeconds, List.of()))),
            progress -> listings.add(new Published(at, new ObjectUrl(Noun.LISTING, at.host(),
                progress.id()))));
    }

    /** A liar's listing looks like any other. */
    void offer(ObjectUrl listing) {
        offered.add(listing);
    }

    /** A worker wants a task of some listing, and later does something with it. */
    void claim(Resident home) {
        if (listings.isEmpty()) {
            return;
        }
        if (!offered.isEmpty() && dice.chance(LIARS_PERMILLE)) {
            claim(home, dice.one(workers.get(home)), offered.get(offered.size() - 1 - Math.min(dice.below(offered.size()),
                dice.below(offered.size()))));
            return;
        }
        Person worker = dice.one(workers.get(home));
        // The newest are the likeliest to have something.
        int back = Math.min(dice.below(listings.size()), dice.below(listings.size()));
        claim(home, worker, listings.get(listings.size() - 1 - back).url());
    }

    private void claim(Resident home, Person worker, ObjectUrl listing) {
        town.act(home, worker.name() + " wants a task of " + listing.id(), rooms -> rooms.claims().open(worker, listing, null),
            claim -> {
                inHand.add(new InHand(home, worker, listing, claim.id()));
                town.timeline().after(dice.between(Duration.ofSeconds(20), Duration.ofHours(2)), "a worker goes on",
                    () -> goOn(new InHand(home, worker, listing, claim.id())));
            });
    }

    private void goOn(InHand task) {
        int what = dice.below(100);
        if (what < 70) {
            submit(task, what < 30);
        } else if (what < 80) {
            town.act(task.home, "release of " + task.claim, rooms -> rooms.claims().release(task.worker, task.claim),
                done -> { });
        } else if (what < 90) {
            town.act(task.home, "stop of " + task.claim, rooms -> rooms.claims().decline(task.worker, task.claim,
                dice.one(CAUSES), null), done -> { });
        }
        // Otherwise the worker has gone home, and the claim runs out.
    }

    private void submit(InHand task, boolean next) {
        String answer = ChoiceTemplate.answer(dice.one(CHOICES));
        town.act(task.home, "answer to " + task.claim, rooms ->
            rooms.claims().submit(task.worker, task.claim, answer, "", next), (Handed handed) -> {
                handedIn.put(task.claim, new HandedIn(task.home, town.timeline().now()));
                if (handed.next() != null) {
                    var follows = new InHand(task.home, task.worker, task.listing, handed.next().id());
                    inHand.add(follows);
                    town.timeline().after(dice.between(Duration.ofSeconds(20), Duration.ofHours(1)), "a worker goes on",
                        () -> goOn(follows));
                }
            });
    }

    /** Somebody presses a button a second time, long after the first. */
    void again() {
        if (!inHand.isEmpty()) {
            goOn(dice.one(inHand));
        }
    }

    /** A requester looks at the answers of one of its listings. */
    void review() {
        if (listings.isEmpty()) {
            return;
        }
        Published listing = dice.one(listings);
        Requester requester = requesters.get(listing.at);
        Id id = listing.url.id();
        int what = dice.below(100);
        if (what < 40) {
            town.act(listing.at, "acceptance of all of " + id, rooms -> rooms.reviews().acceptAll(requester, id), done ->
                reward(listing.at, requester, id));
        } else {
            town.act(listing.at, "look at " + id, rooms -> rooms.reviews().waiting(requester, id, null, 10), waiting ->
                waiting.stream().limit(dice.between(1, 3)).forEach(answer -> judge(listing.at, requester, id,
                    answer.answerId(), what < 80)));
        }
    }

    private void judge(Resident at, Requester requester, Id listing, Id answer, boolean well) {
        if (well) {
            town.act(at, "acceptance of " + answer, rooms -> rooms.reviews().accept(requester, listing, List.of(answer)),
                done -> { });
        } else {
            town.act(at, "proposal to reject " + answer, rooms -> rooms.reviews().reject(requester, answer, dice.one(REASONS),
                "Not what was asked.", "Anne Dubois"), done -> { });
        }
    }

    /** A requester sets something aside for bonuses now and then, and gives one; a button may be pressed twice. */
    private void reward(Resident at, Requester requester, Id listing) {
        if (generosity.chance(TOP_UPS_PERMILLE)) {
            Id form = at.life().rooms().world().newId();
            Money aside = Money.of(generosity.between(1, 50), "EUR");
            town.act(at, "top-up of " + listing, rooms -> rooms.money().given().topUp(requester, listing, form, aside),
                done -> { });
        }
        if (generosity.chance(BONUSES_PERMILLE)) {
            town.act(at, "look at what " + listing + " accepted", rooms ->
                rooms.reviews().answers(requester, listing, "accepted", null, 5), accepted -> {
                    if (!accepted.isEmpty()) {
                        bonus(at, requester, generosity.one(accepted).answerId());
                    }
                });
        }
    }

    private void bonus(Resident at, Requester requester, Id answer) {
        Id bonus = at.life().rooms().world().newId();
        Money amount = Money.of(generosity.between(1, 20), "EUR");
        for (int press = 0; press < generosity.between(1, 2); press++) {
            town.act(at, "bonus for " + answer, rooms -> rooms.money().given().grant(ANNE, requester, answer, bonus, amount,
                "Well seen."), done -> { });
        }
    }

    /** A requester pauses, opens or withdraws a listing. */
    void change() {
        if (listings.isEmpty()) {
            return;
        }
        Published listing = dice.one(listings);
        State state = dice.one(List.of(State.PAUSED, State.PAUSED, State.OPEN, State.OPEN, State.OPEN, State.WITHDRAWN));
        town.act(listing.at, "change of " + listing.url.id() + " to " + state, rooms -> rooms.listings().changeState(
            requesters.get(listing.at), listing.url.id(), state, "We have changed our minds."), done -> { });
    }

    /** Stewards let another node in further, or less far; after a while they are friends again. */
    void level(Resident at, Host peer) {
        Level level = dice.one(List.of(Level.SEE, Level.LIMITED, Level.LIMITED, Level.SUSPENDED));
        town.act(at, "statement: " + peer + " " + level, rooms -> rooms.peers().state(peer, level, decision()), done -> { });
        town.timeline().after(dice.between(Duration.ofMinutes(10), Duration.ofHours(6)), "stewards meet",
            () -> friends(at, peer));
    }

    /** Stewards let another node claim. */
    void friends(Resident at, Host peer) {
        town.act(at, "statement: " + peer + " may claim", rooms -> rooms.peers().state(peer, Level.CLAIM, decision()),
            done -> { });
    }

    /** Stewards change how much another node may owe. */
    void credit(Resident at, Host peer) {
        Money limit = dice.chance(300) ? Money.of(dice.between(0, 200), "EUR") : MONEY;
        town.act(at, "credit of " + limit + " for " + peer, rooms -> rooms.peers().credit(peer, limit), done -> { });
    }

    /** Answers that somebody was told are handed in. */
    Map<Id, HandedIn> handedIn() {
        return handedIn;
    }

    /** What was handed in at a node since then may be lost with its disk. */
    void forget(Resident home, Instant since) {
        handedIn.values().removeIf(each -> each.home == home && each.at.isAfter(since));
    }

    /** Listings that somebody was told are published. */
    List<Published> listings() {
        return listings;
    }
}
