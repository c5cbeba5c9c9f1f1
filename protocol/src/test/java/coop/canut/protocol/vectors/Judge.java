package coop.canut.protocol.vectors;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.http.RequestSignature;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.message.Batch;
import coop.canut.protocol.message.ChannelAcknowledged;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.vectors.State.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The stages of the specification, section 11, in their order and one after the other: what a node that holds a state answers to
 * bytes. It stores nothing, so it is no node; it is the shortest reader of the vectors, by the code of the protocol alone.
 */
final class Judge {
    private static final String INBOX = "/canut/1/inbox";
    private static final String MESSAGE = "/canut/1/m/";
    private static final Map<String, String> METHODS = Map.of(INBOX, "POST", "/canut/1/channel", "GET", "/canut/1/ack", "GET",
        "/canut/1/keys", "GET", "/canut/1/knock", "POST");

    private final State state;

    Judge(State state) {
        this.state = state;
    }

    /** Stages 1 to 15. */
    void request(byte[] bytes) {
        Http request = Http.read(bytes);
        List<String> hosts = request.values("Host");
        require(hosts.size() == 1 && hosts.getFirst().replaceFirst(":[0-9]+$", "").equals(state.self().toString()),
            Problem.WRONG_HOST);
        String path = request.target().replaceFirst("\\?.*", "");
        String method = path.startsWith(MESSAGE) ? "GET" : METHODS.get(path);
        require(method != null, Problem.NOT_FOUND);
        require(method.equals(request.method()), Problem.METHOD_NOT_ALLOWED);
        if (path.startsWith(MESSAGE)) {
            require(!state.lists("erased", path.substring(MESSAGE.length())), Problem.TOMBSTONED);
            return;
        }
        form(request);
        RequestSignature.Parsed signature = RequestSignature.parse(request.method(),
            request.values(RequestSignature.INPUT_HEADER),
            request.values(RequestSignature.SIGNATURE_HEADER), request.values("Content-Digest"));
        signature.requireFresh(state.now());
        Host from = signature.key().host();
        key(signature, from);
        byte[] body = Cast.bytes(request.body());
        signature.requireDigest(body);
        signature.verify(request.method(), "https://" + state.self() + request.target(), request.value("Content-Type"));
        require(!state.level(from).equals("ended"), Problem.PEER_NOT_APPROVED);
        require(!state.level(from).equals("suspended"), Problem.PEER_SUSPENDED);
        require(!state.recovering(), Problem.RECOVERING);
        require(state.storedBytes(from) < Limits.PEER_STORED_BYTES, Problem.PEER_QUOTA);
        batch(body, from);
    }

    private static void form(Http request) {
        String length = request.value("Content-Length");
        require(length != null && request.value("Transfer-Encoding") == null, Problem.LENGTH_REQUIRED);
        require(Long.parseLong(length) <= Limits.BATCH_BYTES, Problem.TOO_LARGE);
        require("application/vnd.canut.lines".equals(request.value("Content-Type")), Problem.MEDIA_TYPE_WRONG);
        require(request.value("Content-Encoding") == null, Problem.ENCODING_REFUSED);
    }

    private void key(RequestSignature.Parsed signature, Host from) {
        KeyHistory keys = state.keys(from);
        require(keys != null, Problem.KEY_UNKNOWN);
        try {
            keys.valid(Purpose.NODE, signature.key().key(), signature.created(), state.now());
        } catch (Refused refused) {
            throw refused.problem() == Problem.KEY_UNKNOWN ? new Refused(Problem.KEY_UNAVAILABLE, refused.detail()) : refused;
        }
    }

    /** Stages 10 to 15. */
    void batch(byte[] body, Host from) {
        Batch batch = Batch.read(body);
        Frame frame = batch.frame();
        frame.requireParties(from, state.self());
        List<Signed> messages = new ArrayList<>();
        for (byte[] line : batch.lines()) {
            messages.add(proven(line, from));
        }
        switch (frame.stream()) {
            case CHANNEL -> channel(frame, messages);
            case LOG -> log(frame, messages);
            case ACK -> receipt((ChannelAcknowledged) messages.getFirst().message());
        }
        messages.forEach(message -> new Rules(state, from).ask(message));
    }

    /** Stages 11, 12 and 15 of one line that stands where it should. */
    void message(byte[] line, Host from) {
        new Rules(state, from).ask(proven(line, from));
    }

    private Signed proven(byte[] line, Host from) {
        Unproven message = Codec.read(line);
        message.requireOrigin(from, state.self());
        return message.prove(state.keys(message.envelope().actor()), state.now(), state.now());
    }

    private void channel(Frame frame, List<Signed> messages) {
        Place cursor = state.place("channel");
        require(frame.epoch() >= cursor.epoch(), Problem.EPOCH_OLD);
        require(frame.epoch() <= cursor.epoch(), Problem.EPOCH_INCOMPLETE);
        require(frame.first() <= cursor.seq() + 1, Problem.CURSOR_BEHIND);
        Hash head = cursor.head();
        for (Signed message : messages) {
            ChannelPosition place = message.envelope().channel();
            if (place.seq() <= cursor.seq()) {
                require(place.seq() < cursor.seq() || message.hash().equals(head), Problem.EQUIVOCATION);
            } else {
                require(place.prev().equals(head), Problem.CHAIN_BROKEN);
                head = message.hash();
            }
        }
    }

    private void log(Frame frame, List<Signed> messages) {
        Frontier held = state.frontier();
        Checkpoint checkpoint = Checkpoint.parse(frame.checkpoint());
        require(checkpoint.origin().equals(Checkpoint.origin(frame.from(), frame.epoch()))
            && checkpoint.size() == frame.first() + messages.size(), Problem.LOG_INCONSISTENT);
        try {
            Checkpoint.verify(frame.checkpoint(), state.keys(frame.from()).current(Purpose.LOG, state.now()));
        } catch (Refused refused) {
            throw new Refused(refused.problem() == Problem.KEY_UNKNOWN ? Problem.PROOF_KEY_UNKNOWN : Problem.PROOF_INVALID,
                refused.detail());
        }
        require(frame.first() <= held.size(), Problem.CURSOR_BEHIND);
        for (Signed message : messages.subList((int) (held.size() - frame.first()), messages.size())) {
            held = held.append(StreamVectors.entry(message).leaf());
        }
        require(held.root().equals(checkpoint.root()), Problem.LOG_INCONSISTENT);
    }

    private void receipt(ChannelAcknowledged receipt) {
        Place end = state.place("sent");
        require(receipt.epoch() >= end.epoch(), Problem.EPOCH_OLD);
        require(receipt.epoch() == end.epoch() && receipt.seq() <= end.seq(), Problem.CURSOR_AHEAD);
        require(receipt.seq() < end.seq() || receipt.head().equals(end.head()), Problem.CHAIN_BROKEN);
    }

    static void require(boolean holds, Problem problem) {
        if (!holds) {
            throw new Refused(problem, "by the vectors' reader");
        }
    }
}
