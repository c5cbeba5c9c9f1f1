package coop.canut.node.member;

import java.time.Duration;

/** What the statutes say about members, as far as this room must know it; asked anew each time. */
public interface Bylaws {

    /** Whether stewards admit, appoint and exclude members themselves; otherwise the members vote on it. */
    boolean stewardsDecide();

    /** How long somebody who was admitted is on probation, without a vote; zero for not at all. */
    Duration probation();

    /** What is in force before there are statutes: stewards decide, and probation is three months. */
    Bylaws FOUNDING = new Bylaws() {
        private static final int DAYS = 90;

        @Override
        public boolean stewardsDecide() {
            return true;
        }

        @Override
        public Duration probation() {
            return Duration.ofDays(DAYS);
        }
    };
}
