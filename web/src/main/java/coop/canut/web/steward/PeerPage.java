package coop.canut.web.steward;

import coop.canut.node.Rooms;
import coop.canut.node.decision.PolicyInForce;
import coop.canut.node.peer.Effect;
import coop.canut.node.peer.PeerDetail;
import coop.canut.node.peer.PeerState;
import coop.canut.node.peer.Statement;
import coop.canut.node.post.Fork;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import coop.canut.web.page.Words;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One peer: comparing it with us, seeing what a statement would do, and stating it. */
public final class PeerPage {

    private static final int WRONG = 422;
    private static final Set<String> LEVEL = Set.of("level", "decision", "reason");
    private static final Set<String> CREDIT = Set.of("amount", "currency");
    /** What stays as it is although somebody may fear for it. */
    private static final Set<Effect.What> STAYS = EnumSet.of(Effect.What.CLAIMS_GO_ON, Effect.What.ANSWERS_GO_ON,
        Effect.What.THEIR_ANSWERS_GO_ON, Effect.What.OWED_TO_US, Effect.What.OWED_TO_THEM, Effect.What.THEIRS_HOLDS);

    private final Rooms rooms;
    private final Host self;

    /** The pages over these rooms. */
    public PeerPage(Rooms rooms) {
        this.rooms = rooms;
        this.self = rooms.config().host();
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/peers/:host", Access.STEWARD, this::one);
        site.get("/peers/:host/level", Access.STEWARD, this::levelEffects);
        site.post("/peers/:host/level", Access.STEWARD, LEVEL, this::level);
        site.get("/peers/:host/credit", Access.STEWARD, this::creditEffects);
        site.post("/peers/:host/credit", Access.STEWARD, CREDIT, this::credit);
    }

    /**
     * One peer.
     *
     * @param ownKeys hash of our newest key statement, beside theirs
     * @param own     our policy
     * @param theirs  in force there as far as we read, or null
     * @param history what both sides stated, the newest first
     * @param forks   states of its log that cannot both be true
     */
    public record One(Page page, PeerPages.Row row, PeerDetail detail, Hash ownKeys, PolicyInForce own, PolicyInForce theirs,
                      List<Statement> history, List<Fork> forks, Form form, Faults faults, List<String> currencies) {

        /** Whether both policies say the same of something. */
        public boolean isSame(String what) {
            if (theirs == null) {
                return true;
            }
            var ours = own.policy();
            var other = theirs.policy();
            return switch (what) {
                case "floor" -> Set.copyOf(ours.payFloor()).equals(Set.copyOf(other.payFloor()));
                case "fee" -> ours.feePermille() == other.feePermille() && ours.fundPermille() == other.fundPermille();
                case "rejection" -> ours.rejectionDays() == other.rejectionDays();
                case "hard" -> ours.severityMinutesPerDay().getLast().equals(other.severityMinutesPerDay().getLast())
                    && ours.severityMinutesPerWeek().getLast().equals(other.severityMinutesPerWeek().getLast());
                default -> true;
            };
        }
    }

    private Future<Answer> one(Visit visit) {
        return one(visit, Form.EMPTY, Faults.NONE).map(shown -> visit.wantsPart()
            ? new Answer.Shown(200, "steward/now.jte", shown.view()) : shown);
    }

    private Future<Answer.Shown> one(Visit visit, Form form, Faults faults) {
        Host host = visit.host();
        return rooms.peers().detail(host).compose(detail -> rooms.ledger().balances().compose(balances ->
            rooms.peers().history(host).compose(history -> rooms.forks().of(host).map(forks -> {
                PolicyInForce theirs = rooms.policies().of(host).orElse(null);
                PolicyInForce own = rooms.policies().current();
                PeerState state = detail.state();
                List<Money> amounts = Stream.of(state.given().stream(), own.policy().payFloor().stream(),
                    theirs == null ? Stream.<Money>empty() : theirs.policy().payFloor().stream()).flatMap(each -> each).toList();
                Hash ownKeys = rooms.peers().keys(self).map(KeyHistory::last).orElse(Hash.ZERO);
                return new Answer.Shown(faults.any() ? WRONG : 200, "steward/peer.jte", new One(
                    visit.page(host.toString()).lively(), PeerPages.row(visit, state, Credit.of(state, balances)), detail,
                    ownKeys, own, theirs, history, forks, form, faults, PeerPages.currencies(amounts)));
            }))));
    }

    private Future<Answer> again(Visit visit, Form form, Faults faults) {
        return one(visit, form, faults).map(shown -> shown);
    }

    /**
     * What a statement would do, before it is made.
     *
     * @param what    {@code level} or {@code credit}
     * @param to      the level, or null
     * @param limit   the credit, or null
     * @param changes sentences about what would change
     * @param stays   sentences about what would not
     * @param form    what was typed, to be confirmed
     */
    public record Change(Page page, PeerState state, String mark, String what, Level to, Money limit, List<String> changes,
                         List<String> stays, Form form) {
    }

    private Future<Answer> levelEffects(Visit visit) {
        Form form = queried(visit, LEVEL);
        var typed = new PeerForm(visit.words(), form);
        Level level = typed.level();
        typed.decision();
        typed.reason();
        return rooms.peers().peer(visit.host()).compose(state -> typed.faults().any() ? again(visit, form, typed.faults())
            : rooms.ties().effects(visit.host(), level).compose(effects ->
                change(visit, state, "level", level, null, effects.all(), form)));
    }

    private Future<Answer> creditEffects(Visit visit) {
        Form form = queried(visit, CREDIT);
        var typed = new PeerForm(visit.words(), form);
        Optional<Money> limit = typed.requiredCredit();
        return rooms.peers().peer(visit.host()).compose(state -> typed.faults().any() ? again(visit, form, typed.faults())
            : rooms.ties().credit(visit.host(), limit.orElseThrow()).compose(effects ->
                change(visit, state, "credit", null, limit.orElseThrow(), effects, form)));
    }

    private static Form queried(Visit visit, Set<String> names) {
        Map<String, String> typed = new LinkedHashMap<>();
        names.forEach(name -> typed.put(name, visit.query(name)));
        return Form.of(typed);
    }

    private static Future<Answer> change(Visit visit, PeerState state, String what, Level to, Money limit,
                                         List<Effect> effects, Form form) {
        return Answer.page("steward/change.jte", new Change(visit.page(visit.words().text("change.title")), state,
            visit.mark(state.host()), what, to, limit, told(visit.words(), effects, false), told(visit.words(), effects, true),
            form));
    }

    private static List<String> told(Words words, List<Effect> effects, boolean stays) {
        return effects.stream().filter(effect -> STAYS.contains(effect.what()) == stays)
            .map(effect -> effect.money() != null
                ? words.text("effect." + effect.what().code(), words.money(effect.money()))
                : words.text("effect." + effect.what().code(), effect.count(), effect.of())).toList();
    }

    private Future<Answer> level(Visit visit) {
        var typed = new PeerForm(visit.words(), visit.form());
        Level level = typed.level();
        String decision = typed.decision();
        String reason = typed.reason();
        return rooms.peers().peer(visit.host()).compose(known -> typed.faults().any()
            ? again(visit, visit.form(), typed.faults())
            : rooms.peers().state(known.host(), level, decision, reason)
                .compose(stated -> visit.did("/peers/" + known.host(), "peer.stated"))
                .recover(error -> notStated(visit, error)));
    }

    private Future<Answer> credit(Visit visit) {
        var typed = new PeerForm(visit.words(), visit.form());
        Optional<Money> credit = typed.requiredCredit();
        return rooms.peers().peer(visit.host()).compose(known -> typed.faults().any()
            ? again(visit, visit.form(), typed.faults())
            : rooms.peers().credit(known.host(), credit.orElseThrow())
                .compose(stated -> visit.did("/peers/" + known.host(), "peer.credit")));
    }

    /** A host that stated something about us and was never read has to answer at the first time. */
    private Future<Answer> notStated(Visit visit, Throwable error) {
        if (PeerForm.isUnder(error)) {
            return again(visit, visit.form(), PeerForm.under(visit.words()));
        }
        return error instanceof Refused refused && refused.problem() == Problem.NOT_YET
            ? again(visit, visit.form(), new Faults(Map.of("level", visit.words().text("look.silent"))))
            : Future.failedFuture(error);
    }
}
