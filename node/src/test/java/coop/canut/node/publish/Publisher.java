package coop.canut.node.publish;

import coop.canut.node.TestWorld;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.post.Receiver;
import coop.canut.node.store.Store;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@link Lyon} as tests of other rooms use it: somebody who publishes, reviews and pays. */
public final class Publisher implements AutoCloseable {

    static final Person ANNE = new Person(Id.of("01M87BEFS0HQSYHRMC1NHFFJBQ"), "Anne", Set.of(Role.REQUESTER));

    private final Lyon lyon = new Lyon();

    public Store store() {
        return lyon.store;
    }

    public TestWorld world() {
        return lyon.world;
    }

    /** What it hears, by kind. */
    public Map<Kind, Receiver<?>> receivers() {
        return Map.of(Kind.SLOTS_REQUESTED, lyon.leases.requested(), Kind.SLOTS_RETURNED, lyon.leases.returned(),
            Kind.WORK_SUBMITTED, lyon.submissions.submitted(), Kind.CLAIMS_DECLINED, lyon.submissions.declined());
    }

    /** A funded listing, and a few euros beside it for time that is owed. */
    public Id publish(int units, int answersPerUnit) {
        lyon.deposit(500);
        return lyon.funded(units, answersPerUnit);
    }

    /** The answers that wait for a review. */
    public List<Id> waiting(Id listing) {
        return Lyon.get(lyon.reviews.waiting(lyon.requester, listing, null, 100)).stream()
            .map(Reviews.Waiting::answerId).toList();
    }

    public void accept(Id listing, List<Id> answers) {
        Lyon.get(lyon.reviews.accept(lyon.requester, listing, answers));
    }

    /** Sets 50 cents aside for bonuses, and gives one of 30 out of them and one of 25 beside them. */
    public void reward(Id listing, List<Id> accepted) {
        Lyon.get(lyon.bonuses.topUp(lyon.requester, listing, lyon.world.newId(), Money.of(50, "EUR")));
        for (long cents : new long[] {30, 25}) {
            Lyon.get(lyon.bonuses.grant(ANNE, lyon.requester, accepted.getFirst(), lyon.world.newId(), Money.of(cents, "EUR"),
                "You saw what others missed."));
        }
    }

    public void reject(Id answer) {
        Lyon.get(lyon.reviews.reject(lyon.requester, answer, "wrong", "It is the other way round.", "Anne"));
    }

    public void withdraw(Id listing) {
        Lyon.get(lyon.listings.changeState(lyon.requester, listing, State.WITHDRAWN, "We changed our mind."));
    }

    /** What is owed is paid. */
    public void tick() {
        Lyon.get(lyon.reviews.tick());
        Lyon.get(lyon.bonuses.tick());
    }

    @Override
    public void close() {
        lyon.close();
    }
}
