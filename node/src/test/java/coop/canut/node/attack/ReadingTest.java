package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.protocol.message.ChannelAcknowledged;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer that was away reads its channel by itself, as a node does after its start. */
class ReadingTest {

    @TempDir
    private Path folder;
    private Attacked attacked;
    private StrangeNode evil;

    @BeforeEach
    void start() {
        attacked = Attacked.start(folder);
        evil = attacked.evil;
        evil.answering(StrangeNode.INBOX, request -> StrangeNode.answer(request, 503, ""));
    }

    @AfterEach
    void end() {
        attacked.close();
    }

    @Test
    void whoReadsIsToldWhatWaitsAndIsNotBroughtItToo() {
        for (int cents = 1; cents <= 3; cents++) {
            int amount = cents;
            attacked.node.peers(peers -> peers.credit(evil.host, Money.of(amount, "EUR")));
        }
        List<Envelope> read = List.of();
        for (List<Envelope> page = page(1); !page.isEmpty(); page = page(read.size() + 1)) {
            read = java.util.stream.Stream.concat(read.stream(), page.stream()).toList();
        }
        assertEquals(3, read.size(), "numbered and signed because it was asked for");
        acknowledge(read);
        evil.behave();
        attacked.node.settle();
        assertTrue(evil.delivered.stream().noneMatch(frame -> frame.stream() == Stream.CHANNEL), evil.delivered + "");
    }

    @Test
    void whoStopsReadingIsBroughtTheRest() {
        attacked.node.peers(peers -> peers.credit(evil.host, Money.of(1, "EUR")));
        RunningNode.until("it is numbered", () -> !page(1).isEmpty());
        evil.behave();
        attacked.node.settle();
        assertTrue(evil.delivered.stream().anyMatch(frame -> frame.stream() == Stream.CHANNEL), evil.delivered + "");
    }

    private List<Envelope> page(long from) {
        Answer answer = attacked.send(evil.get("/canut/1/channel?epoch=1&from=" + from + "&limit=500"));
        assertEquals(200, answer.status(), answer.text());
        return answer.text().lines().map(line -> Codec.read(line.getBytes(StandardCharsets.UTF_8)).envelope()).toList();
    }

    private void acknowledge(List<Envelope> read) {
        var last = attacked.node.text("select encode(head, 'hex') from channel where peer = $1 and direction = 'out'",
            evil.host.toString());
        var ack = new ChannelAcknowledged(RunningNode.HOST, 1, read.size(),
            Hash.of(last), List.of());
        assertEquals(202, attacked.send(evil.post(evil.ack(ack))).status());
    }
}
