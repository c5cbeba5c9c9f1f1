package coop.canut.node.check;

import coop.canut.node.member.Person;
import coop.canut.node.post.Receiver;
import coop.canut.node.publish.Publisher;
import coop.canut.node.store.Store;
import coop.canut.node.work.Claim;
import coop.canut.node.work.Home;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ChoiceTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Lyon publishes, Bologna works, and everything has happened once: answers accepted, rejected and waiting, a task that was
 * stopped and one that somebody works on, slots in stock, a listing withdrawn and one that nobody has looked at. All that
 * was said is heard.
 */
final class TwoNodes implements AutoCloseable {

    private final Publisher publisher = new Publisher();
    private final Home home = new Home();
    final Speaker lyon = new Speaker(Home.LYON, publisher.store(), publisher.receivers());
    final Speaker bologna = new Speaker(Home.SELF, home.store, receivers(home));

    TwoNodes() {
        lyon.meet(bologna);
        bologna.meet(lyon);
        Id listing = publisher.publish(8, 2);
        Id withdrawn = publisher.publish(2, 1);
        publisher.publish(3, 1);
        calm();
        var url = new ObjectUrl(Noun.LISTING, Home.LYON, listing);
        ask(url, 8);
        publisher.withdraw(withdrawn);
        calm();
        answer(url);
        answer(url);
        calm();
        List<Id> accepted = publisher.waiting(listing);
        publisher.accept(listing, accepted);
        publisher.reward(listing, accepted);
        answer(url);
        calm();
        publisher.reject(publisher.waiting(listing).getFirst());
        answer(url);
        stop(url);
        Home.get(home.claims.open(home.worker("Carla"), url, null));
        calm();
        publisher.tick();
        calm();
    }

    /** Both databases, as the comparison of nodes wants them. */
    Map<Host, Store> stores() {
        return Map.of(lyon.host, lyon.store, bologna.host, bologna.store);
    }

    private static Map<Kind, Receiver<?>> receivers(Home home) {
        return Map.of(Kind.LISTING_PUBLISHED, home.board.published(), Kind.LISTING_STATE_CHANGED, home.board.stateChanged(),
            Kind.SLOTS_GRANTED, home.stock.granted(), Kind.SLOTS_REFUSED, home.stock.refused(),
            Kind.SLOTS_RECALLED, home.stock.recalled(), Kind.WORK_ACCEPTED, home.reviews.accepted(),
            Kind.REJECTION_PROPOSED, home.reviews.rejectionProposed(),
            Kind.BONUS_GRANTED, home.bonuses.granted(), Kind.RECEIPT_ISSUED, home.receipts.issued());
    }

    private void ask(ObjectUrl listing, int slots) {
        Id request = home.world.newId();
        bologna.run("""
            insert into slot_request (id, listing, revision, slots, units, asked_at)
            select $1, key, 1, $2, '{}', published_at from board_listing where url = $3""", request.toString(), (long) slots,
            listing.toString());
        Home.get(home.store.write(tx -> home.outbox.post(tx, home.world.second(), Home.LYON,
            new SlotsRequested(request, listing, 1, slots, List.of()))));
    }

    private void answer(ObjectUrl listing) {
        Person worker = home.worker("Ada");
        Claim claim = Home.get(home.claims.open(worker, listing, null));
        pass();
        Home.get(home.claims.submit(worker, claim.id(), ChoiceTemplate.answer("1"), null, false));
    }

    private void stop(ObjectUrl listing) {
        Person worker = home.worker("Bruno");
        Claim claim = Home.get(home.claims.open(worker, listing, null));
        pass();
        Home.get(home.claims.decline(worker, claim.id(), "stopped", null));
    }

    private void pass() {
        home.world.pass(Duration.ofSeconds(61));
        publisher.world().pass(Duration.ofSeconds(61));
    }

    /** Carries everything until nobody has anything to say. */
    private void calm() {
        var now = home.world.second();
        for (Speaker each : List.of(lyon, bologna)) {
            Speaker other = each == lyon ? bologna : lyon;
            each.seal(now);
            each.publishTo(other, now);
        }
        while (lyon.sayTo(bologna, now) + bologna.sayTo(lyon, now) > 0) {
            pass();
        }
    }

    @Override
    public void close() {
        publisher.close();
        home.close();
    }
}
