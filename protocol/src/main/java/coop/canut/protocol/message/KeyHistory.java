package coop.canut.protocol.message;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Proof;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every key that one host ever stated, folded from its {@code keys-stated} messages in the order of their numbers.
 * Number 1 is believed because it proves itself; each later one because a node key or a recovery key of the one before
 * signed it. A statement by a recovery key takes the place of a rival of the same number by a node key, and of all that
 * followed it: that is what a recovery key is for. Immutable; each message gives a new history.
 *
 * <p>A key keeps its purpose for ever, and what was revoked stays revoked, at the earliest time ever stated. The newest
 * statement that names a key says from when until when it signs. A key that a statement no longer names ends when that
 * statement was signed; what it signed before still verifies. A node key of which an end or a revocation is stated states no
 * keys any more.
 */
public final class KeyHistory {
    private final KeyHistory before;
    private final Host host;
    private final long number;
    private final Hash last;
    private final Instant created;
    private final boolean byRecovery;
    private final List<Key> recovery;
    private final Map<Key, Known> keys;

    /**
     * What is known of one key.
     *
     * @param from    the first instant at which it signs
     * @param until   the last, or null
     * @param revoked from when on nothing that it signed is believed, or null
     * @param since   the number of the statement that first named it
     * @param named   whether the newest statement still names it
     * @param possession its own signature over {@link #possession}
     */
    public record Known(Key key, Purpose purpose, Instant from, Instant until, Instant revoked, long since, boolean named,
            String possession) {
        /** Whether something that it signed at that time came too late. */
        boolean endedBefore(Instant created) {
            return until != null && created.isAfter(until);
        }

        /** Whether nothing that came at that time is believed. */
        boolean revokedAt(Instant time) {
            return revoked != null && !time.isBefore(revoked);
        }

        /** Whether it signs at that instant. */
        public boolean current(Instant at) {
            return !at.isBefore(from) && !endedBefore(at) && !revokedAt(at);
        }

        /** Whether it goes on: neither an end nor a revocation of it was stated. */
        public boolean lasts() {
            return until == null && revoked == null;
        }

        private Known unnamed(Instant when) {
            return new Known(key, purpose, from, until == null || until.isAfter(when) ? when : until, revoked, since, false,
                    possession);
        }
    }

    private KeyHistory(KeyHistory before, Host host, KeysStated stated, Hash last, Instant created, boolean byRecovery,
            Map<Key, Known> keys) {
        this.before = before;
        this.host = host;
        this.number = stated.number();
        this.last = last;
        this.created = created;
        this.byRecovery = byRecovery;
        this.recovery = List.copyOf(stated.recovery());
        this.keys = keys;
    }

    /**
     * The history that a host's statements make, oldest first, as {@code /canut/1/keys} and its log give them.
     *
     * @param statements the bytes of at least one {@code keys-stated} message
     * @throws Refused as {@link Codec#read}, {@link #start} and {@link #next}; {@code kind-unknown} for any other message
     */
    public static KeyHistory read(Host host, List<byte[]> statements) {
        KeyHistory history = null;
        for (byte[] statement : statements) {
            Unproven message = Codec.read(statement);
            if (!(message.envelope().message() instanceof KeysStated stated)) {
                throw new Refused(Problem.KIND_UNKNOWN, "not a key statement: " + message.envelope().kind());
            }
            message.requireOrigin(host, null);
            history = history == null ? start(host, stated, message.hash(), message.proof())
                : history.next(stated, message.hash(), message.proof());
        }
        if (history == null) {
            throw new Refused(Problem.KEY_UNKNOWN, host + " states no keys");
        }
        return history;
    }

    /**
     * The history that begins with a host's first statement.
     *
     * @param hash of the message's bytes
     * @param proof the proof of that message
     * @throws Refused {@code chain-broken} (not number 1, or it names one before), {@code key-owner-mismatch} (proof by
     *     another host), {@code key-weak}, {@code key-reused}, {@code proof-invalid} (the proof, which must be by a node
     *     key in it, or a possession), {@code json-limit}
     */
    public static KeyHistory start(Host host, KeysStated first, Hash hash, Proof.Opened proof) {
        if (first.number() != 1 || !first.previous().equals(Hash.ZERO)) {
            throw new Refused(Problem.CHAIN_BROKEN, "a history begins with number 1, not " + first.number());
        }
        requireOwner(host, proof);
        var history = new KeyHistory(null, host, first, hash, proof.created(), false,
                fold(Map.of(), host, first, proof.created()));
        try {
            history.valid(Purpose.NODE, proof.key().key(), proof.created());
        } catch (Refused notItsOwn) {
            throw new Refused(Problem.PROOF_INVALID, "number 1 is not signed by a node key that it states");
        }
        Proof.verify(proof);
        return history;
    }

    /**
     * This history with one statement more. The same statement again gives the history that holds it already.
     *
     * @throws Refused as {@link #start}, and {@code chain-broken} (a number is missing between, or another statement
     *     came before it), {@code equivocation} (another statement has its number, and no recovery key decides),
     *     {@code key-unknown}, {@code key-revoked} (of the signer)
     */
    public KeyHistory next(KeysStated stated, Hash hash, Proof.Opened proof) {
        if (stated.number() > number) {
            return follow(stated, hash, proof);
        }
        KeyHistory rival = this;
        while (rival.number > stated.number() && rival.before != null) {
            rival = rival.before;
        }
        if (rival.last.equals(hash)) {
            return this;
        }
        boolean decides = rival.before != null && !rival.byRecovery
                && rival.before.recovery.contains(proof.key().key());
        if (!decides) {
            throw new Refused(Problem.EQUIVOCATION, "two statements of number " + stated.number() + " by " + host);
        }
        return rival.before.follow(stated, hash, proof);
    }

    private KeyHistory follow(KeysStated stated, Hash hash, Proof.Opened proof) {
        if (stated.number() != number + 1 || !stated.previous().equals(last)) {
            throw new Refused(Problem.CHAIN_BROKEN, "number " + stated.number() + " does not follow " + number);
        }
        requireOwner(host, proof);
        boolean byRecoveryKey = recovery.contains(proof.key().key());
        if (!byRecoveryKey) {
            requireLasting(valid(Purpose.NODE, proof.key().key(), proof.created()));
        }
        Proof.verify(proof);
        return new KeyHistory(this, host, stated, hash, proof.created(), byRecoveryKey,
                fold(keys, host, stated, proof.created()));
    }

    /** Whoever finds an old key could date a statement back into its time: who is on the way out says nothing of keys. */
    private void requireLasting(Key signer) {
        if (!keys.get(signer).lasts()) {
            throw new Refused(Problem.KEY_REVOKED, signer + " of " + host + " ends, and states no keys any more");
        }
    }

    /**
     * The one of two histories of a host that holds: the longer, if one continues the other; else the one in which a recovery
     * key made the first statement that differs. Of a host that was robbed, and says so elsewhere than where we read before.
     *
     * @throws Refused {@code equivocation} if neither is, so that only people can tell
     */
    public KeyHistory or(KeyHistory other) {
        KeyHistory mine = this;
        KeyHistory its = other;
        while (mine.number > its.number) {
            mine = mine.before;
        }
        while (its.number > mine.number) {
            its = its.before;
        }
        if (mine.last.equals(its.last)) {
            return number >= other.number ? this : other;
        }
        while (mine.before != null && its.before != null && !mine.before.last.equals(its.before.last)) {
            mine = mine.before;
            its = its.before;
        }
        if (mine.before == null || its.before == null || mine.byRecovery == its.byRecovery) {
            throw new Refused(Problem.EQUIVOCATION, "two statements of number " + mine.number + " by " + host);
        }
        return its.byRecovery ? other : this;
    }

    /**
     * The history that a statement by this recovery key would follow: this one if it names the key, else the newest one
     * before somebody who had only a node key replaced it. Empty if the key was never a recovery key, or its time is over.
     */
    public Optional<KeyHistory> recoverableBy(Key recoveryKey) {
        for (KeyHistory at = this; at != null; at = at.before) {
            if (at.recovery.contains(recoveryKey)) {
                return Optional.of(at);
            }
            if (at.byRecovery) {
                break;
            }
        }
        return Optional.empty();
    }

    /** The key, if it was good for this purpose at that instant; see {@link #valid(Purpose, Key, Instant, Instant)}. */
    public Key valid(Purpose purpose, Key key, Instant at) {
        return valid(purpose, key, at, at);
    }

    /**
     * The key, if something that it signed may be believed. Its period is judged by the date in the signature, which an
     * honest signer writes truly. A revocation is judged by when we first stored the thing, because a thief dates back.
     *
     * @param created the date in the signature
     * @param firstStored when this node first stored what was signed; now, for what arrives
     * @throws Refused {@code key-unknown} (never stated for this purpose, or not yet valid), {@code key-revoked}
     */
    public Key valid(Purpose purpose, Key key, Instant created, Instant firstStored) {
        Known known = keys.get(key);
        if (known == null || known.purpose != purpose || created.isBefore(known.from)) {
            throw new Refused(Problem.KEY_UNKNOWN, host + " has not stated " + key + " for " + purpose);
        }
        if (known.endedBefore(created) || known.revokedAt(created) || known.revokedAt(firstStored)) {
            throw new Refused(Problem.KEY_REVOKED, key + " of " + host + " is not valid at " + created);
        }
        return key;
    }

    /** The keys of a purpose that are valid at an instant, first those of the newest statement in its order. */
    public List<Key> current(Purpose purpose, Instant at) {
        return keys.values().stream().filter(known -> known.purpose == purpose && known.current(at)).map(Known::key).toList();
    }

    /** All keys ever stated: those of the newest statement in its order, then those that it no longer names. */
    public List<Known> known() {
        return List.copyOf(keys.values());
    }

    /** The offline keys that may state the next set. */
    public List<Key> recovery() {
        return recovery;
    }

    /** The host whose keys these are. */
    public Host host() {
        return host;
    }

    /** The hash of the newest statement's bytes: what a peering names, and the next statement's {@code previous}. */
    public Hash last() {
        return last;
    }

    /** The number of the newest statement. */
    public long number() {
        return number;
    }

    /** When the newest statement was signed. */
    public Instant statedAt() {
        return created;
    }

    /** Whether a recovery key signed any of the statements. */
    public boolean recovered() {
        return byRecovery || before != null && before.recovered();
    }

    /** Throws {@code key-weak} if any key in it is a published one. Separate, so that test vectors can be folded. */
    public void requireUnpublished() {
        keys.keySet().forEach(Signatures::requireUnpublished);
        recovery.forEach(Signatures::requireUnpublished);
    }

    /** The bytes that a key signs to show that whoever states it has its secret. */
    public static byte[] possession(Host host, long number, Purpose purpose, Key key) {
        return ("canut/1 possession\n" + host + "\n" + number + "\n" + purpose.code() + "\n" + key + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void requireOwner(Host host, Proof.Opened proof) {
        if (!proof.key().host().equals(host)) {
            throw new Refused(Problem.KEY_OWNER_MISMATCH, "keys of " + host + " stated by " + proof.key().host());
        }
    }

    /** All keys after a statement: its own in its order, then those that it no longer names. */
    private static Map<Key, Known> fold(Map<Key, Known> earlier, Host host, KeysStated stated, Instant created) {
        requireCounts(stated);
        Map<Key, Known> keys = new LinkedHashMap<>();
        for (StatedKey key : stated.keys()) {
            String field = "object.keys[" + keys.size() + "]";
            Known known = earlier.get(key.key());
            if (keys.containsKey(key.key()) || stated.recovery().contains(key.key())
                    || known != null && known.purpose != key.purpose()) {
                throw Refused.at(Problem.KEY_REUSED, field, key.key() + " stands for two things");
            }
            long since = known == null ? stated.number() : known.since;
            requirePossession(host, since, key, field);
            Instant revoked = known == null ? key.revoked() : earlier(known.revoked, key.revoked());
            keys.put(key.key(), new Known(key.key(), key.purpose(), key.from(), key.until(), revoked, since, true,
                    key.possession()));
        }
        for (Key key : stated.recovery()) {
            Signatures.requireStrong(key);
            if (earlier.containsKey(key)) {
                throw Refused.at(Problem.KEY_REUSED, "object.recovery", key + " was a key in use");
            }
        }
        earlier.forEach((key, known) -> keys.computeIfAbsent(key, gone -> known.unnamed(created)));
        return keys;
    }

    private static Instant earlier(Instant one, Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    private static void requireCounts(KeysStated stated) {
        long distinct = stated.recovery().stream().distinct().count();
        if (distinct != stated.recovery().size()) {
            throw Refused.at(Problem.KEY_REUSED, "object.recovery", "a recovery key stands twice");
        }
        if (stated.keys().size() > Limits.KEYS_STATED || distinct < Limits.RECOVERY_KEYS_MIN
                || distinct > Limits.RECOVERY_KEYS_MAX) {
            throw Refused.at(Problem.JSON_LIMIT, "object", "too many keys, or no recovery key");
        }
    }

    private static void requirePossession(Host host, long since, StatedKey stated, String field) {
        Signatures.requireStrong(stated.key());
        byte[] signature = Signatures.decode(stated.possession());
        try {
            Signatures.verify(stated.key(), possession(host, since, stated.purpose(), stated.key()), signature);
        } catch (Refused notItsOwn) {
            throw Refused.at(Problem.PROOF_INVALID, field + ".possession", "not signed by the key itself");
        }
    }
}
