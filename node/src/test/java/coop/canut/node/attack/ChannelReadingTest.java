package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A channel is read one page ahead, and what was fetched ahead counts only if the page before it was taken. */
final class ChannelReadingTest {

    private static final String CHANNEL = "/canut/1/channel";
    private static final int PAGE = 2;

    @TempDir
    private Path folder;
    private Attacked attacked;
    private StrangeNode evil;

    @BeforeEach
    void start() {
        attacked = Attacked.start(folder);
        evil = attacked.evil;
    }

    @AfterEach
    void stop() {
        attacked.close();
    }

    private long credits() {
        return attacked.node.number("select coalesce(max(number), 0) from credit where peer = $1", evil.host.toString());
    }

    /** Says as a node does how far the channel goes. */
    private static void serve(HttpServerRequest request, List<Signed> told) {
        int from = Integer.parseInt(request.getParam("from"));
        List<Signed> page = told.subList(Math.min(told.size(), from - 1), Math.min(told.size(), from - 1 + PAGE));
        request.response().putHeader("Canut-Channel", "1/" + from + "/" + page.size() + "/" + told.size());
        var body = new StringBuilder();
        page.forEach(signed -> body.append(new String(signed.wire(), StandardCharsets.UTF_8)).append('\n'));
        StrangeNode.answer(request, 200, body.toString());
    }

    /** Pushes what comes after all that it has told; where that shows a gap, the channel is pulled. */
    private Answer push() {
        int next = evil.told.size() + 1;
        return attacked.send(evil.post(evil.channel(next, List.of(evil.next(Attacked.credit(next))))));
    }

    @Test
    void theNextPageIsAskedForBeforeTheReceiptOfTheLastIsTaken() {
        for (int i = 1; i <= 5; i++) {
            evil.tell(Attacked.credit(i));
        }
        Promise<Void> askedAhead = Promise.promise();
        evil.answering(CHANNEL, request -> {
            if (request.getParam("from").equals("3")) {
                askedAhead.tryComplete();
            }
            serve(request, evil.told);
        });
        evil.answering(StrangeNode.INBOX, request ->
            askedAhead.future().onSuccess(asked -> StrangeNode.answer(request, 202, "{}")));
        Attacked.assertRefusal(Problem.CURSOR_BEHIND, push());
        RunningNode.until("all are read", () -> credits() == 5);
        assertEquals(1, evil.askedFor(CHANNEL + "?epoch=1&from=3"));
    }

    @Test
    void whatWasFetchedAheadOfAPageThatIsRefusedIsNotTaken() {
        Signed first = evil.next(Attacked.credit(1));
        Signed second = evil.numbered(2, Hash.ZERO, Attacked.credit(2));
        Signed third = evil.numbered(3, second.hash(), Attacked.credit(3));
        List<Signed> broken = List.of(first, second, third);
        evil.told.addAll(broken);
        evil.answering(CHANNEL, request -> serve(request, broken));
        Attacked.assertRefusal(Problem.CURSOR_BEHIND, push());
        RunningNode.until("the page after the broken one is asked for", () -> evil.askedFor(CHANNEL + "?epoch=1&from=3") > 0);
        assertEquals(0, credits());

        evil.behave();
        evil.told.clear();
        for (int i = 1; i <= 5; i++) {
            evil.tell(Attacked.credit(i));
        }
        RunningNode.until("the true ones are read", () -> {
            push();
            return credits() >= 5;
        });
        assertTrue(evil.askedFor(CHANNEL + "?epoch=1&from=1") > 1);
    }
}
