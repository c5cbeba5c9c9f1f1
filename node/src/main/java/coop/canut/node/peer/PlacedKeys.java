package coop.canut.node.peer;

import coop.canut.node.peer.KeyStore.Placed;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.name.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of one host after each of the statements in its log. */
final class PlacedKeys {

    private static final Logger LOG = LoggerFactory.getLogger(PlacedKeys.class);

    /** The history that holds behind a place. */
    private record Step(long epoch, long index, KeyHistory keys) {
        boolean before(long otherEpoch, long otherIndex) {
            return epoch < otherEpoch || epoch == otherEpoch && index < otherIndex;
        }
    }

    private final List<Step> steps;

    private PlacedKeys(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** One host's statements, as far as they make a history: what a peer managed to break is only its own. */
    static Optional<PlacedKeys> of(Host host, List<Placed> statements) {
        List<Step> steps = new ArrayList<>();
        KeyHistory keys = null;
        for (Placed placed : statements) {
            try {
                keys = Codec.read(placed.message()).keysAfter(keys);
                steps.add(new Step(placed.epoch(), placed.index(), keys));
            } catch (Refused broken) {
                LOG.error("{} states keys that do not follow each other: {}", host, broken.getMessage());
                break;
            }
        }
        return steps.isEmpty() ? Optional.empty() : Optional.of(new PlacedKeys(steps));
    }

    /** After all of them. */
    KeyHistory newest() {
        return steps.getLast().keys();
    }

    /** After those that stand before an entry of the log; what stands before the first is judged by the first. */
    KeyHistory before(long epoch, long index) {
        return steps.stream().filter(step -> step.before(epoch, index)).reduce((earlier, later) -> later)
            .orElse(steps.getFirst()).keys();
    }
}
