package coop.canut.node.publish;

import coop.canut.node.decision.PolicyInForce;
import coop.canut.node.member.Requester;
import coop.canut.node.publish.Sheet.Row;
import coop.canut.node.publish.Units.Unit;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ListingMessage.EndUse;
import coop.canut.protocol.message.ListingMessage.Pay;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.Work;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.Template;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A draft with everything that publishing it takes but the money, or with everything that is wrong with it. Quoting and
 * publishing both begin here, so that what is quoted without a problem is what is published. Pure.
 *
 * @param published the message; to be said only if there are no problems
 * @param rows      of the items
 * @param units     one for each row; fewer if some are among the problems
 * @param cost      null without a price that can be counted
 * @param problems  in the order of their precedence
 */
record Prepared(Published published, long rows, List<Unit> units, Cost cost, PolicyInForce policy, List<Refused> problems) {

    /**
     * The items of a draft.
     *
     * @param missing why there are none; null if there are
     */
    record Uploaded(List<String> columns, List<Row> rows, Map<String, Content> files, Refused missing) {

        static Uploaded none(Refused why) {
            return new Uploaded(List.of(), List.of(), Map.of(), why);
        }
    }

    static Prepared of(ObjectUrl url, Requester requester, Draft draft, Uploaded items, PolicyInForce policy, Instant now) {
        List<Refused> problems = new ArrayList<>();
        if (items.missing() != null) {
            problems.add(items.missing());
        }
        Template template = template(draft, problems);
        Published published = published(url, requester, draft, template, items.rows().size(), policy, now);
        DraftRules.check(published, draft, now, policy.policy().payFloor(), problems);
        Cost cost = cost(draft, items.rows().size(), policy, problems);
        List<Unit> units = template == null || items.missing() != null ? List.of()
            : Units.of(template, items.columns(), draft.columns(), items.rows(), items.files(), problems);
        return new Prepared(published, items.rows().size(), units, cost, policy, problems);
    }

    /** This, if nothing is wrong with it; otherwise the refusal that comes first. */
    Prepared requireSound() {
        if (!problems.isEmpty()) {
            throw problems.getFirst();
        }
        return this;
    }

    /** What a requester is told of it. @param balance of the prepaid money; null if there is no cost */
    Quote quote(Draft draft, Money balance) {
        long answers = answers(draft, rows);
        if (cost == null) {
            return new Quote(rows, answers, null, null, null, null, null, null, null, List.copyOf(problems));
        }
        List<Refused> all = new ArrayList<>(problems);
        Money topUp = problems.stream().anyMatch(problem -> "topUp".equals(problem.field())) ? null : draft.topUp();
        cost.missing(balance, topUp).ifPresent(all::add);
        Money floor = policy.policy().payFloor().stream()
            .filter(each -> each.currency().equals(cost.price().currency())).findFirst().orElse(null);
        return new Quote(rows, answers, cost.price().times(answers), cost.fee().times(answers), cost.fund().times(answers),
            cost.whole(), balance, hourly(draft), floor, List.copyOf(all), topUp);
    }

    private static long answers(Draft draft, long rows) {
        return rows * Math.max(0, draft.answersPerUnit());
    }

    private static Money hourly(Draft draft) {
        try {
            return draft.estimatedSeconds() < 1 ? null : draft.price().hourly(draft.estimatedSeconds());
        } catch (Refused beyondCounting) {
            return null;
        }
    }

    private static Template template(Draft draft, List<Refused> problems) {
        if (draft.template() == null || draft.template().isBlank()) {
            problems.add(Refused.at(Problem.FIELD_MISSING, "template", "empty"));
            return null;
        }
        try {
            return Template.read(draft.template());
        } catch (Refused wrong) {
            problems.add(wrong);
            return null;
        }
    }

    private static Cost cost(Draft draft, long rows, PolicyInForce policy, List<Refused> problems) {
        Money price = draft.price();
        try {
            return price == null ? null : Cost.of(price, answers(draft, rows), policy.policy());
        } catch (Refused beyondCounting) {
            problems.add(Refused.at(Problem.FIELD_WRONG, "price", beyondCounting.detail()));
            return null;
        }
    }

    private static Published published(ObjectUrl url, Requester requester, Draft draft, Template template, int units,
                                       PolicyInForce policy, Instant signedAt) {
        return new Published(url, 1, requester.url(), requester.identity(),
            draft.title(), draft.instructions(), new EndUse(draft.endUse(), draft.signedBy(), signedAt),
            draft.categories(), draft.languages(), draft.skills(), "new", draft.audience(), draft.machineHelp(),
            new Work(units, draft.answersPerUnit(), draft.estimatedSeconds(), draft.claimSeconds(),
                draft.reclaimSeconds(), template == null ? null : template.opaque()),
            new Pay(draft.price(), draft.autoAcceptSeconds()), draft.deadline(),
            new PolicyRef(policy.policy().number(), policy.sha256()));
    }
}
