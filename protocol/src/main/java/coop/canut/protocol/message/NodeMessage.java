package coop.canut.protocol.message;

import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.sign.Purpose;
import java.time.Instant;
import java.util.List;

/** What a node says about itself and its relations. Source: FEDERATION.md 7.1. */
public sealed interface NodeMessage extends Message {

    /**
     * The keys of a node. Number 1 is signed by its own node key; each later one by a node key, or by a recovery key, of
     * the one before.
     *
     * @param number   1 and rising by 1
     * @param previous hash of the bytes of the statement before; zeros for number 1
     * @param keys     at most 20
     * @param recovery 1 to 3 keys that are kept offline and only named
     */
    record KeysStated(long number, Hash previous, List<StatedKey> keys, List<Key> recovery) implements NodeMessage {
        @Override
        public Kind kind() {
            return Kind.KEYS_STATED;
        }

        @Override
        public String cause() {
            return Long.toString(number);
        }
    }

    /**
     * One key of a statement.
     *
     * @param from       first instant at which it signs
     * @param until      last instant at which it signs, or null
     * @param revoked    instant from which nothing it signed is believed, or null
     * @param possession {@code z} + base58btc of the key's own signature over the text that FEDERATION.md 7.1 gives
     */
    record StatedKey(Key key, Purpose purpose, Instant from, Instant until, Instant revoked, String possession) {
    }

    /**
     * The policy in force from now on for what this node publishes.
     *
     * @param number                 1 and rising by 1
     * @param previous               hash of the bytes of the policy before; zeros for number 1
     * @param decision               the decision of the members that made it, such as {@code 2026-014} or {@code founding}
     * @param payFloor               per hour, one for each currency, at most 20
     * @param feePermille            of the price, on top of it
     * @param fundPermille           of the price, on top of it, for the federation's fund
     * @param severityMinutesPerDay  caps for the severities 0 to 4
     * @param severityMinutesPerWeek caps for the severities 0 to 4
     * @param rejectionDays          at least 7: after so many days without a decision a rejection lapses
     * @param picketStanding         {@code show}, {@code warn} or {@code hold}
     */
    record PolicyEnacted(long number, Hash previous, String decision, List<Money> payFloor, long feePermille,
                         long fundPermille, List<Long> severityMinutesPerDay, List<Long> severityMinutesPerWeek,
                         long rejectionDays, String picketStanding) implements NodeMessage {
        @Override
        public Kind kind() {
            return Kind.POLICY_ENACTED;
        }

        @Override
        public String cause() {
            return Long.toString(number);
        }
    }

    /** How far a node lets another in; the order is from most to least. */
    enum Level {
        CLAIM, SEE, LIMITED, SUSPENDED, ENDED;

        /** The word on the wire. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** The lower of two levels, which is what holds between two nodes. */
        public Level lower(Level other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /**
     * A node states how it stands to a peer. Both sides state; the lower of both holds for leases and shown listings.
     *
     * @param number        1 and rising by 1 for this peer
     * @param keys          hash of the newest {@code keys-stated} of the peer that was seen at the decision
     * @param sharePermille of the trust that this node passes on
     * @param reason        or null
     */
    record PeeringStated(Host peer, long number, Level level, Hash keys, long sharePermille, String decision,
                         String reason) implements NodeMessage {
        @Override
        public Kind kind() {
            return Kind.PEERING_STATED;
        }

        @Override
        public String cause() {
            return peer + "/" + number;
        }
    }

    /**
     * The first entry of a log that does not go on where the one before it ended: the node knows its own numbers only as far
     * as {@code previous} says, and begins to count anew rather than use one twice. What it said after that, and was shown by
     * its peers, follows in the bytes that it had.
     *
     * @param epoch    of this log, above every earlier one
     * @param previous the last state of its log that the node itself knows of
     * @param reason   {@code restored} from a backup, {@code lost} without one, or {@code planned}
     */
    record EpochStarted(long epoch, LogState previous, String reason) implements NodeMessage {
        @Override
        public Kind kind() {
            return Kind.EPOCH_STARTED;
        }

        @Override
        public String cause() {
            return Long.toString(epoch);
        }
    }

    /**
     * A state of a log.
     *
     * @param size entries, from 0
     * @param root of the tree over them
     */
    record LogState(long epoch, long size, Hash root) {
    }

    /**
     * A log was seen in two states that cannot both be true: the same size, different roots, each with a signature of its
     * author. That is the proof by itself; a reader verifies both notes.
     *
     * @param origin      of the log, such as {@code lyon.example/canut/1/log/1}
     * @param size        of both states
     * @param checkpoints the two signed notes
     */
    record ForkShown(String origin, long size, List<String> checkpoints) implements NodeMessage {
        @Override
        public Kind kind() {
            return Kind.FORK_SHOWN;
        }

        @Override
        public String cause() {
            return origin + "/" + size;
        }
    }

    /**
     * The author of these public messages takes their content back. Their leaves stay, so the tree stays true; their bytes go
     * wherever they are kept, and their ids never live again.
     *
     * @param ids 1 to 500 messages of the sender's own log
     */
    record ContentErased(List<MessageUrl> ids, String reason) implements NodeMessage {
        @Override
        public Kind kind() {
            return Kind.CONTENT_ERASED;
        }

        @Override
        public String cause() {
            return ids.getFirst().toString();
        }
    }

    /**
     * What the sender lets the receiver owe it.
     *
     * @param number from 1 and rising in this channel, not by 1: its sender numbers over all peers
     * @param limit  in one currency; the newest number of each currency holds
     */
    record CreditStated(long number, Money limit) implements NodeMessage {
        @Override
        public Kind kind() {
            return Kind.CREDIT_STATED;
        }

        @Override
        public String cause() {
            return Long.toString(number);
        }
    }
}
