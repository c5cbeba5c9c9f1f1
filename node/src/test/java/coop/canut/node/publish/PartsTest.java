package coop.canut.node.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must fit a message. */
class PartsTest {

    @Test
    void partsAreFullAndInOrder() {
        List<Integer> items = IntStream.range(0, 1_201).boxed().toList();
        List<List<Integer>> byCount = Parts.split(items, 500, item -> 1);
        assertEquals(List.of(500, 500, 201), byCount.stream().map(List::size).toList());
        assertEquals(items, byCount.stream().flatMap(List::stream).toList());
        List<List<Integer>> byBytes = Parts.split(items, 500, item -> Parts.LIST_BYTES / 2);
        assertEquals(601, byBytes.size());
        assertEquals(List.of(List.of(7)), Parts.split(List.of(7), 1, item -> 2 * Parts.LIST_BYTES), "alone it must go");
        assertEquals(List.of(), Parts.split(List.<Integer>of(), 500, item -> 1));
    }
}
