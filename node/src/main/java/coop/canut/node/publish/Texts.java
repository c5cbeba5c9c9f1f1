package coop.canut.node.publish;

/** Which texts a message may hold, so that nothing is kept which could not be said later (F-79). Pure. */
final class Texts {

    private Texts() {
    }

    /** Whether it has no control character but line feed and tab, and no half of a surrogate pair. */
    static boolean isPlain(String text) {
        // A pair of surrogates is one code point, so what is seen of them here are halves.
        return text.codePoints().noneMatch(c -> c < ' ' && c != '\n' && c != '\t'
            || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
