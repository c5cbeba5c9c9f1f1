package coop.canut.ops.demo;

import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import java.nio.file.Path;
import java.util.List;

/** What somebody who started the demonstration can try: links to be clicked, and lines for another terminal. */
final class Invitation {

    private static final int WORKERS = 2;

    private final Federation federation;
    private final People people;
    private final Path folder;

    Invitation(Federation federation, People people, Path folder) {
        this.federation = federation;
        this.people = people;
        this.folder = folder;
    }

    String text() {
        var text = new StringBuilder("\nThe three nodes, and a link for each person. A link works once; open two people in two\n"
            + "windows, one of them private.\n");
        for (Cooperative cooperative : Cooperative.ALL) {
            text.append("%n  %-28s %s%n".formatted(cooperative.name(), address(cooperative)));
            List<Person> workers = people.of(cooperative, "worker");
            workers.stream().limit(WORKERS).forEach(worker -> text.append(line(worker, "/board")));
            text.append(line(people.one(cooperative, "requester"), "/batches"));
            text.append(line(people.one(cooperative, "treasurer"), "/ledger"));
            text.append(line(people.one(cooperative, "steward"), "/peers"));
        }
        Person giulia = people.of(Cooperative.BOLOGNA, "worker").getFirst();
        return text + """

            Try: %s of Bologna takes a task of "%s", which Lyon published; Anne of Lyon accepts it in her batch;
            it stands in My work, paid, and the receipt can be taken along and verified at any of the three.

            The same by the API, in another terminal:
              curl -s -H 'Authorization: Bearer %s' %s/api/1/board
            All routes: %s/api/1/openapi.json · everybody's tokens: %s
            Ctrl-C stops everything.
            """.formatted(giulia.name(), Batch.visitors().title(), giulia.token(), loopback(Cooperative.BOLOGNA),
            loopback(Cooperative.LYON), folder.resolve("people.tsv"));
    }

    private String line(Person person, String next) {
        String link = person.api().post("/me/links").line("path");
        return "    %-10s %-18s %s%s?next=%s%n".formatted(person.role(), person.name(), address(person.cooperative()), link,
            next);
    }

    /** As browsers know it; not every system finds the name without one. */
    private String address(Cooperative cooperative) {
        return "http://" + cooperative.host() + ":" + port(cooperative);
    }

    private String loopback(Cooperative cooperative) {
        return "http://127.0.0.1:" + port(cooperative);
    }

    private int port(Cooperative cooperative) {
        return federation.node(cooperative).url().getPort();
    }
}
