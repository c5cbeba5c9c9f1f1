package coop.canut.ops.sim;

import coop.canut.node.store.Passage.Step;
import java.util.List;

/** A fault that a simulation must find; it knows whether it has had an effect at all. */
final class Bug implements Fault {

    private final Species species;
    private boolean used;

    /**
     * One way to be wrong.
     *
     * @param name        what such a node does
     * @param changes     of its statements
     * @param loosened    statements by which the database lets it
     * @param commitsLate see {@link Fault#commitsLate}
     * @param shows       the invariant by which it is to be found after a restore; null: by any, and nothing is restored
     * @param lied        whether it shows only when a peer lies
     */
    record Species(String name, List<Change> changes, List<String> loosened, boolean commitsLate, String shows, boolean lied) {

        static Species of(String name, String mark, String from, String to, String... loosened) {
            return new Species(name, List.of(new Change(mark, from, to)), List.of(loosened), false, null, false);
        }

        static Species fooled(String name, String mark, String from, String to) {
            return new Species(name, List.of(new Change(mark, from, to)), List.of(), false, null, true);
        }

        static Species restored(String name, String shows, String mark, String from, String to) {
            return new Species(name, List.of(new Change(mark, from, to)), List.of(), false, shows, false);
        }
    }

    /**
     * Another text in some statements.
     *
     * @param mark what a statement that is changed contains
     */
    record Change(String mark, String from, String to) {
        boolean fits(String statement) {
            return statement.contains(mark) && statement.contains(from);
        }
    }

    Bug(Species species) {
        this.species = species;
    }

    @Override
    public String instead(Step step, String statement) {
        String changed = statement;
        for (Change change : species.changes()) {
            if (change.fits(changed)) {
                changed = changed.replace(change.from(), change.to());
                used = true;
            }
        }
        return changed;
    }

    @Override
    public List<String> loosened() {
        return species.loosened();
    }

    @Override
    public boolean commitsLate() {
        used |= species.commitsLate();
        return species.commitsLate();
    }

    /** Whether a node ever said what it should not; if none did, its statements are not what they were. */
    boolean isUsed() {
        return used;
    }
}
