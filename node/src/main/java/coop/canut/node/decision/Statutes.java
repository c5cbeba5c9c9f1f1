package coop.canut.node.decision;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a cooperative decides: the parameters of its statutes that the software applies. They change by a decision and by
 * nothing else ({@link Act.AmendStatutes}). Law differs by country, so nothing here is fixed but the bounds, which keep a
 * parameter from undoing what voting is for. Source: COOPERATIVE.md 1.4.
 */
public record Statutes(Periods periods, Majorities majorities, Ballots ballots, People people) {

    /** A preset: statutes to begin with. The code is what a configuration names. */
    public enum Preset {
        /** Stewards admit members and state how the node stands to peers; the members vote on everything else. */
        STEWARDS,
        /** The members vote on members and peers too. */
        MEMBERS,
        /** As {@code members}, for a few people in one room: no days to wait, and a vote ends when all have voted. */
        ASSEMBLY;

        /** The word in a configuration. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The statutes. */
        public Statutes statutes() {
            return switch (this) {
                case STEWARDS -> worker(Who.STEWARDS, false);
                case MEMBERS -> worker(Who.VOTE, false);
                case ASSEMBLY -> worker(Who.VOTE, true);
            };
        }

        /** The small worker cooperative of COOPERATIVE.md 1.4. */
        private static Statutes worker(Who who, boolean inOneRoom) {
            return new Statutes(
                inOneRoom ? new Periods(0, 0, 24, 0, true) : new Periods(30, 72, 120, 48, false),
                new Majorities(
                    new Rule(new Fraction(1, 3), new Fraction(1, 2), true),
                    new Rule(new Fraction(1, 2), new Fraction(2, 3), false),
                    new Rule(new Fraction(1, 2), new Fraction(3, 4), false),
                    Map.of()),
                new Ballots(new Fraction(1, 10), 1, true, 7),
                new People(who, who, 90, 14, 24));
        }
    }

    /** Who decides. */
    public enum Who {
        STEWARDS, VOTE;

        /** The word in the store and on forms. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How long things take.
     *
     * @param rollDays         as a member before a vote opens, to be on its roll; 0 to 365
     * @param discussionHours  between proposing and voting; 0 to 1 440
     * @param voteHours        1 to 1 440
     * @param noticeHours      between a vote that carried and its effect; 0 to 720
     * @param endsWhenAllVoted whether a vote ends before its time once everybody on the roll has voted
     */
    public record Periods(int rollDays, int discussionHours, int voteHours, int noticeHours, boolean endsWhenAllVoted) {

        /** {@code field-wrong} on what is out of bounds. */
        public Periods {
            within("rollDays", rollDays, 0, 365);
            within("discussionHours", discussionHours, 0, 1_440);
            within("voteHours", voteHours, 1, 1_440);
            within("noticeHours", noticeHours, 0, 720);
        }
    }

    /**
     * How much agreement is asked, by class, and which acts are of another class than {@link ActKind#usual}.
     */
    public record Majorities(Rule ordinary, Rule special, Rule constitutional, Map<ActKind, Majority> unusual) {

        /**
         * {@code field-wrong} if a majority could be one of fewer than half, if a class asks less than the one below it, or if
         * amending the statutes were not constitutional: whoever could lower that could lower everything.
         */
        public Majorities {
            unusual = sorted(unusual);
            for (Rule rule : List.of(ordinary, special, constitutional)) {
                Fraction half = new Fraction(1, 2);
                boolean more = compare(rule.majority(), half) > 0 || rule.moreThan() && compare(rule.majority(), half) == 0;
                require("majority", more);
            }
            require("majority", compare(ordinary.majority(), special.majority()) <= 0);
            require("majority", compare(special.majority(), constitutional.majority()) <= 0);
            require("unusual", unusual.getOrDefault(ActKind.AMEND_STATUTES, Majority.CONSTITUTIONAL)
                == Majority.CONSTITUTIONAL);
        }

        /** The class of an act. */
        public Majority of(ActKind kind) {
            return unusual.getOrDefault(kind, kind.usual());
        }

        /** What a class asks. */
        public Rule rule(Majority majority) {
            return switch (majority) {
                case ORDINARY -> ordinary;
                case SPECIAL -> special;
                case CONSTITUTIONAL -> constitutional;
            };
        }

        private static int compare(Fraction one, Fraction other) {
            return Long.compare(one.part() * other.whole(), other.part() * one.whole());
        }

        private static Map<ActKind, Majority> sorted(Map<ActKind, Majority> classes) {
            Map<ActKind, Majority> sorted = new EnumMap<>(ActKind.class);
            classes.forEach((kind, majority) -> {
                if (majority != kind.usual()) {
                    sorted.put(kind, majority);
                }
            });
            return Map.copyOf(sorted);
        }
    }

    /**
     * How votes are held.
     *
     * @param secondVote       of the roll, who can have a vote that carried held once more
     * @param proxies          that one member may hold in a vote; 0 to 5
     * @param secretForPersons whether votes about a person are secret
     * @param emergencyDays    for which an act of two stewards holds unless a vote confirms it; 0 to 30, 0: there are none
     */
    public record Ballots(Fraction secondVote, int proxies, boolean secretForPersons, int emergencyDays) {

        /** {@code field-wrong} on what is out of bounds. */
        public Ballots {
            within("proxies", proxies, 0, 5);
            within("emergencyDays", emergencyDays, 0, 30);
        }
    }

    /**
     * Who comes in, and for how long somebody serves.
     *
     * @param members       who admits members
     * @param peers         who states how this node stands to peers
     * @param probationDays of a new member; 0 to 730
     * @param hearingDays   that somebody has to answer before a vote on excluding them can open; 3 to 90
     * @param termMonths    that a role is given for at most; 1 to 72
     */
    public record People(Who members, Who peers, int probationDays, int hearingDays, int termMonths) {

        /** {@code field-wrong} on what is out of bounds. */
        public People {
            within("probationDays", probationDays, 0, 730);
            within("hearingDays", hearingDays, 3, 90);
            within("termMonths", termMonths, 1, 72);
        }
    }

    /** The preset of a code, such as {@code stewards}; {@code field-wrong} for any other word. */
    public static Statutes preset(String code) {
        return Stream.of(Preset.values()).filter(preset -> preset.code().equals(code)).findFirst()
            .orElseThrow(() -> new Refused(Problem.FIELD_WRONG, "not a preset of statutes")).statutes();
    }

    /** Which preset these are; empty if they are a cooperative's own. */
    public Optional<Preset> asPreset() {
        return Stream.of(Preset.values()).filter(preset -> preset.statutes().equals(this)).findFirst();
    }

    /** The class of an act of this kind. */
    public Majority majority(ActKind kind) {
        return majorities.of(kind);
    }

    /** What a vote on an act of this kind asks. */
    public Rule rule(ActKind kind) {
        return majorities.rule(majority(kind));
    }

    /** Whether a vote on an act of this kind is secret. */
    public boolean isSecret(ActKind kind) {
        return ballots.secretForPersons() && kind.isAboutPerson();
    }

    private static void within(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw Refused.at(Problem.FIELD_WRONG, field, "not " + least + " to " + most);
        }
    }

    private static void require(String field, boolean holds) {
        if (!holds) {
            throw Refused.at(Problem.FIELD_WRONG, field, "out of order");
        }
    }
}
