package coop.canut.node.work;

import static coop.canut.node.work.Home.LYON;
import static coop.canut.node.work.Home.answer;
import static coop.canut.node.work.Home.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.Unzipped;
import coop.canut.node.ledger.Pay;
import coop.canut.node.member.Parcel;
import coop.canut.node.member.Person;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.WorkMessage.Accepted;
import coop.canut.protocol.message.WorkMessage.AcceptedItem;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a member takes along of her work and pay. */
class KeepsakeTest {

    private final Home home = new Home();
    private final Person ada = home.worker("Ada");

    @AfterEach
    void close() {
        home.close();
    }

    private Map<String, String> taken(Person person) {
        var unzipped = new Unzipped();
        var parcel = new Parcel(unzipped::take);
        get(new Keepsake(home.store, home.receipts).write(person, parcel)
            .compose(done -> new Pay(home.store).write(person, parcel)).compose(done -> parcel.end()));
        return unzipped.files();
    }

    @Test
    void everyTaskAndEveryPaymentIsInItWhetherSheIsStillAMemberOrNot() {
        ObjectUrl url = home.stocked(2, 2);
        Claim paid = get(home.claims.open(ada, url, null));
        home.world.pass(Duration.ofSeconds(90));
        get(home.claims.submit(ada, paid.id(), answer("cat"), "=cmd()", false));
        Submitted work = home.said(Submitted.class).getFirst();
        var id = home.world.newId();
        assertNull(home.hear(home.reviews.accepted(), LYON, new Accepted(id, id, home.world.now(), "EUR", 40,
            new PolicyRef(1, Hash.ZERO),
            List.of(new AcceptedItem(work.slot(), work.claim(), work.answerSha256(), "answer", 40)))));
        Claim open = get(home.claims.open(ada, url, null));
        var gone = new Person(ada.id(), "Ada", Set.of(), false);
        Map<String, String> files = taken(gone);
        assertEquals(List.of("work.csv", "pay.csv"), List.copyOf(files.keySet()));
        List<String> tasks = files.get("work.csv").lines().toList();
        assertEquals(3, tasks.size());
        assertTrue(tasks.stream().anyMatch(line -> line.contains(paid.id().toString()) && line.contains("cat")
            && line.contains("\"40\",\"EUR\"") && line.contains("accepted")), tasks.toString());
        assertTrue(tasks.stream().anyMatch(line -> line.contains(open.id().toString()) && line.contains("open")));
        assertTrue(files.get("work.csv").contains("\"'=cmd()\""), "no cell runs");
        assertTrue(files.get("pay.csv").lines().toList().get(1).contains("\"EARN\",\"40\",\"\",\"EUR\""), files.get("pay.csv"));
        assertEquals(List.of(Money.of(40, "EUR")), get(new Pay(home.store).owed(gone)));
        assertEquals(1, taken(home.worker("Bo")).get("work.csv").lines().count(), "nobody else's");
        assertEquals(List.of(), get(new Pay(home.store).owed(home.worker("Bo"))));
    }
}
