package coop.canut.protocol.work;

import java.util.Locale;

/**
 * The states of a claim at the home node. Source: FEDERATION.md 8. Every change leaves from OPEN and is final, so one
 * conditional update decides every race between a worker who submits, a worker who stops and a deadline that passes.
 */
public enum ClaimState {
    /** A person works on the slot; at most one such claim per slot. */
    OPEN,
    /** Answered by {@code due} and the grace, as the home node's clock says at arrival. */
    SUBMITTED,
    /** Given back by the worker; the slot is in the stock again. */
    RELEASED,
    /** Stopped or declined with a reason; the time is owed. */
    DECLINED,
    /** {@code due} and the grace passed; the slot is in the stock again. */
    EXPIRED;

    /** The word in the store and in the API, such as {@code open}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a claim may go from this state to that one. */
    public boolean mayBecome(ClaimState next) {
        return this == OPEN && next != OPEN;
    }

    /** Whether nothing follows. */
    public boolean isFinal() {
        return this != OPEN;
    }
}
