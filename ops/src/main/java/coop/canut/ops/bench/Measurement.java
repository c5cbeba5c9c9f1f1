package coop.canut.ops.bench;

import java.util.List;
import java.util.function.Consumer;

/** Something that is measured from the beginning to the end, with data of its own. */
interface Measurement {

    /**
     * Takes it; blocks for up to some minutes.
     *
     * @param say where a person is told how far it is
     */
    List<Measured> take(Consumer<String> say) throws Exception;
}
