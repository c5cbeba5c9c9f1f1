package coop.canut.ops.sim;

import coop.canut.node.fetch.Network.Answer;
import coop.canut.node.fetch.Network.Request;
import coop.canut.ops.sim.Overheard.Line;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.http.RefusalBody;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.Batch;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a liar answers: mostly as a node should, for otherwise nobody would go on talking to it; now and then not at all, or with
 * noise, or with something that looks right and is not so.
 */
final class FalseDoor {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final int REDIRECT = 307;
    private static final int CONFLICT = 409;
    private static final int FAILURE = 500;
    private static final int NOT_FOUND = 404;
    private static final String JSON = "application/vnd.canut+json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int PAGE = 100;
    /** What of a thousand answers is no answer by the letter. */
    private static final int RUDE_PERMILLE = 120;
    /** What of a thousand answers by the letter is a lie. */
    private static final int LIE_PERMILLE = 150;
    /** Of a thousand answers about what somebody had said: seldom asked for, and much depends on them. */
    private static final int RETURNED_LIE_PERMILLE = 400;
    private static final Pattern NUMBER = Pattern.compile("\\b(epoch|from)=([0-9]{1,16})\\b");

    private final Mask mask;
    private final Overheard heard;
    private final Dice dice;
    private final BiConsumer<Host, Message> news;
    private boolean honest = true;

    /** @param news is told what a peer said that it had not said before */
    FalseDoor(Mask mask, Overheard heard, Dice dice, BiConsumer<Host, Message> news) {
        this.mask = mask;
        this.heard = heard;
        this.dice = dice;
        this.news = news;
    }

    /** From now on it lies. */
    void open() {
        honest = false;
    }

    private boolean lies(int permille) {
        return !honest && dice.chance(permille);
    }

    /** The answer to a request; null if there is none. */
    Answer answer(Host from, Request request) {
        if (lies(RUDE_PERMILLE)) {
            return switch (dice.below(6)) {
                case 0, 1 -> null;
                case 2 -> answer(OK, JSON, dice.bytes(dice.between(1, 2_000)));
                case 3 -> answer(OK, Mask.LINES, new byte[Limits.BATCH_BYTES * 5]);
                case 4 -> new Answer(REDIRECT, "", 0, Map.of("Location", "https://" + from + request.path()), Buffer.buffer());
                default -> new Answer(FAILURE, "text/html", dice.below(100_000), Map.of(), Buffer.buffer("<h1>Oh</h1>"));
            };
        }
        String path = request.path().split("\\?")[0];
        if (path.endsWith("/cosignature")) {
            return answer(NO_CONTENT, "", new byte[0]);
        }
        return switch (path) {
            case "/.well-known/canut" -> answer(OK, JSON, wellKnown());
            case "/canut/1/keys" -> answer(OK, Mask.LINES, lines(Mask.wires(mask.said().subList(0, 1)).stream()));
            case "/canut/1/log/1/checkpoint" -> answer(OK, TEXT, mask.checkpoint(mask.said()).getBytes(StandardCharsets.UTF_8));
            case "/canut/1/log/1/entries" -> answer(OK, Mask.LINES, page(mask.said(), number(request, "from"))
                .map(entry -> Mask.leaf(entry).text() + "\n").collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8));
            case "/canut/1/log/1/messages" -> answer(OK, Mask.LINES,
                lines(page(mask.said(), number(request, "from")).map(Signed::wire)));
            case "/canut/1/channel" -> answer(OK, Mask.LINES,
                lines(page(mask.told(from), number(request, "from") - 1).map(Signed::wire)));
            case "/canut/1/returned" -> answer(OK, Mask.LINES, lines(returned(from, request).map(FalseDoor::line)));
            case "/canut/1/ack" -> answer(OK, JSON, receipt(from));
            case Mask.INBOX -> taken(from, request);
            default -> answer(NOT_FOUND, RefusalBody.MEDIA_TYPE, RefusalBody.of(Problem.NOT_FOUND));
        };
    }

    private static Answer answer(int status, String type, byte[] body) {
        return new Answer(status, type, 0, Map.of(), Buffer.buffer(body));
    }

    private byte[] wellKnown() {
        return Json.object().put("node", mask.host())
            .putTexts("kinds", Stream.of(Kind.values()).map(Kind::code).sorted().toList()).put("epoch", 1)
            .put("logSize", mask.said().size()).put("policy", 1).build().canonical();
    }

    private Answer taken(Host from, Request request) {
        Batch batch;
        try {
            batch = Batch.read(request.body().getBytes());
        } catch (Refused spoilt) {
            return answer(400, RefusalBody.MEDIA_TYPE, RefusalBody.of(Problem.FRAME_WRONG));
        }
        return switch (batch.frame().stream()) {
            case LOG -> {
                heard.takeLog(batch);
                yield answer(ACCEPTED, JSON, Json.object().put("cosignature", mask.cosignature(batch.frame().checkpoint()))
                    .put("epoch", batch.frame().epoch()).put("size", batch.frame().first() + batch.frame().count()).build()
                    .canonical());
            }
            case CHANNEL -> lies(LIE_PERMILLE) ? falselyTaken(batch) : truly(from, batch);
            case ACK -> answer(ACCEPTED, JSON, "{}".getBytes(StandardCharsets.UTF_8));
        };
    }

    private Answer truly(Host from, Batch batch) {
        heard.take(batch).forEach(message -> news.accept(from, message));
        var cursor = heard.channel(from);
        return cursor.seq() + 1 < batch.frame().first() || cursor.epoch() != batch.frame().epoch()
            ? answer(CONFLICT, RefusalBody.MEDIA_TYPE, RefusalBody.of(Problem.CURSOR_BEHIND,
                new RefusalBody.Cursor(cursor.epoch(), cursor.seq())))
            : answer(ACCEPTED, JSON, receipt(from));
    }

    /** It says that it has what it throws away, or has what it says that it does not, or names what nobody sent. */
    private Answer falselyTaken(Batch batch) {
        Host from = batch.frame().from();
        long last = batch.frame().first() + batch.lines().size() - 1;
        long epoch = batch.frame().epoch();
        return switch (dice.below(4)) {
            case 0 -> answer(ACCEPTED, JSON, mask.receipt(from, epoch, last, Hash.sha256(batch.lines().getLast())).wire());
            case 1 -> {
                heard.take(batch);
                yield answer(ACCEPTED, JSON, mask.receipt(from, epoch, 0, Hash.ZERO).wire());
            }
            case 2 -> answer(ACCEPTED, JSON, mask.receipt(from, epoch, last + dice.between(1, 1_000),
                Hash.sha256(dice.bytes(1))).wire());
            default -> answer(ACCEPTED, JSON, mask.receipt(from, epoch, last, Hash.sha256(dice.bytes(1))).wire());
        };
    }

    /** How far it has heard a peer, or something else. */
    private byte[] receipt(Host peer) {
        if (lies(LIE_PERMILLE)) {
            heard.forget(peer);
        }
        var cursor = heard.channel(peer);
        return mask.receipt(peer, cursor.epoch(), cursor.seq(), cursor.head()).wire();
    }

    private Stream<Line> returned(Host from, Request request) {
        boolean log = request.path().contains("stream=log");
        long epoch = number(request, "epoch");
        long index = number(request, "from");
        Stream<Line> whole = (log ? heard.log(from) : heard.channel(from).lines()).stream()
            .filter(line -> line.epoch() > epoch || line.epoch() == epoch && line.index() >= index);
        if (!lies(RETURNED_LIE_PERMILLE)) {
            return whole.limit(PAGE);
        }
        return switch (dice.below(6)) {
            case 0 -> Stream.empty();
            case 1 -> whole.limit(1);
            case 2 -> whole.skip(1).limit(PAGE);
            case 3 -> (log ? heard.log(from) : heard.channel(from).lines()).stream().limit(PAGE);
            // What was never said: without bytes, and far away; and in the words of another.
            case 4 -> Stream.of(new Line(Limits.INTEGER_MAX, Limits.INTEGER_MAX, null));
            default -> heard.to(from).stream().limit(1).map(said -> new Line(epoch, index, said.message()));
        };
    }

    private static byte[] line(Line line) {
        Unproven message = line.message();
        LogEntry entry = message == null
            ? new LogEntry(Id.of(0, new byte[10]), Kind.CREDIT_STATED.code(), Hash.ZERO)
            : new LogEntry(message.envelope().id(), message.envelope().kind().code(), message.hash());
        return Json.object().put("epoch", line.epoch()).put("index", line.index()).put("entry", entry.text())
            .putOptional("message", message == null ? null : new String(message.wire(), StandardCharsets.UTF_8)).build()
            .canonical();
    }

    private static Stream<Signed> page(List<Signed> all, long from) {
        return all.stream().skip(Math.max(0, from)).limit(PAGE);
    }

    private static byte[] lines(Stream<byte[]> lines) {
        var body = Buffer.buffer();
        lines.forEach(line -> body.appendBytes(line).appendByte((byte) '\n'));
        return body.getBytes();
    }

    private static long number(Request request, String name) {
        Matcher numbers = NUMBER.matcher(request.path());
        while (numbers.find()) {
            if (numbers.group(1).equals(name)) {
                return Long.parseLong(numbers.group(2));
            }
        }
        return 0;
    }
}
