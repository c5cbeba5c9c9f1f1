package coop.canut.ops.bench;

import coop.canut.node.decision.Act;
import coop.canut.node.decision.Policy;
import coop.canut.node.decision.Statutes;
import coop.canut.node.decision.Values;
import coop.canut.protocol.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** How long a node takes to know its own rules: the policy, as all decisions that were ever enacted come to it. */
final class Folding implements Measurement {

    private static final int DECISIONS = 10_000;
    private static final int TAKEN = 30;
    private static final int WARM_UP = 20;
    private static final double GOAL_MILLIS = 50;
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public List<Measured> take(Consumer<String> say) {
        Policy founding = Policy.founding(new Values(List.of(Money.of(1_200, "EUR")), 50, 20,
            List.of(480L, 480L, 240L, 120L, 60L), List.of(2_400L, 2_400L, 1_200L, 600L, 300L), 14, "show"),
            Statutes.preset("stewards"));
        List<String> stored = new ArrayList<>();
        for (int decision = 0; decision < DECISIONS; decision++) {
            stored.add(act(decision).json());
        }
        say.accept("folding " + DECISIONS + " decisions");
        List<Double> folds = new ArrayList<>();
        List<Double> reads = new ArrayList<>();
        for (int round = -WARM_UP; round < TAKEN; round++) {
            long begun = System.nanoTime();
            List<Policy.Enacted> enacted = new ArrayList<>();
            for (String json : stored) {
                enacted.add(new Policy.Enacted("2026-" + enacted.size(), Act.read(json)));
            }
            long read = System.nanoTime();
            Policy policy = Policy.fold(founding, enacted);
            long folded = System.nanoTime();
            if (policy.number() != DECISIONS + 1) {
                throw new IllegalStateException("every one of them changes something: " + policy.number());
            }
            if (round >= 0) {
                folds.add((folded - read) / NANOS_PER_MILLI);
                reads.add((read - begun) / NANOS_PER_MILLI);
            }
        }
        double fold = Median.of(folds).middle();
        double all = fold + Median.of(reads).middle();
        return List.of(new Measured("the policy of 10,000 decisions", String.format(Locale.ROOT, "%.1f ms", fold),
            String.format(Locale.ROOT, "%.1f ms with reading them", all), Measured.NONE, "under 50 ms", fold < GOAL_MILLIS,
            List.of("Ten thousand enacted decisions, each of which changes the policy, are folded " + TAKEN + " times, after "
                + WARM_UP + " times that do not count; the middle one is said. Beside it the same with reading every act from "
                + "the JSON in which it is stored."),
            "Every policy is an object of its own."));
    }

    private static Act act(int decision) {
        return switch (decision % 4) {
            case 0 -> new Act.SetPayFloor(Money.of(1_200 + decision, "EUR"));
            case 1 -> new Act.SetFee(decision % 1_000);
            case 2 -> new Act.SetCaps(List.of(480L, 480L, 240L, 120L, (long) decision % 60),
                List.of(2_400L, 2_400L, 1_200L, 600L, 300L), 14);
            default -> new Act.SetPayFloor(Money.of(1_300 + decision, "CHF"));
        };
    }
}
