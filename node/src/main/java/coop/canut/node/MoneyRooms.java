package coop.canut.node;

import coop.canut.node.accounting.Chart;
import coop.canut.node.accounting.Invoices;
import coop.canut.node.accounting.Journal;
import coop.canut.node.accounting.Obligations;
import coop.canut.node.accounting.Statements;
import coop.canut.node.ledger.Bookings;
import coop.canut.node.ledger.Corrections;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.mail.Letters;
import coop.canut.node.member.Sessions;
import coop.canut.node.payout.Payments;
import coop.canut.node.payout.PayoutAccounts;
import coop.canut.node.post.Outbox;
import coop.canut.node.store.Store;
import coop.canut.node.work.Bonuses;
import coop.canut.protocol.name.Host;

/**
 * The rooms around the ledger, together: what people enter by hand and take back, what leaves, what is given beside the price,
 * and what is written for others.
 *
 * @param given bonuses of our requesters
 * @param got   bonuses of our members
 */
public record MoneyRooms(Bookings bookings, Corrections corrections, Payments payments, PayoutAccounts accounts,
                         coop.canut.node.publish.Bonuses given, Bonuses got, Chart chart, Journal journal, Invoices invoices,
                         Statements statements, Obligations obligations) {

    /** Those of a node that writes no letters about money. */
    public static MoneyRooms of(World world, Host self, Store store, Outbox outbox, Ledger ledger, Sessions sessions) {
        return of(world, self, store, outbox, ledger, sessions, null);
    }

    /** Those of a node, whose members are told of payments by these letters. */
    public static MoneyRooms of(World world, Host self, Store store, Outbox outbox, Ledger ledger, Sessions sessions,
                                Letters letters) {
        var chart = new Chart(world, store);
        return new MoneyRooms(new Bookings(ledger), new Corrections(world, store, ledger),
            new Payments(world, store, ledger, letters),
            new PayoutAccounts(world, store, sessions),
            new coop.canut.node.publish.Bonuses(world, self, store, outbox, ledger), new Bonuses(world, self, store, ledger),
            chart, new Journal(store, chart), new Invoices(world, store), new Statements(store),
            new Obligations(world, store));
    }
}
