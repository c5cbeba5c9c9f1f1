package coop.canut.web.review;

import coop.canut.node.publish.Progress;
import coop.canut.web.look.Bar;
import coop.canut.web.page.Words;
import java.util.List;

/**
 * The answers that a batch wants, by how far each has come.
 *
 * @param svg  beside each other
 * @param held of which a rejection is proposed
 * @param free that nobody has taken, or that nobody will any more
 */
public record Parts(String svg, long done, long waiting, long held, long inHand, long free, long whole) {

    static Parts of(Words words, Progress progress) {
        Progress.Slots slots = progress.slots();
        long done = slots.done();
        long held = Math.min(progress.proposed(), slots.submitted());
        long waiting = slots.submitted() - held;
        long inHand = slots.leased() + slots.overdue();
        long free = slots.free() + slots.released();
        long whole = done + waiting + held + inHand + free;
        String says = words.text("batch.bar", done, waiting, inHand, free, whole, held);
        return new Parts(Bar.svg(List.of(new Bar.Part("done", done), new Bar.Part("wait", waiting), new Bar.Part("held", held),
            new Bar.Part("hand", inHand), new Bar.Part("free", free)), says), done, waiting, held, inHand, free, whole);
    }
}
