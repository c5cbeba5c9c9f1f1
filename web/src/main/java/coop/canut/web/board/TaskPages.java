package coop.canut.web.board;

import coop.canut.node.Rooms;
import coop.canut.node.board.Board.Detail;
import coop.canut.node.board.Manners;
import coop.canut.node.board.Posting;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.ImageType;
import coop.canut.protocol.work.Template;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import coop.canut.web.work.Question;
import coop.canut.web.work.WorkPages;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Set;

/** One listing: what is to be done, for whom, and what it pays; and taking tasks of it. */
public final class TaskPages {

    private static final String PATH = "/tasks/:host/:id";
    /** Tasks that one click may take: an afternoon's beginning, and not so many that others find none. */
    public static final int SEVERAL = 10;

    private final Rooms rooms;

    /** The pages over these rooms. */
    public TaskPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get(PATH, Access.ANYONE, this::task);
        site.get(PATH + "/example", Access.ANYONE, this::image);
        site.post(PATH + "/take", Access.WORKER, Set.of("count"), this::take);
    }

    /**
     * A listing's page.
     *
     * @param path          its address
     * @param mark          of its cooperative
     * @param question      the example to try, or null
     * @param tried         what came of trying it, or null
     * @param rejectionDays after which a rejection lapses there; null if we have not read that cooperative's policy
     * @param manners       how its requester has treated answers of ours; null while too little is known
     */
    public record View(Page page, Posting posting, Published listing, String path, String mark, Question question,
                       Tried tried, Long rejectionDays, Manners manners, Faults faults) {
    }

    /**
     * What came of trying the example. Nobody keeps it.
     *
     * @param chosen what was chosen, as it is called; null if it was none of the choices
     * @param right  what would be right, as it is called; null if nobody said
     * @param why    that is so, or null
     */
    public record Tried(Page page, String value, String chosen, String right, String why) {

        /** Whether that was it. */
        public boolean isRight() {
            return chosen != null && chosen.equals(right);
        }
    }

    private Future<Answer> task(Visit visit) {
        return show(visit, Faults.NONE).map(shown -> {
            Tried tried = ((View) shown.view()).tried();
            return visit.wantsPart() && tried != null ? new Answer.Shown(200, "board/tried.jte", tried) : shown;
        });
    }

    private Future<Answer.Shown> show(Visit visit, Faults faults) {
        return detail(visit).compose(detail -> rooms.board().manners(detail.posting().url()).map(manners -> {
            Published listing = detail.listing();
            String path = WorkPages.listing(listing.listing());
            Template template = template(listing).filter(known -> known.example() != null).orElse(null);
            Question question = template == null ? null
                : Question.of(template, template.example().input()::get, name -> path + "/example");
            Page page = visit.page(listing.name());
            Long days = rooms.policies().of(listing.listing().host()).map(policy -> policy.policy().rejectionDays())
                .orElse(null);
            return new Answer.Shown(200, "board/task.jte", new View(template == null ? page : page.lively(),
                detail.posting(), listing, path, visit.mark(listing.listing().host()), question,
                template == null ? null : tried(visit, page, question, template), days, manners, faults));
        }));
    }

    /** A listing of another cooperative does not exist for somebody who is not signed in. */
    private Future<Detail> detail(Visit visit) {
        if (visit.person() == null && !visit.host().equals(rooms.config().host())) {
            throw new Refused(Problem.LISTING_NOT_FOUND, visit.host() + " to a stranger");
        }
        return rooms.board().listing(url(visit));
    }

    private static ObjectUrl url(Visit visit) {
        return new ObjectUrl(Noun.LISTING, visit.host(), visit.id("id"));
    }

    /** Empty if this version does not know the kind of task: then it is shown without being offered. */
    private static Optional<Template> template(Published listing) {
        try {
            return Optional.of(Template.read(listing.work().template()));
        } catch (Refused unknownKind) {
            return Optional.empty();
        }
    }

    private static Tried tried(Visit visit, Page page, Question question, Template template) {
        String value = visit.query("try");
        if (value.isEmpty()) {
            return null;
        }
        Template.Example example = template.example();
        String right = example.answer() == null ? null : switch (template) {
            case ChoiceTemplate choice -> question.label(choice.chosen(example.answer()));
        };
        return new Tried(page, value, question.offers(value) ? question.label(value) : null, right, example.why());
    }

    private Future<Answer> image(Visit visit) {
        return detail(visit).map(detail -> {
            byte[] image = template(detail.listing()).map(Template::example).map(Template.Example::image)
                .orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no image"));
            return new Answer.Bytes(ImageType.of(image).orElseThrow().mediaType(), Buffer.buffer(image), false);
        });
    }

    private Future<Answer> take(Visit visit) {
        int count = visit.form().text("count").equals(String.valueOf(SEVERAL)) ? SEVERAL : 1;
        return rooms.claims().openSeveral(visit.person(), url(visit), count).compose(taken -> {
            String path = WorkPages.bench(taken.getFirst());
            return count == 1 ? Answer.to(path) : visit.did(path, "taken", taken.size());
        }).recover(visit.again(faults -> show(visit, faults)));
    }
}
