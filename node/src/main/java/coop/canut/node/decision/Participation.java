package coop.canut.node.decision;

import coop.canut.node.csv.CsvCells;
import coop.canut.node.member.Parcel;
import coop.canut.node.member.Person;
import coop.canut.node.member.Takeaway;
import coop.canut.node.store.Store;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a person takes along of decisions: {@code votes.csv}, every vote on whose roll she was and how she took part (of a secret
 * one only that she did), and {@code arguments.csv}, what she said in discussions.
 */
public final class Participation implements Takeaway.Part {

    private static final int PAGE = 500;
    private static final List<String> VOTES = List.of("proposal", "round", "title", "state", "decision", "vote");
    private static final List<String> ARGUMENTS = List.of("argument", "at", "proposal", "title", "stance", "text");

    private final Store store;
    private final ParticipationStore rows = new ParticipationStore();

    /** The participation of the people in this store. */
    public Participation(Store store) {
        this.store = store;
    }

    @Override
    public Future<Void> write(Person person, Parcel parcel) {
        return parcel.begin("votes.csv").compose(begun -> parcel.write(CsvCells.line(VOTES)))
            .compose(written -> votes(person, "", 0, parcel))
            .compose(written -> parcel.begin("arguments.csv")).compose(begun -> parcel.write(CsvCells.line(ARGUMENTS)))
            .compose(written -> arguments(person, "", parcel));
    }

    private Future<Void> votes(Person person, String proposal, int round, Parcel parcel) {
        return rows.votes(store, person.id(), proposal, round, PAGE).compose(page -> page.isEmpty() ? Future.succeededFuture()
            : lines(page, parcel).compose(written ->
                votes(person, page.getLast().getFirst(), Integer.parseInt(page.getLast().get(1)), parcel)));
    }

    private Future<Void> arguments(Person person, String after, Parcel parcel) {
        return rows.arguments(store, person.id(), after, PAGE).compose(page -> page.isEmpty() ? Future.succeededFuture()
            : lines(page, parcel).compose(written -> arguments(person, page.getLast().getFirst(), parcel)));
    }

    private static Future<Void> lines(List<List<String>> page, Parcel parcel) {
        return parcel.write(page.stream().map(CsvCells::line).collect(Collectors.joining()));
    }
}
