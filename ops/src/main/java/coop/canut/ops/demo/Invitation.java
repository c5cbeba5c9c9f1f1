package coop.canut.ops.demo;

import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.protocol.name.ObjectUrl;
import java.nio.file.Path;

/** What somebody who started the demonstration can try, to be copied line by line into another terminal. */
final class Invitation {

    private final Federation federation;
    private final People people;
    private final Path folder;

    Invitation(Federation federation, People people, Path folder) {
        this.federation = federation;
        this.people = people;
        this.folder = folder;
    }

    String text(ObjectUrl listing) {
        Person giulia = people.of(Cooperative.BOLOGNA, "worker").getFirst();
        Person anne = people.one(Cooperative.LYON, "requester");
        Person odile = people.one(Cooperative.LYON, "steward");
        StringBuilder nodes = new StringBuilder();
        for (Cooperative cooperative : Cooperative.ALL) {
            nodes.append("  %-28s %s%n".formatted(cooperative.name(), address(cooperative)));
        }
        return """

            The three nodes:
            %s
            Try, in another terminal. Giulia of Bologna takes work that Lyon published:
              GIULIA='Authorization: Bearer %s'
              curl -s -H "$GIULIA" %s/api/1/board
              curl -s -H "$GIULIA" -H 'Content-Type: application/json' %s/api/1/claims -d '{"listing":"%s"}'
              curl -s -H "$GIULIA" -H 'Content-Type: application/json' %s/api/1/claims/CLAIM/answer \\
                -d '{"answer":{"choice":"glad"},"next":true}'
            Anne at Lyon sees what came of it, and accepts all that waits:
              ANNE='Authorization: Bearer %s'
              curl -s -H "$ANNE" %s/api/1/listings
              curl -s -H "$ANNE" -H 'Content-Type: application/json' %s/api/1/listings/%s/acceptances -d '{"all":true}'
              curl -s -H "$ANNE" %s/api/1/listings/%s/answers.csv
            Odile, Lyon's steward, looks at the peers:
              curl -s -H 'Authorization: Bearer %s' %s/api/1/peers
            What every node says in public:
              curl -s %s/canut/1/log/1/checkpoint
            All routes: %s/api/1/openapi.json
            Everybody's tokens: %s
            Ctrl-C stops everything.
            """.formatted(nodes,
            giulia.token(), address(Cooperative.BOLOGNA), address(Cooperative.BOLOGNA), listing,
            address(Cooperative.BOLOGNA), anne.token(), address(Cooperative.LYON), address(Cooperative.LYON), listing.id(),
            address(Cooperative.LYON), listing.id(), odile.token(), address(Cooperative.LYON), address(Cooperative.LYON),
            address(Cooperative.LYON), folder.resolve("people.tsv"));
    }

    private String address(Cooperative cooperative) {
        return "http://" + cooperative.host() + ":" + federation.node(cooperative).url().getPort();
    }
}
