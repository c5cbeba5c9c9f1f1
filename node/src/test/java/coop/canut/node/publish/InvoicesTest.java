package coop.canut.node.publish;

import static coop.canut.node.publish.Lyon.BOLOGNA;
import static coop.canut.node.publish.Lyon.get;
import static coop.canut.node.publish.Lyon.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.node.accounting.Invoice;
import coop.canut.node.accounting.Invoices;
import coop.canut.node.check.Invariants;
import coop.canut.protocol.Problem;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What requesters are charged, month by month. */
class InvoicesTest {

    private final Lyon lyon = new Lyon();
    private final Invoices invoices = new Invoices(lyon.world, lyon.store);

    @AfterEach
    void close() {
        assertEquals(List.of(), get(new Invariants(Lyon.SELF, lyon.store).money()));
        lyon.close();
    }

    private void accept(int count) {
        Id listing = lyon.funded(count, 1);
        for (int i = 0; i < count; i++) {
            lyon.work(BOLOGNA, listing, i);
        }
        get(lyon.reviews.acceptAll(lyon.requester, listing));
    }

    @Test
    void aMonthIsInvoicedOnceWhenItIsOver() {
        get(invoices.tick());
        accept(2);
        get(invoices.tick());
        assertEquals(List.of(), get(invoices.of(lyon.requester)));
        lyon.world.pass(Duration.ofDays(8));
        get(Future.all(List.of(invoices.tick(), new Invoices(lyon.world, lyon.store).tick(), invoices.tick())));
        accept(1);
        get(invoices.tick());
        List<Invoice> made = get(invoices.of(lyon.requester));
        assertEquals(1, made.size());
        Invoice first = made.getFirst();
        assertEquals(List.of(1L, 2L, Money.of(8, "EUR"), Instant.parse("2026-11-01T00:00:00Z"),
            Instant.parse("2026-12-01T00:00:00Z")), List.of(first.number(), first.answers(), first.fee(), first.from(),
            first.to()));
        lyon.world.pass(Duration.ofDays(70));
        var later = new Invoices(lyon.world, lyon.store);
        for (int i = 0; i < 5; i++) {
            get(later.tick());
        }
        assertEquals(List.of(2L, 1L), get(later.of(lyon.requester)).stream().map(Invoice::number).toList(),
            "a month without a fee has no invoice and takes no number");
        assertThrows(Exception.class, () -> lyon.store.run("update invoice set fee = 0").await());
        assertThrows(Exception.class, () -> lyon.store.run("delete from invoice where number = 2").await());
    }

    @Test
    void nobodySeesTheInvoiceOfAnother() {
        accept(1);
        lyon.world.pass(Duration.ofDays(8));
        get(invoices.tick());
        get(invoices.tick());
        assertEquals(1, get(invoices.one(lyon.requester, 1)).number());
        assertEquals(Problem.NOT_FOUND, refused(invoices.one(lyon.newRequester("Other"), 1)).problem());
        assertEquals(Problem.NOT_FOUND, refused(invoices.one(lyon.requester, 2)).problem());
    }
}
