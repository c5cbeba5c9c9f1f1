package coop.canut.node.decision;

import static coop.canut.node.decision.Commune.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.Unzipped;
import coop.canut.node.member.Parcel;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a person takes along of decisions. */
final class ParticipationTest {

    private final Commune commune = new Commune(Statutes.Preset.STEWARDS);

    @AfterEach
    void close() {
        commune.close();
    }

    private Map<String, String> taken(Person person) {
        var unzipped = new Unzipped();
        var parcel = new Parcel(unzipped::take);
        get(new Participation(commune.store).write(person, parcel).compose(written -> parcel.end()));
        return unzipped.files();
    }

    @Test
    void aVoteIsInItAsItWasCastAndOfASecretOneOnlyThatThereWasOne() {
        Proposal fee = commune.opened(commune.ada, new Act.SetFee(60));
        commune.vote(commune.ada, fee, Choice.NO);
        Proposal election = commune.opened(commune.ada,
            new Act.Elect(commune.eve.id(), Role.TREASURER, LocalDate.of(2027, 11, 1)));
        commune.vote(commune.ada, election, Choice.YES);
        List<String> votes = taken(commune.ada).get("votes.csv").lines().toList();
        assertEquals(3, votes.size());
        assertTrue(votes.stream().anyMatch(line -> line.contains(fee.id().toString()) && line.endsWith("\"no\"")));
        assertTrue(votes.stream().anyMatch(line -> line.contains(election.id().toString()) && line.endsWith("\"secret\"")));
        String others = taken(commune.eve).get("votes.csv");
        assertFalse(others.contains("\"no\"") || others.contains("\"secret\""), "nobody else's");
        assertEquals(3, others.lines().count(), "she could have voted");
    }
}
