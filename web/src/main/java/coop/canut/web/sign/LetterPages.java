package coop.canut.web.sign;

import coop.canut.node.Rooms;
import coop.canut.node.mail.Addresses;
import coop.canut.node.mail.Addresses.Wishes;
import coop.canut.node.mail.Kind;
import coop.canut.node.mail.Letters;
import coop.canut.node.member.Role;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where somebody is written to, and which letters come. */
public final class LetterPages {

    private final Addresses addresses;
    private final Letters letters;

    /** The pages over these rooms. */
    public LetterPages(Rooms rooms) {
        this.addresses = rooms.addresses();
        this.letters = rooms.letters();
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/letters", Access.PEOPLE, visit -> mine(visit, Faults.NONE).map(shown -> shown));
        site.post("/letters/address", Access.PEOPLE, Set.of("address"), this::give);
        site.post("/letters/remove", Access.PEOPLE, Set.of(), visit -> addresses.remove(visit.person().id())
            .compose(removed -> visit.did("/letters", "address-removed")));
        site.post("/letters/wanted", Access.PEOPLE, Set.of("kind+"), this::want);
        site.get("/letters/confirm/:token", Access.PEOPLE, this::confirming);
        site.post("/letters/confirm/:token", Access.PEOPLE, Set.of(), visit ->
            addresses.confirm(visit.person().id(), visit.variable("token"))
                .compose(confirmed -> visit.did("/letters", "address-confirmed"))
                .recover(error -> noLink(visit, error)));
        site.get("/letters/off/:off", Access.ANYONE, visit -> off(visit, false));
        site.post("/letters/off/:off", Access.ANYONE, Set.of(), visit ->
            Future.succeededFuture().compose(begun -> addresses.off(visit.variable("off"))).compose(done -> off(visit, true)));
    }

    /**
     * What a person has said about letters, and what became of the last ones.
     *
     * @param areWritten whether this node writes any
     * @param waiting    what waits on this node and why, for stewards; else null
     */
    public record Mine(Page page, Faults faults, String typed, boolean areWritten, Wishes wishes, List<Kind> kinds,
                       List<Letters.Ended> last, Letters.Waiting waiting, Letters.Trouble trouble) {
    }

    private Future<Answer.Shown> mine(Visit visit, Faults faults) {
        boolean steward = visit.person().is(Role.STEWARD);
        return addresses.wishes(visit.person().id()).compose(wishes -> letters.last(visit.person().id()).compose(last ->
            (steward ? letters.waiting() : Future.<Letters.Waiting>succeededFuture()).map(waiting -> new Answer.Shown(200,
                "sign/letters.jte", new Mine(visit.page(visit.words().text("letters.title")).of("/account"), faults,
                    visit.form().text("address"), letters.areWritten(), wishes, Kind.switchable(), last, waiting,
                    steward ? letters.trouble() : null)))));
    }

    private Future<Answer> give(Visit visit) {
        return addresses.give(visit.person().id(), visit.form().text("address"), visit.words().language())
            .compose(given -> visit.did("/letters", "address-given"))
            .recover(visit.again(faults -> mine(visit, faults)));
    }

    private Future<Answer> want(Visit visit) {
        Set<Kind> wanted = Kind.switchable().stream().filter(kind -> visit.form().all("kind").contains(kind.code()))
            .collect(Collectors.toSet());
        return addresses.want(visit.person().id(), wanted).compose(done -> visit.did("/letters", "letters-wanted"));
    }

    /** A link that waits for its button; opening it in a mail program changes nothing. */
    public record Confirming(Page page, String token) {
    }

    private Future<Answer> confirming(Visit visit) {
        String token = visit.variable("token");
        return addresses.wouldConfirm(visit.person().id(), token).compose(would -> would
            ? Answer.page("sign/confirm.jte", new Confirming(visit.page(visit.words().text("letters.confirm.title")), token))
            : noLink(visit, new Refused(Problem.NOT_FOUND, "confirms nothing")));
    }

    /** A link that leads nowhere. */
    public record NoLink(Page page) {
    }

    private static Future<Answer> noLink(Visit visit, Throwable error) {
        return error instanceof Refused refused && refused.problem() == Problem.NOT_FOUND
            ? Future.succeededFuture(new Answer.Shown(404, "sign/unconfirmed.jte",
                new NoLink(visit.page(visit.words().text("letters.confirm.none")))))
            : Future.failedFuture(error);
    }

    /**
     * A kind of letter that can be switched off by the link under one.
     *
     * @param done whether it is off now
     */
    public record Off(Page page, String off, Kind kind, boolean done) {
    }

    private Future<Answer> off(Visit visit, boolean done) {
        String off = visit.variable("off");
        return Future.succeededFuture(off).map(addresses::kindOf).compose(kind -> Answer.page("sign/off.jte",
            new Off(visit.page(visit.words().text("letters.off.title")), off, kind, done)));
    }
}
