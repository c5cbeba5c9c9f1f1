package coop.canut.web.decide;

import coop.canut.node.Rooms;
import coop.canut.node.decision.Act;
import coop.canut.node.decision.ActKind;
import coop.canut.node.decision.Decisions;
import coop.canut.node.decision.Majority;
import coop.canut.node.decision.Proposal;
import coop.canut.node.decision.Statutes;
import coop.canut.node.decision.Surplus;
import coop.canut.node.decision.Values;
import coop.canut.node.member.Role;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.web.page.Access;
import coop.canut.web.page.Amount;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Drafting a proposal: one form for each act. */
public final class DraftPages {

    private static final Set<String> FIELDS = Set.of("title", "reasons", "emergency", "floor", "currency", "permille",
        "minutesPerDay.*", "minutesPerWeek.*", "rejectionDays", "host", "level", "reason", "application", "person", "role",
        "until", "human", "contact", "review", "from", "amount", "reserve", "fund", "work", "measure", "text", "class.*",
        "rollDays", "discussionHours", "voteHours", "noticeHours", "endsWhenAllVoted", "ordinary.*", "special.*",
        "constitutional.*", "secondVote", "proxies", "secretForPersons", "emergencyDays", "members", "peers",
        "probationDays", "hearingDays", "termMonths");

    private final Rooms rooms;
    private final Decisions decisions;

    /** The pages over these rooms. */
    public DraftPages(Rooms rooms) {
        this.rooms = rooms;
        this.decisions = rooms.decisions();
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/proposals/new", Access.MEMBER, visit -> Answer.page("decide/kinds.jte", new Kinds(
            visit.page(visit.words().text("draft.title")).of("/decisions"), Stream.of(ActKind.values())
                .filter(kind -> kind != ActKind.RESTATE).toList())));
        site.get("/proposals/new/:kind", Access.MEMBER, visit -> form(visit, asItIs(visit), Faults.NONE).map(shown -> shown));
        site.post("/proposals/new/:kind", Access.MEMBER, FIELDS, this::draft);
    }

    /** What can be proposed. */
    public record Kinds(Page page, List<ActKind> kinds) {
    }

    /**
     * The form of one kind.
     *
     * @param people       members by name
     * @param applications that wait for a decision, by who applied
     * @param hosts        peers that the act can be about
     * @param mayBeUrgent  whether two stewards may do it at once
     */
    public record Draft(Page page, ActKind kind, Form form, Faults faults, Map<Id, String> people,
                        Map<Id, String> applications, List<Host> hosts, List<Role> roles, boolean mayBeUrgent) {

        /** Members to choose from. */
        public Map<String, String> members() {
            return options(people.keySet(), Id::toString, people::get);
        }

        /** Applications to choose from. */
        public Map<String, String> applicants() {
            return options(applications.keySet(), Id::toString, applications::get);
        }

        /** Peers to choose from. */
        public Map<String, String> peers() {
            return options(hosts, Host::toString, Host::toString);
        }

        /** Levels that an act of this kind can state. */
        public Map<String, String> levels() {
            return options(kind == ActKind.ADMIT_PEER ? List.of(Level.CLAIM, Level.SEE) : List.of(Level.LIMITED,
                Level.SUSPENDED), Level::code, level -> page.text("level.means." + level.code()));
        }

        /** Roles that somebody serves in for a term. */
        public Map<String, String> offices() {
            return options(roles, Role::code, role -> page.text("role." + role.code()));
        }

        /** What a surplus can be divided by. */
        public Map<String, String> measures() {
            return options(List.of(Surplus.Measure.values()), Surplus.Measure::code,
                measure -> page.text("measure." + measure.code()));
        }

        /** Who decides. */
        public Map<String, String> whos() {
            return options(List.of(Statutes.Who.values()), Statutes.Who::code, who -> page.text("who." + who.code()));
        }

        /** Classes of majorities. */
        public Map<String, String> majorities() {
            return options(List.of(Majority.values()), Majority::code, each -> page.text("majority." + each.code()));
        }

        private static <T> Map<String, String> options(Collection<T> all, Function<T, String> value, Function<T, String> says) {
            Map<String, String> options = new LinkedHashMap<>();
            all.forEach(each -> options.put(value.apply(each), says.apply(each)));
            return options;
        }
    }

    private static ActKind kind(Visit visit) {
        return ActKind.proposed(visit.variable("kind"));
    }

    /** A form begins with what holds now, so that a proposal changes what its author changes. */
    private Form asItIs(Visit visit) {
        Values now = rooms.policies().folded().values();
        Map<String, String> typed = new HashMap<>();
        switch (kind(visit)) {
            case SET_PAY_FLOOR -> {
                Money floor = now.payFloor().getFirst();
                typed.put("floor", Amount.typed(floor, visit.words()));
                typed.put("currency", floor.currency());
            }
            case SET_FEE -> typed.put("permille", ActForm.typed(now.feePermille(), visit.words()));
            case SET_FUND -> typed.put("permille", ActForm.typed(now.fundPermille(), visit.words()));
            case SET_CAPS -> {
                for (int severity = 0; severity < Values.SEVERITIES; severity++) {
                    typed.put("minutesPerDay." + severity, "" + now.minutesPerDay().get(severity));
                    typed.put("minutesPerWeek." + severity, "" + now.minutesPerWeek().get(severity));
                }
                typed.put("rejectionDays", "" + now.rejectionDays());
            }
            case ALLOCATE_SURPLUS -> typed.put("currency", now.payFloor().getFirst().currency());
            case AMEND_STATUTES -> typed.putAll(ActForm.typed(visit.query("preset").isEmpty()
                ? rooms.policies().folded().statutes() : Statutes.preset(visit.query("preset"))));
            case LIMIT_PEER, END_PEER, ADMIT_PEER -> typed.put("host", visit.query("host"));
            case EXCLUDE_MEMBER, RECALL, ELECT -> typed.put("person", visit.query("person"));
            case ADMIT_MEMBER -> typed.put("application", visit.query("application"));
            default -> { }
        }
        return Form.of(typed);
    }

    private Future<Answer.Shown> form(Visit visit, Form form, Faults faults) {
        ActKind kind = kind(visit);
        Host self = rooms.config().host();
        List<Host> hosts = rooms.peers().known().stream().filter(host -> !host.equals(self)).toList();
        boolean urgent = kind == ActKind.LIMIT_PEER && visit.person().is(Role.STEWARD)
            && rooms.policies().folded().statutes().ballots().emergencyDays() > 0;
        List<Role> roles = Stream.of(Role.values()).filter(Role::isOffice).toList();
        return decisions.proposals().members().compose(people -> decisions.proposals().applications().map(applications ->
            new Answer.Shown(200, "decide/draft.jte", new Draft(
                visit.page(visit.words().text("kind." + kind.code())).of("/decisions"), kind, form, faults, people,
                applications, hosts, roles, urgent))));
    }

    private Future<Answer> draft(Visit visit) {
        Form form = visit.form();
        ActKind kind = kind(visit);
        return Future.succeededFuture().compose(begun -> act(new ActForm(form), kind))
            .compose(act -> form.has("emergency") && act instanceof Act.LimitPeer limit
                ? decisions.proposals().draftEmergency(visit.person(), form.text("title"), form.text("reasons"), limit)
                : decisions.proposals().draft(visit.person(), form.text("title"), form.text("reasons"), act))
            .compose((Proposal drafted) -> visit.did("/proposals/" + drafted.id(), "drafted"))
            .recover(visit.again(faults -> form(visit, form, faults)));
    }

    /** Keys of a peer and the parts of a surplus are found out now: they are what members vote on. */
    private Future<Act> act(ActForm typed, ActKind kind) {
        return switch (kind) {
            case ADMIT_PEER -> rooms.peers().look(typed.host()).map(seen -> typed.admitPeer(seen.keys()));
            case ALLOCATE_SURPLUS -> decisions.divide(typed.surplus()).map((Surplus surplus) ->
                new Act.AllocateSurplus(surplus));
            default -> Future.succeededFuture(typed.read(kind));
        };
    }
}
