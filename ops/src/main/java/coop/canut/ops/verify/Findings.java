package coop.canut.ops.verify;

import java.util.ArrayList;
import java.util.List;

/** What does not hold, in sentences; the first ones are kept and all are counted, however much a log gets wrong. */
final class Findings {

    private static final int KEPT = 100;

    private final List<String> sentences = new ArrayList<>();
    private long count;

    void add(String sentence) {
        count++;
        if (sentences.size() < KEPT) {
            sentences.add(sentence);
        }
    }

    long count() {
        return count;
    }

    List<String> sentences() {
        return List.copyOf(sentences);
    }
}
