package coop.canut.node.decision;

import coop.canut.node.member.Role;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What the members decide, as far as the software carries it out. An act sets what it names to what it says, never by how
 * much it changes, so it means the same whenever it is enacted; and it touches nothing else. What a policy is made of it
 * changes by {@link #apply}, which is pure; what other rooms hold is changed by {@link Enactors}.
 */
public sealed interface Act {

    /** Which kind. */
    ActKind kind();

    /** The one form in which acts are stored and stand in minutes: JSON, flat, with the kind's word in {@code act}. */
    default String json() {
        return DecisionJson.write(this).text();
    }

    /** Reads what {@link #json} wrote. */
    static Act read(String json) {
        return DecisionJson.act(json);
    }

    /**
     * What the policy makes impossible: shown before the vote opens, and looked at again before it is enacted. What other
     * rooms make impossible is asked of {@link Enactors}.
     *
     * @param today for what names a day
     * @throws Refused the first thing that stands in the way, on the field it is about
     */
    default void check(Policy now, LocalDate today) {
    }

    /** The policy with this act in it; the same object if it is not about the policy. Pure. */
    default Policy apply(Policy now) {
        return now;
    }

    /**
     * What of the policy it would replace, as JSON text. It is noted when the vote opens: if it is another when the act is
     * due, something else was decided about the same thing meanwhile, and the act is not done over it.
     */
    default String replaces(Policy now) {
        return "";
    }

    /** An hour of work pays at least this; an amount of 0 means that nothing is agreed in that currency any more. */
    record SetPayFloor(Money floor) implements Act {
        @Override
        public ActKind kind() {
            return ActKind.SET_PAY_FLOOR;
        }

        @Override
        public void check(Policy now, LocalDate today) {
            long held = now.values().floor(floor.currency()).map(Money::amount).orElse(0L);
            changes("floor", held != floor.amount());
            List<Money> then = now.values().with(floor).payFloor();
            require("floor", !then.isEmpty() && then.size() <= Values.CURRENCIES);
        }

        @Override
        public Policy apply(Policy now) {
            return now.with(now.values().with(floor));
        }

        @Override
        public String replaces(Policy now) {
            return now.values().floor(floor.currency()).orElse(Money.zero(floor.currency())).plain();
        }
    }

    /** What stands on top of a price, for the cooperative. */
    record SetFee(long permille) implements Act {
        @Override
        public ActKind kind() {
            return ActKind.SET_FEE;
        }

        @Override
        public void check(Policy now, LocalDate today) {
            Values.requirePermille("permille", permille);
            changes("permille", permille != now.values().feePermille());
        }

        @Override
        public Policy apply(Policy now) {
            return now.with(now.values().withFee(permille));
        }

        @Override
        public String replaces(Policy now) {
            return Long.toString(now.values().feePermille());
        }
    }

    /** What stands on top of a price, for the federation's fund. */
    record SetFund(long permille) implements Act {
        @Override
        public ActKind kind() {
            return ActKind.SET_FUND;
        }

        @Override
        public void check(Policy now, LocalDate today) {
            Values.requirePermille("permille", permille);
            changes("permille", permille != now.values().fundPermille());
        }

        @Override
        public Policy apply(Policy now) {
            return now.with(now.values().withFund(permille));
        }

        @Override
        public String replaces(Policy now) {
            return Long.toString(now.values().fundPermille());
        }
    }

    /** Minutes a day and a week for each severity of content, and the days after which a rejection lapses. */
    record SetCaps(List<Long> minutesPerDay, List<Long> minutesPerWeek, long rejectionDays) implements Act {
        /** Copies the lists. */
        public SetCaps {
            minutesPerDay = List.copyOf(minutesPerDay);
            minutesPerWeek = List.copyOf(minutesPerWeek);
        }

        @Override
        public ActKind kind() {
            return ActKind.SET_CAPS;
        }

        @Override
        public void check(Policy now, LocalDate today) {
            require("minutesPerDay", fits(minutesPerDay, Values.MINUTES_PER_DAY));
            require("minutesPerWeek", fits(minutesPerWeek, 7 * Values.MINUTES_PER_DAY));
            require("rejectionDays", rejectionDays >= Values.REJECTION_DAYS_MIN
                && rejectionDays <= Values.REJECTION_DAYS_MAX);
            changes("minutesPerDay", !now.values().with(this).equals(now.values()));
        }

        private static boolean fits(List<Long> minutes, long most) {
            return minutes.size() == Values.SEVERITIES && minutes.stream().allMatch(each -> each >= 0 && each <= most);
        }

        @Override
        public Policy apply(Policy now) {
            return now.with(now.values().with(this));
        }

        @Override
        public String replaces(Policy now) {
            Values values = now.values();
            return values.minutesPerDay() + " " + values.minutesPerWeek() + " " + values.rejectionDays();
        }
    }

    /** An act about another cooperative. */
    sealed interface OnPeer extends Act permits AdmitPeer, LimitPeer, EndPeer {
        /** Which. */
        Host host();

        /** The level that it states. */
        Level level();

        /** For everybody whom it touches, or null. */
        String reason();
    }

    /**
     * Another cooperative is let in.
     *
     * @param level {@code CLAIM} or {@code SEE}
     * @param keys  of the key statement whose mark was compared; whoever shows other keys then is not let in
     */
    record AdmitPeer(Host host, Level level, Hash keys, String reason) implements OnPeer {
        @Override
        public ActKind kind() {
            return ActKind.ADMIT_PEER;
        }

        @Override
        public void check(Policy now, LocalDate today) {
            require("level", level == Level.CLAIM || level == Level.SEE);
        }
    }

    /** Another cooperative is limited or suspended: nothing that was begun is touched. */
    record LimitPeer(Host host, Level level, String reason) implements OnPeer {
        @Override
        public ActKind kind() {
            return ActKind.LIMIT_PEER;
        }

        @Override
        public void check(Policy now, LocalDate today) {
            require("level", level == Level.LIMITED || level == Level.SUSPENDED);
        }
    }

    /** The work with another cooperative ends. */
    record EndPeer(Host host, String reason) implements OnPeer {
        @Override
        public ActKind kind() {
            return ActKind.END_PEER;
        }

        @Override
        public Level level() {
            return Level.ENDED;
        }
    }

    /** Somebody who applied becomes a member. */
    record AdmitMember(Id application) implements Act {
        @Override
        public ActKind kind() {
            return ActKind.ADMIT_MEMBER;
        }
    }

    /** A member is excluded. Pay for work done is never forfeited by it. */
    record ExcludeMember(Id person, Adverse adverse) implements Act {
        @Override
        public ActKind kind() {
            return ActKind.EXCLUDE_MEMBER;
        }

        @Override
        public void check(Policy now, LocalDate today) {
            adverse.check(today);
        }
    }

    /** A member serves in a role until a day. */
    record Elect(Id person, Role role, LocalDate until) implements Act {
        @Override
        public ActKind kind() {
            return ActKind.ELECT;
        }

        @Override
        public void check(Policy now, LocalDate today) {
            require("role", role.isOffice());
            require("until", until.isAfter(today)
                && !until.isAfter(today.plusMonths(now.statutes().people().termMonths())));
        }

        /** The end of the term: the first instant at which it is over. */
        public Instant ends() {
            return until.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    /** A member does not serve in a role any more. */
    record Recall(Id person, Role role, Adverse adverse) implements Act {
        @Override
        public ActKind kind() {
            return ActKind.RECALL;
        }

        @Override
        public void check(Policy now, LocalDate today) {
            require("role", role.isOffice());
            adverse.check(today);
        }
    }

    /** What was left over is allocated, exactly as the table says that was voted on. */
    record AllocateSurplus(Surplus surplus) implements Act {
        @Override
        public ActKind kind() {
            return ActKind.ALLOCATE_SURPLUS;
        }

        @Override
        public void check(Policy now, LocalDate today) {
            require("until", !surplus.until().isAfter(today));
        }
    }

    /** Other statutes. */
    record AmendStatutes(Statutes statutes) implements Act {
        @Override
        public ActKind kind() {
            return ActKind.AMEND_STATUTES;
        }

        @Override
        public void check(Policy now, LocalDate today) {
            changes("statutes", !statutes.equals(now.statutes()));
        }

        @Override
        public Policy apply(Policy now) {
            return now.with(statutes);
        }

        @Override
        public String replaces(Policy now) {
            return DecisionJson.write(now.statutes()).text();
        }
    }

    /** What the members resolve, and the software carries out nothing of. */
    record Resolve(String text) implements Act {
        @Override
        public ActKind kind() {
            return ActKind.RESOLVE;
        }

        @Override
        public void check(Policy now, LocalDate today) {
            require("text", !text.isBlank() && text.length() <= Limits.TEXT_CHARS);
        }
    }

    /**
     * What was in force says our own log, given back by peers after a backup that did not know it. It stands in the place of
     * the decision that was lost with the database, so that the fold comes to what everybody heard.
     */
    record Restate(Values values) implements Act {
        @Override
        public ActKind kind() {
            return ActKind.RESTATE;
        }

        @Override
        public Policy apply(Policy now) {
            return now.with(values);
        }
    }

    private static void require(String field, boolean possible) {
        if (!possible) {
            throw Refused.at(Problem.FIELD_WRONG, field, "not possible");
        }
    }

    private static void changes(String field, boolean another) {
        if (!another) {
            throw Refused.at(Problem.NOTHING_CHANGES, field, "as it is already");
        }
    }
}
