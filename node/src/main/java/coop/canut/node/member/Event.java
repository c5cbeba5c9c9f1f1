package coop.canut.node.member;

import coop.canut.protocol.name.Id;
import java.time.Instant;
import java.util.Locale;

/**
 * Something that was done about people, as the members read it.
 *
 * @param number    in the order in which they happened
 * @param actor     who did it; null for the clock, the members together, or somebody at the machine
 * @param actorName of the actor, or null
 * @param about     id of the person, the application or the requester
 * @param aboutName of whom it is about, as it is today; null if there is no such any more
 * @param decision  by which, or null
 * @param what      a role, a day, or a word that was said to all; null if the kind says it all
 */
public record Event(long number, Instant at, Kind kind, Id actor, String actorName, Id about, String aboutName,
                    String decision, String what) {

    /** What was done. Those that begin with {@code READ} are looks at what is private. */
    public enum Kind {
        APPLIED, INVITED, ADMITTED, DECLINED, WITHDRAWN, LAPSED, PROBATION_ENDED, LEFT,
        EXCLUSION_PROPOSED, REPLIED, EXCLUSION_DROPPED, EXCLUDED, REVIEW_DUE,
        APPOINTED, RECALLED, RESIGNED, TERM_ENDED, TERM_GOES_ON,
        LINK_MADE, SESSIONS_ENDED, READ_PERSON, READ_APPLICATION, READ_REQUESTER,
        REQUESTER_ADDED, CHECKED, CODE_MADE, ANSWERED, SUSPENDED, LIFTED, COLLEAGUE_ADDED, COLLEAGUE_REMOVED, REQUESTER_LAPSED;

        /** The word in the table and in the keys of sentences, such as {@code review-due}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
