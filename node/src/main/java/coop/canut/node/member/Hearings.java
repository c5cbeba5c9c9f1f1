package coop.canut.node.member;

import coop.canut.node.World;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * Hearing a member before she is excluded. A steward proposes it, with grounds; she replies, and her reply is kept and shown;
 * then the members decide, or, where the statutes leave it to stewards, another steward than the one who proposed it. The
 * appeal is the date of review: it is told to all when it comes, and from then on she may be admitted again.
 */
public final class Hearings {

    private final World world;
    private final Store store;
    private final Membership membership;
    private final Bylaws bylaws;
    private final MembershipStore memberships = new MembershipStore();
    private final ExclusionStore exclusions = new ExclusionStore();
    private final Chronicler chronicle;

    Hearings(World world, Store store, Membership membership, Bylaws bylaws, Chronicler chronicle) {
        this.world = world;
        this.store = store;
        this.membership = membership;
        this.bylaws = bylaws;
        this.chronicle = chronicle;
    }

    /**
     * A steward proposes to exclude a member, and answers for it.
     *
     * @throws Refused (in the future) {@code not-allowed}, also about oneself; {@code field-missing} and {@code field-wrong} as
     *     {@link Grounds} has them; {@code not-found}; {@code not-a-member}; {@code already-asked} while another is open
     */
    public Future<Id> propose(Person by, Id person, Grounds grounds) {
        Id id = world.newId();
        Instant now = world.now();
        return Future.succeededFuture().compose(begun -> {
            by.require(Role.STEWARD);
            if (by.id().equals(person)) {
                throw new Refused(Problem.NOT_ALLOWED, "one leaves, and does not exclude oneself");
            }
            Grounds given = grounds.required(now);
            return store.write(tx -> lock(tx, person).compose(known -> {
                if (!known.isMember()) {
                    throw new Refused(Problem.NOT_A_MEMBER, person.toString());
                }
                return exclusions.add(tx, id, person, by, given, now, now.plus(bylaws.hearing()));
            }).compose(added -> chronicle.add(tx, Event.Kind.EXCLUSION_PROPOSED, by, person, now)));
        }).map(id);
    }

    /**
     * The member replies; as long as nothing is decided she may write it anew.
     *
     * @throws Refused (in the future) {@code field-missing} or {@code field-wrong} on {@code reply}; {@code already-decided};
     *     {@code not-found}, also for anybody else
     */
    public Future<Void> reply(Person by, Id exclusion, String reply) {
        return Future.succeededFuture().compose(begun -> {
            String text = Written.text(reply, "reply");
            return store.write(tx -> lock(tx, by.id()).compose(known -> exclusions.find(tx, exclusion)).compose(found -> {
                Exclusion mine = found.filter(each -> each.person().equals(by.id())).orElseThrow(() ->
                    new Refused(Problem.NOT_FOUND, "no exclusion " + exclusion));
                requireProposed(mine);
                return exclusions.reply(tx, mine.id(), text, world.now());
            }).compose(replied -> chronicle.add(tx, Event.Kind.REPLIED, by, by.id(), world.now())));
        });
    }

    /**
     * Stewards drop it: whoever proposed it, or any other.
     *
     * @throws Refused (in the future) {@code not-allowed}; {@code not-found}; {@code already-decided}
     */
    public Future<Void> drop(Person by, Id exclusion) {
        return store.write(tx -> proposed(tx, by, exclusion).compose(found -> exclusions.decide(tx, exclusion, "dropped", by,
                Membership.STEWARDS, world.now())
            .compose(dropped -> chronicle.add(tx, Event.Kind.EXCLUSION_DROPPED, by, found.person(), world.now()))));
    }

    /**
     * Another steward than the one who proposed it, and not the one concerned, decides, where the statutes leave that to
     * stewards (W-36).
     *
     * @throws Refused (in the future) {@code not-allowed}; as {@link Membership#exclude}
     */
    public Future<Void> decide(Person by, Id exclusion) {
        return store.write(tx -> proposed(tx, by, exclusion).compose(found -> {
            if (!membership.mayDecide(by) || by.id().equals(found.human()) || by.id().equals(found.person())) {
                throw new Refused(Problem.NOT_ALLOWED, "needs another steward, or the members");
            }
            return membership.exclude(tx, found.person(), by, Membership.STEWARDS, world.now());
        }));
    }

    /** The proposed ones, the oldest first, with grounds and replies, as every member sees them before it is decided. */
    public Future<List<Exclusion>> open(Person by) {
        return Future.succeededFuture().compose(begun -> {
            by.requireMember();
            return exclusions.proposed(store);
        });
    }

    private Future<Exclusion> proposed(Tx tx, Person by, Id exclusion) {
        by.require(Role.STEWARD);
        return exclusions.find(tx, exclusion).compose(found -> {
            Exclusion there = found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no exclusion " + exclusion));
            // Read again under the lock of whom it is about: meanwhile it may have been decided.
            return lock(tx, there.person()).compose(known -> exclusions.find(tx, exclusion))
                .map(again -> requireProposed(again.orElseThrow()));
        });
    }

    private static Exclusion requireProposed(Exclusion exclusion) {
        if (!exclusion.isProposed()) {
            throw new Refused(Problem.ALREADY_DECIDED, exclusion.id() + " is " + exclusion.state());
        }
        return exclusion;
    }

    private Future<Person> lock(Tx tx, Id person) {
        return memberships.lock(tx, person).map(found ->
            found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no person " + person)));
    }
}
