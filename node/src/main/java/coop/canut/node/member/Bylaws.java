package coop.canut.node.member;

import java.time.Duration;
import java.time.Period;

/** What the statutes say about members, as far as this room must know it; asked anew each time. */
public interface Bylaws {

    /** Whether stewards admit, appoint and exclude members themselves; otherwise the members vote on it. */
    boolean stewardsDecide();

    /** How long somebody who was admitted is on probation, without a vote; zero for not at all. */
    Duration probation();

    /** How long somebody has to reply before it is decided to exclude her. */
    Duration hearing();

    /** The longest term of an office. */
    Period term();

    /**
     * What is in force before there are statutes: stewards decide; three months of probation, a fortnight with two weekends for
     * a reply, terms of four years.
     */
    Bylaws FOUNDING = of(true, Duration.ofDays(90), Duration.ofDays(14), Period.ofYears(4));

    /** Bylaws that stay as they are. */
    static Bylaws of(boolean stewardsDecide, Duration probation, Duration hearing, Period term) {
        return new Bylaws() {
            @Override
            public boolean stewardsDecide() {
                return stewardsDecide;
            }

            @Override
            public Duration probation() {
                return probation;
            }

            @Override
            public Duration hearing() {
                return hearing;
            }

            @Override
            public Period term() {
                return term;
            }
        };
    }
}
