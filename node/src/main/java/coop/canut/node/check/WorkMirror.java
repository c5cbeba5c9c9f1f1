package coop.canut.node.check;

import coop.canut.node.check.MirrorStore.Lent;
import coop.canut.node.check.MirrorStore.Open;
import coop.canut.node.check.MirrorStore.Work;
import coop.canut.node.store.Store;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Slots, answers and acceptances between a publishing node and a home node; both may be the same. */
final class WorkMirror {

    /** States of a held slot under a lease that its publisher counts as live. */
    private static final Set<String> HELD = Set.of("fetching", "stock", "claimed");

    private final MirrorStore rows;
    private final Host publisher;
    private final Store there;
    private final Host home;
    private final Store here;
    private final List<Finding> findings;

    WorkMirror(MirrorStore rows, Host publisher, Store there, Host home, Store here, List<Finding> findings) {
        this.rows = rows;
        this.publisher = publisher;
        this.there = there;
        this.home = home;
        this.here = here;
        this.findings = findings;
    }

    Future<Void> check() {
        return lent().compose(done -> worked()).compose(done -> accepted()).compose(done -> handedIn());
    }

    /** What the publisher lends, the home holds. */
    private Future<Void> lent() {
        var last = new Lent[] {new Lent("", "", "")};
        return Pages.walk(() -> rows.lent(there, home, last[0]).compose(lent -> lent.isEmpty()
            ? Future.succeededFuture(false)
            : rows.heldAmong(here, publisher, lent).map(held -> {
                last[0] = lent.getLast();
                Map<String, String> states = new HashMap<>();
                held.forEach(slot -> states.put(slot.of(), slot.state()));
                lent.stream().filter(slot -> !HELD.contains(states.getOrDefault(slot.of(), ""))).forEach(slot ->
                    findings.add(new Finding("I-08", "The slot " + slot.slot() + " is lent by " + publisher + " under "
                        + slot.lease() + " and " + states.getOrDefault(slot.of(), "unknown") + " at " + home + ".")));
                return true;
            })));
    }

    /** Whoever works on a slot of the publisher's works on one that it lends to this home. */
    private Future<Void> worked() {
        var last = new String[] {""};
        return Pages.walk(() -> rows.open(here, last[0]).compose(open -> {
            if (open.isEmpty()) {
                return Future.succeededFuture(false);
            }
            last[0] = open.getLast().claim();
            List<Open> theirs = open.stream().filter(claim -> claim.publisher().equals(publisher)).toList();
            return theirs.isEmpty() ? Future.succeededFuture(true)
                : rows.lentAmong(there, home, theirs.stream()
                    .map(claim -> new Lent(claim.lease(), claim.slot(), "")).toList()).map(lent -> {
                        Map<String, String> states = new HashMap<>();
                        lent.forEach(slot -> states.put(slot.of(), slot.state()));
                        theirs.forEach(claim -> {
                            String state = states.getOrDefault(claim.lease() + " " + claim.slot(), "unknown");
                            if (!state.equals("live")) {
                                findings.add(new Finding("I-07", "The claim " + claim.claim() + " at " + home
                                    + " is on the slot " + claim.slot() + ", whose lease is " + state + " at " + publisher
                                    + "."));
                            }
                        });
                        return true;
                    });
        }));
    }

    /** What the publisher accepted, the home has booked. */
    private Future<Void> accepted() {
        var last = new String[] {""};
        return Pages.walk(() -> rows.accepted(there, home, last[0]).compose(accepted -> accepted.isEmpty()
            ? Future.succeededFuture(false)
            : rows.claimsAmong(here, publisher, accepted).map(claims -> {
                last[0] = accepted.getLast().claim();
                Map<String, Work> booked = byClaim(claims);
                accepted.stream().filter(answer -> !same(answer, booked.get(answer.claim()))).forEach(answer ->
                    findings.add(new Finding("I-04", "The answer " + answer.claim() + " is accepted by " + publisher
                        + " with " + answer.amount() + " and not booked so at " + home + ".")));
                return true;
            })));
    }

    /**
     * What was handed in, the publisher has; and nothing is booked that it did not accept. Of listings that only a lost disk
     * knew, the publisher knows what it owes and nothing else.
     */
    private Future<Void> handedIn() {
        var last = new String[] {""};
        return Pages.walk(() -> rows.handedIn(here, publisher, last[0]).compose(handed -> handed.isEmpty()
            ? Future.succeededFuture(false)
            : rows.answersAmong(there, home, handed).compose(answers ->
                rows.lost(there, handed.stream().map(Work::slot).toList()).map(lost -> {
                    last[0] = handed.getLast().claim();
                    Map<String, Work> known = byClaim(answers);
                    handed.stream().filter(claim -> !lost.contains(claim.slot()))
                        .forEach(claim -> handedIn(claim, known.get(claim.claim())));
                    return true;
                }))));
    }

    private void handedIn(Work claim, Work answer) {
        if (answer == null) {
            findings.add(new Finding("P1", "The answer " + claim.claim() + " was handed in at " + home + " and is not at "
                + publisher + "."));
        } else if (claim.acceptance() != null && answer.acceptance() == null) {
            findings.add(new Finding("I-04", "The claim " + claim.claim() + " is booked at " + home + " and not accepted by "
                + publisher + "."));
        }
    }

    private static boolean same(Work answer, Work claim) {
        return claim != null && answer.acceptance().equals(claim.acceptance())
            && Objects.equals(answer.amount(), claim.amount());
    }

    private static Map<String, Work> byClaim(List<Work> all) {
        Map<String, Work> works = new HashMap<>();
        all.forEach(work -> works.put(work.claim(), work));
        return works;
    }
}
