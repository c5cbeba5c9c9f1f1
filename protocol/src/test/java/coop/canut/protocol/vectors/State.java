package coop.canut.protocol.vectors;

import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** What a receiver holds: {@code state.json} as its README describes it. What is absent is empty. */
record State(Json.Obj said) {

    /** A place in a channel. */
    record Place(long epoch, long seq, Hash head) {
    }

    static State read(byte[] file) {
        return new State((Json.Obj) Json.read(file, JsonLimits.API));
    }

    Host self() {
        return Host.of(text(said, "host"));
    }

    Host from() {
        return Host.of(text(said, "from"));
    }

    Instant now() {
        return Instant.parse(text(said, "now"));
    }

    boolean recovering() {
        return said.get("recovering") != null;
    }

    /** The keys that a host has stated, so far as is read; null if none. */
    KeyHistory keys(Host host) {
        KeyHistory history = null;
        if (peer(host).get("keys") instanceof Json.Arr statements) {
            for (Json statement : statements.items()) {
                history = Codec.read(Cast.bytes(((Json.Text) statement).value())).keysAfter(history);
            }
        }
        return history;
    }

    String level(Host host) {
        return peer(host).get("level") instanceof Json.Text level ? level.value() : "ended";
    }

    long storedBytes(Host host) {
        return peer(host).get("storedBytes") instanceof Json.Int bytes ? bytes.value() : 0;
    }

    /** The pay floors of a host's newest policy that was read. */
    List<Money> floors(Host host) {
        return peer(host).get("policy") instanceof Json.Text policy
            ? ((PolicyEnacted) Codec.read(Cast.bytes(policy.value())).envelope().message()).payFloor()
            : List.of(Money.of(1, "EUR"));
    }

    /** A revision that is held: {@code revision} and {@code sha256}; null if none. */
    Json.Obj revision(Host host, String listing) {
        return peer(host).get("revisions") instanceof Json.Obj revisions ? (Json.Obj) revisions.get(listing) : null;
    }

    /** Our cursor in the sender's channel to us ({@code channel}), or the end of ours to it ({@code sent}). */
    Place place(String channel) {
        return said.get(channel) instanceof Json.Obj at
            ? new Place(number(at, "epoch"), number(at, "seq"), Hash.of(text(at, "head"))) : new Place(1, 0, Hash.ZERO);
    }

    Frontier frontier() {
        return said.get("log") instanceof Json.Obj log
            ? Frontier.decode(HexFormat.of().parseHex(text(log, "frontier"))) : Frontier.empty();
    }

    /** Whether a list of texts holds this one. */
    boolean lists(String member, Object value) {
        return said.get(member) instanceof Json.Arr list && list.items().contains(Json.text(value.toString()));
    }

    /** What stands under a name in an object of the state; null if nothing. */
    Json of(String member, Object name) {
        return said.get(member) instanceof Json.Obj object ? object.get(name.toString()) : null;
    }

    static String text(Json.Obj object, String member) {
        return ((Json.Text) object.get(member)).value();
    }

    static long number(Json.Obj object, String member) {
        return ((Json.Int) object.get(member)).value();
    }

    private Json.Obj peer(Host host) {
        return ((Json.Obj) said.get("peers")).get(host.toString()) instanceof Json.Obj peer ? peer : Json.object().build();
    }
}
