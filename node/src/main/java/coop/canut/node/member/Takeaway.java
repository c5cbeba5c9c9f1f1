package coop.canut.node.member;

import coop.canut.node.csv.CsvCells;
import coop.canut.node.member.Applications.Application;
import coop.canut.node.store.Store;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that is here of a person, in one zip for that person alone, for as long as she can sign in: {@code about-me.json}
 * (name, membership, terms, what she wrote when she came, hearings, browsers), {@code events.csv} (what was done about her and
 * who read what), and what every other room adds. Source: GDPR articles 15 and 20.
 */
public final class Takeaway {

    private final Store store;
    private final People people;
    private final Sessions sessions;
    private final ChronicleStore events = new ChronicleStore();
    private final List<Part> parts;

    /** What a room has of a person. */
    @FunctionalInterface
    public interface Part {
        /** Writes one or more files, page by page. */
        Future<Void> write(Person person, Parcel parcel);
    }

    /** @param parts of the other rooms, in the order in which they stand in the zip */
    public Takeaway(Store store, People people, Sessions sessions, List<Part> parts) {
        this.store = store;
        this.people = people;
        this.sessions = sessions;
        this.parts = List.copyOf(parts);
    }

    /**
     * Writes the zip.
     *
     * @param out takes one chunk after another, each when the one before is written
     */
    public Future<Void> zip(Person person, Function<Buffer, Future<Void>> out) {
        var parcel = new Parcel(out);
        Future<Void> done = about(person, parcel).compose(written -> events(person, parcel));
        for (Part part : parts) {
            done = done.compose(before -> part.write(person, parcel));
        }
        return done.compose(all -> parcel.end());
    }

    private Future<Void> about(Person person, Parcel parcel) {
        return people.membership().mine(person).compose(file -> sessions.mine(person).compose(mine ->
            people.requesters().mine(person).compose(requester -> {
                Builder about = Json.object().put("id", person.id()).put("name", person.name())
                    .putTexts("roles", person.roles().stream().sorted().map(Role::code).toList())
                    .putOptional("membership", standing(file.standing()))
                    .put("terms", file.terms().stream().map(Takeaway::term).toList())
                    .putOptional("application", application(file.application()))
                    .put("hearings", file.exclusions().stream().map(Takeaway::hearing).toList())
                    .put("browsers", mine.stream().map(session -> Json.object().put("browser", session.browser())
                        .put("since", session.begunAt().toString()).build()).toList())
                    .putOptional("requester", requester.map(known -> known.requester().url()).orElse(null));
                return parcel.begin("about-me.json").compose(begun -> parcel.write(about.build().text() + "\n"));
            })));
    }

    /** To the microsecond: what is here, and not what the wire can say. */
    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static Json.Obj standing(Standing standing) {
        return standing == null ? null : Json.object().put("state", standing.state().code())
            .put("since", standing.since().toString())
            .putOptional("probationEnds", text(standing.probationEnds())).put("decision", standing.decision())
            .putOptional("endedAt", text(standing.endedAt())).putOptional("endedBy", standing.endedBy()).build();
    }

    private static Json.Obj term(Term term) {
        return Json.object().put("role", term.role().code()).put("since", term.since().toString())
            .putOptional("until", text(term.until()))
            .put("decision", term.decision()).putOptional("endedAt", text(term.endedAt())).putOptional("endedBy", term.endedBy())
            .build();
    }

    private static Json.Obj application(Application application) {
        return application == null ? null : Json.object().put("name", application.asked().name())
            .put("contact", application.asked().contact()).put("why", application.asked().why())
            .put("madeAt", application.madeAt().toString()).putOptional("inviter", application.inviter()).build();
    }

    private static Json.Obj hearing(Exclusion exclusion) {
        return Json.object().put("proposedBy", exclusion.humanName()).put("proposedAt", exclusion.proposedAt().toString())
            .put("reasons", exclusion.grounds().reasons()).put("contact", exclusion.grounds().contact())
            .put("reviewOn", exclusion.grounds().reviewOn().toString()).putOptional("reply", exclusion.reply())
            .put("state", exclusion.state()).putOptional("decidedAt", text(exclusion.decidedAt()))
            .putOptional("decision", exclusion.decision()).build();
    }

    private Future<Void> events(Person person, Parcel parcel) {
        return parcel.begin("events.csv")
            .compose(begun -> parcel.write(CsvCells.line(List.of("at", "kind", "by", "decision", "what"))))
            .compose(written -> events(person.id(), Long.MAX_VALUE, parcel));
    }

    private Future<Void> events(Id person, long before, Parcel parcel) {
        return events.page(store, person, before, Chronicle.PAGE).compose(page -> page.isEmpty() ? Future.succeededFuture()
            : parcel.write(page.stream().map(Takeaway::line).collect(Collectors.joining()))
                .compose(written -> events(person, page.getLast().number(), parcel)));
    }

    private static String line(Event event) {
        List<String> cells = new ArrayList<>(List.of(event.at().toString(), event.kind().code()));
        for (String each : new String[] {event.actorName(), event.decision(), event.what()}) {
            cells.add(Objects.requireNonNullElse(each, ""));
        }
        return CsvCells.line(cells);
    }
}
