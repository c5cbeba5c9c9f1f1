package coop.canut.node.board;

import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;

/**
 * What somebody wants to see of the board. Every member may be null: then it does not narrow the list.
 *
 * @param text          words, as people type them into a search: {@code "two words" -without}
 * @param minimumHourly at least so much an hour by the requester's signed estimate, in this currency only: what our members
 *                      really earned ({@link Pace}) is on the row, and unknown for what is new
 * @param language      a tag as listings have it, such as {@code fr}
 * @param maxSeverity   no content worse than this, 0 to 4
 * @param host          of this cooperative only
 * @param skill         one of those that a listing asks for, letter by letter
 */
public record Filter(String text, Money minimumHourly, String language, Integer maxSeverity, Host host, String skill) {

    /** Everything. */
    public static final Filter NONE = new Filter(null, null, null, null, null, null);

    /** Whatever the skill. */
    public Filter(String text, Money minimumHourly, String language, Integer maxSeverity, Host host) {
        this(text, minimumHourly, language, maxSeverity, host, null);
    }
}
