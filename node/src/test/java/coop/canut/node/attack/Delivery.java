package coop.canut.node.attack;

import coop.canut.node.RunningNode;
import coop.canut.protocol.http.RequestSignature;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.sign.Proof;
import coop.canut.protocol.sign.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One delivery of one channel message, described before it is made: what is changed here is signed as it then stands, so
 * that two faults can be in one request without the one hiding the other. As it begins it is right.
 */
final class Delivery {

    final StrangeNode from;
    // The message.
    Message message = Attacked.credit(1);
    long epoch = 1;
    long seq = 1;
    Hash prev = Hash.ZERO;
    UnaryOperator<Json.Obj> document = UnaryOperator.identity();
    SigningKey proofKey;
    Host proofHost;
    Instant proofCreated = StrangeNode.now();
    UnaryOperator<String> line = UnaryOperator.identity();
    // The batch.
    UnaryOperator<String> frame = UnaryOperator.identity();
    // The request.
    Host signer;
    SigningKey requestKey;
    Instant created = StrangeNode.now();
    String method = "POST";
    String target = StrangeNode.INBOX;
    String contentType = StrangeNode.LINES;
    UnaryOperator<byte[]> body = UnaryOperator.identity();
    UnaryOperator<RawRequest> request = UnaryOperator.identity();

    Delivery(StrangeNode from) {
        this.from = from;
        this.proofKey = from.node;
        this.proofHost = from.host;
        this.signer = from.host;
        this.requestKey = from.node;
    }

    /** The message as its bytes go into the batch. */
    byte[] wire() {
        Envelope envelope = Envelope.of(from.host, StrangeNode.now(), RunningNode.HOST,
            new ChannelPosition(epoch, seq, prev), message);
        var right = (Json.Obj) Json.read(Codec.sign(envelope, from.node, StrangeNode.now()).wire(), JsonLimits.MESSAGE);
        Json.Obj changed = Proof.sign(document.apply(right.without("proof")), proofHost, proofKey, proofCreated);
        return line.apply(new String(changed.canonical(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /** The request as its bytes go over the wire. */
    RawRequest build() {
        String first = new String(Frame.channel(epoch, seq, 1, from.host, RunningNode.HOST).write(), StandardCharsets.UTF_8);
        byte[] lines = StrangeNode.lines(Frame.channel(epoch, seq, 1, from.host, RunningNode.HOST), List.of(wire()));
        String rest = new String(lines, StandardCharsets.UTF_8).substring(first.length());
        byte[] signed = (frame.apply(first) + rest).getBytes(StandardCharsets.UTF_8);
        byte[] sent = body.apply(signed);
        RawRequest raw = RawRequest.of(method, target, RunningNode.HOST.toString())
            .add("Content-Type", contentType).add("Content-Length", Integer.toString(sent.length)).body(sent);
        for (var header : RequestSignature.sign(method, "https://" + RunningNode.HOST + target, contentType, signed,
                new KeyId(signer, requestKey.key()), requestKey, created).entrySet()) {
            raw = raw.add(header.getKey(), header.getValue());
        }
        return request.apply(raw);
    }
}
