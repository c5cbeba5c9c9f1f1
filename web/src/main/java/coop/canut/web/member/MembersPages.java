package coop.canut.web.member;

import coop.canut.node.Rooms;
import coop.canut.node.member.Chronicle;
import coop.canut.node.member.Event;
import coop.canut.node.member.Exclusion;
import coop.canut.node.member.Membership.Member;
import coop.canut.node.member.Role;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import coop.canut.web.page.Words;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The members among themselves: who belongs here, who is being heard, and what was done about people. */
public final class MembersPages {

    private final Rooms rooms;

    /** The pages over these rooms. */
    public MembersPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/members", Access.MEMBER, this::members);
        site.get("/members/chronicle", Access.MEMBER, this::chronicle);
        site.post("/hearings/:id/decide", Access.STEWARD, Set.of("sure"), this::decide);
        site.post("/hearings/:id/drop", Access.STEWARD, Set.of(), this::drop);
    }

    /** The register. */
    public record Register(Page page, List<Member> members, List<Hearing> hearings, int applications) {

        /**
         * An exclusion that is proposed, as this reader sees it.
         *
         * @param isHeard   whether it may be decided
         * @param mayDrop   whether this reader is a steward
         * @param mayDecide whether this reader decides it: another steward than who proposed it, where the statutes leave it to
         *                  stewards
         */
        public record Hearing(Exclusion exclusion, boolean isHeard, boolean mayDrop, boolean mayDecide) {
        }
    }

    private Future<Answer> members(Visit visit) {
        var person = visit.person();
        Instant now = rooms.world().now();
        return rooms.people().membership().register(person).compose(members ->
            rooms.people().hearings().open(person).compose(open -> rooms.people().applications().open(person).compose(asked -> {
                boolean steward = rooms.people().membership().mayDecide(person);
                List<Register.Hearing> hearings = open.stream().map(each -> new Register.Hearing(each, each.isHeard(now),
                    person.is(Role.STEWARD), steward && each.isHeard(now) && !each.human().equals(person.id())
                        && !each.person().equals(person.id()))).toList();
                return Answer.page("member/members.jte", new Register(visit.page(visit.words().text("members.title")), members,
                    hearings, asked.size()));
            })));
    }

    /**
     * What was done about people.
     *
     * @param older address of the next page, or null
     */
    public record Told(Page page, List<Event> events, String older) {

        /** An event in one sentence, without its day. */
        public String sentence(Event event) {
            return MembersPages.sentence(page.words(), event);
        }
    }

    /** What an event says, in a sentence; names as they are today. */
    static String sentence(Words words, Event event) {
        String actor = event.actorName() == null ? words.text(event.actor() == null ? "event.nobody" : "event.gone")
            : event.actorName();
        String about = event.aboutName() == null ? words.text("event.gone") : event.aboutName();
        String what = event.what() == null ? "" : what(words, event.what());
        String sentence = words.text("event." + event.kind().code(), actor, about, what);
        return event.decision() == null ? sentence : sentence + " " + words.text("event.by", decided(words, event.decision()));
    }

    /** By which decision: its number, or a word for what needs none. */
    public static String decided(Words words, String decision) {
        return words.has("decided." + decision) ? words.text("decided." + decision) : words.text("decided", decision);
    }

    /** What stands behind a role is shown as it was said; the role itself in the reader's language. */
    private static String what(Words words, String what) {
        String first = what.split(" ", 2)[0];
        return words.has("role." + first) ? words.text("role." + first) + what.substring(first.length()) : what;
    }

    private Future<Answer> chronicle(Visit visit) {
        Long before = number(visit.query("before"));
        Id about = id(visit.query("about"));
        return rooms.people().chronicle().read(visit.person(), about, before).compose(events -> {
            String more = events.size() < Chronicle.PAGE ? null : "/members/chronicle?before=" + events.getLast().number()
                + (about == null ? "" : "&about=" + about);
            return Answer.page("member/chronicle.jte", new Told(visit.page(visit.words().text("chronicle.title")), events, more));
        });
    }

    private static Long number(String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new Refused(Problem.NOT_FOUND, "no place in the chronicle");
        }
        return Long.valueOf(text);
    }

    private static Id id(String text) {
        try {
            return text.isEmpty() ? null : Id.of(text);
        } catch (Refused noId) {
            throw new Refused(Problem.NOT_FOUND, "nobody of that id");
        }
    }

    private Future<Answer> decide(Visit visit) {
        return Future.succeededFuture().compose(begun -> {
            ApplicationPages.requireSure(visit.form());
            return rooms.people().hearings().decide(visit.person(), visit.id("id"));
        }).compose(done -> visit.did("/members", "excluded"));
    }

    private Future<Answer> drop(Visit visit) {
        return rooms.people().hearings().drop(visit.person(), visit.id("id")).compose(done -> visit.did("/members", "dropped"));
    }
}
