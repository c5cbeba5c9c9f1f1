package coop.canut.node.mail;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Why the node writes. */
public enum Kind {
    /** Somebody gave an address, and it is asked whether it is theirs. */
    CONFIRMATION(Wanted.ALWAYS, "/letters/confirm/", Life.LINK),
    /** Somebody asked for a link to sign in. */
    SIGN_IN(Wanted.ALWAYS, "/sign-in/", Life.LINK),
    /** Somebody is here now, and gets the first link to sign in. */
    WELCOME(Wanted.ALWAYS, "/sign-in/", Life.LINK),
    /** A steward invites somebody to apply. */
    INVITATION(Wanted.ALWAYS, "/join/invited/", Life.NEWS),
    /** An application has come, and can be read; to the stewards. */
    APPLICATION_RECEIVED(Wanted.UNLESS_OFF, "/applications", Life.NEWS),
    /** The application was answered; to whoever applied. */
    APPLICATION_ANSWERED(Wanted.ALWAYS, "/join/seen/", Life.NEWS),
    /** Members are to discuss or to vote. */
    DECISION_OPENED(Wanted.UNLESS_OFF, "/proposals/", Life.NEWS),
    /** A vote ends soon, and this member has not voted. */
    DECISION_DUE(Wanted.UNLESS_OFF, "/proposals/", Life.NEWS),
    /** A decision is in force. */
    DECISION_ENACTED(Wanted.UNLESS_OFF, "/decisions/", Life.NEWS),
    /** The bank has paid a member. */
    PAYMENT_SENT(Wanted.UNLESS_OFF, "/me/money", Life.NEWS),
    /** The bank sent it back. */
    PAYMENT_RETURNED(Wanted.UNLESS_OFF, "/me/money", Life.NEWS),
    /** A requester shows that its contact answers. */
    CONTACT_CHECK(Wanted.ALWAYS, "/organisation", Life.NEWS),
    /** Something was decided about somebody; the page says what, by whom and why. */
    NOTICE(Wanted.UNLESS_OFF, "/membership", Life.NEWS);

    private enum Wanted { ALWAYS, UNLESS_OFF }

    private enum Life { LINK, NEWS }

    private static final Duration LINK = Duration.ofHours(48);
    private static final Duration NEWS = Duration.ofDays(14);

    private final Wanted wanted;
    private final String page;
    private final Life life;

    Kind(Wanted wanted, String page, Life life) {
        this.wanted = wanted;
        this.page = page;
        this.life = life;
    }

    /** The word in the table, in the form of a page and in the keys of sentences, such as {@code sign-in}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of a word that this version wrote itself. */
    static Kind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether a person may say that no such letter is wanted; those that somebody asks for come always. */
    public boolean mayBeOff() {
        return wanted == Wanted.UNLESS_OFF;
    }

    /** The kinds that a person can switch off. */
    public static List<Kind> switchable() {
        return Stream.of(values()).filter(Kind::mayBeOff).toList();
    }

    /** Where its link leads; behind a slash at the end stands what the letter names. */
    String page() {
        return page;
    }

    /** For how long it is worth sending: a link that has ended helps nobody. */
    Duration life() {
        return life == Life.LINK ? LINK : NEWS;
    }
}
