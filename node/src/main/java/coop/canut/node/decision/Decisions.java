package coop.canut.node.decision;

import coop.canut.node.World;
import coop.canut.node.mail.Letters;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.post.Outbox;
import coop.canut.node.store.Store;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.money.Money;
import io.vertx.core.Future;
import java.util.List;

/**
 * The members decide: what is proposed is discussed, voted on, and enacted. This is the room's door; behind it stand proposals,
 * votes and minutes. All refusals are in the future.
 */
public final class Decisions {

    private final World world;
    private final Host self;
    private final Store store;
    private final Folds folds;
    private final Enactors enactors;
    private final Proposals proposals;
    private final Votes votes;
    private final MinutesBook minutes;
    private final Enactment enactment;
    private final EffectStore effects = new EffectStore();

    /** The decisions of this host's members, who are not told of them by letter; what they enact, other rooms carry out. */
    public Decisions(World world, Host self, Store store, Outbox outbox, Policies policies, Enactors enactors) {
        this(world, self, store, outbox, policies, enactors, null);
    }

    /** The same, and these letters tell of them. */
    public Decisions(World world, Host self, Store store, Outbox outbox, Policies policies, Enactors enactors,
                     Letters letters) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.enactors = enactors;
        folds = new Folds(self);
        var acts = new Acts(world, store, folds, outbox, enactors);
        var announcements = new Announcements(letters);
        var opening = new Opening(folds, enactors, announcements);
        proposals = new Proposals(world, store, folds, enactors, acts);
        votes = new Votes(world, store, folds, enactors, opening);
        minutes = new MinutesBook(world, store, enactors);
        enactment = new Enactment(world, store, folds, enactors, acts, opening, announcements,
            policies.changed());
    }

    /** Proposing and discussing. */
    public Proposals proposals() {
        return proposals;
    }

    /** Voting. */
    public Votes votes() {
        return votes;
    }

    /** The minutes. */
    public MinutesBook minutes() {
        return minutes;
    }

    /**
     * The second of two stewards agrees to an act of emergency; it is in force at once, and ends by itself.
     *
     * @throws coop.canut.protocol.Refused {@code not-allowed} to who is no steward, {@code second-person-needed} to who
     *     proposed it, {@code proposal-moved-on}, and what stands in the way of the act
     */
    public Future<Void> second(Person by, Id id) {
        return proposals.find(id).compose(found -> {
            by.require(Role.STEWARD);
            return enactment.second(by.id(), id);
        });
    }

    /** What an act would bring about if it were enacted now, and what it would leave as it is. */
    public Future<List<Effect>> effects(Act act) {
        Money floor = act instanceof Act.SetPayFloor set ? set.floor() : null;
        Id person = switch (act) {
            case Act.ExcludeMember exclude -> exclude.person();
            case Act.Recall recall -> recall.person();
            default -> null;
        };
        return enactors.roll(store, world.now()).compose(roll ->
            effects.facts(store, self.toString(), roll.size(), floor, person)).map(facts -> EffectRules.of(act, facts));
    }

    /**
     * Divides a surplus by what members did, and changes nothing: the table is what is proposed and voted on.
     *
     * @throws coop.canut.protocol.Refused {@code field-wrong} as {@link Surplus#of}
     */
    public Future<Surplus> divide(Surplus.Terms terms) {
        return effects.work(store, terms.from(), terms.until(), terms.measure(), terms.amount().currency())
            .map(work -> Surplus.of(terms, work));
    }

    /** Every policy that there was, the first one first, each with the decision that made it. */
    public Future<List<Policy>> policies() {
        return folds.all(store);
    }

    /** What is due: votes open, are counted, take effect; emergencies end. A bounded part, harmless when repeated. */
    public Future<Void> tick() {
        return enactment.tick();
    }
}
