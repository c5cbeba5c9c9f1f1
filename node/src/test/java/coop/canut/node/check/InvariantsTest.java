package coop.canut.node.check;

import static coop.canut.node.work.Home.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class InvariantsTest {

    private static TwoNodes nodes;

    @BeforeAll
    static void open() {
        nodes = new TwoNodes();
    }

    @AfterAll
    static void close() {
        nodes.close();
    }

    @Test
    void theListNamesEveryFileAndEachIsNamedByNumberAndSentence() throws Exception {
        List<String> names = Invariant.all().stream().map(Invariant::file).toList();
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/invariants"))) {
            assertEquals(names, files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".sql"))
                .sorted().toList());
        }
        names.forEach(name -> assertTrue(name.matches("I-[0-9]{2}__[a-z0-9_]+\\.sql"), name));
    }

    @Test
    void healthyNodesHaveNoFindings() {
        assertEquals(List.of(), get(new Invariants(nodes.lyon.host, nodes.lyon.store).check()));
        assertEquals(List.of(), get(new Invariants(nodes.bologna.host, nodes.bologna.store).check()));
    }

    /** What somebody did to the database behind everybody's back, and the numbers that must be told. */
    private record Broken(String invariants, boolean atHome, String statements) {
        @Override
        public String toString() {
            return invariants + (atHome ? " at home: " : " at the publisher: ") + statements.lines().findFirst().orElse("");
        }
    }

    private static Broken lyon(String invariants, String statements) {
        return new Broken(invariants, false, statements);
    }

    private static Broken bologna(String invariants, String statements) {
        return new Broken(invariants, true, statements);
    }

    static Stream<Broken> broken() {
        return Stream.of(
            lyon("I-01 I-06", "update account set balance = balance + 1 where code = 'income:fee'"),
            lyon("I-02 I-06", """
                alter table transfer drop constraint transfer_has_two_legs;
                update transfer set debit = credit where kind = 'FEE'"""),
            lyon("I-03", """
                update listing set fee = fee + 1 where state = 'open' and id not in (select listing from submission)"""),
            lyon("I-04", """
                update transfer set id = sha256('x') where id = (select id from transfer where kind = 'DEPOSIT' limit 1)"""),
            lyon("I-04 I-06", """
                delete from transfer where id = (select id from transfer where kind = 'ACCEPT' limit 1)"""),
            lyon("I-04 I-06", """
                delete from transfer where id = (select id from transfer where kind = 'FEE' limit 1)"""),
            lyon("I-04", "update acceptance set items = items + 1"),
            lyon("I-04", "update bonus set amount = amount + 1 where source = 'topup'"),
            lyon("I-04", "delete from bonus where source = 'prepaid'"),
            bologna("I-04", "update bonus_heard set member = 'another' where amount = 30"),
            bologna("I-04", "delete from bonus_heard where amount = 25"),
            lyon("I-03", "update listing set topped_up = false"),
            lyon("I-04", """
                insert into transfer (id, kind, cause, currency, debit, credit, amount, at, follows)
                select sha256(convert_to('canut/1 transfer' || chr(10) || 'REVERSE' || chr(10) || 'x' || chr(10), 'UTF8')),
                  'REVERSE', 'x', currency, credit, debit, amount, at, id from transfer where kind = 'DEPOSIT' limit 1;
                update account a set balance = (
                  select coalesce(sum(case when t.credit = a.id then t.amount else -t.amount end), 0)
                  from transfer t where a.id in (t.debit, t.credit))"""),
            bologna("I-04 I-06", """
                insert into payment (id, transfer, kind, payee, currency, amount, asked_by, asked_at, state)
                values ('x', 'x', 'withdrawal', 'y', 'EUR', 5, 'y', now(), 'waiting')"""),
            lyon("I-06", """
                insert into invoice (number, requester, name, country, register, currency, from_at, to_at, answers, fee, fund,
                  note, made_at)
                values (2, 'x', 'x', 'FR', 'x', 'EUR', now(), now(), 1, 0, 0, '', now())"""),
            lyon("I-12", """
                update log_entry set message = null, gone = 'erased' where kind = 'listing-state-changed'"""),
            bologna("I-17", """
                insert into tombstone (host, id, erased_at)
                select host, id, now() from log_entry where kind = 'listing-state-changed'"""),
            bologna("I-12 I-15", """
                insert into fork (host, epoch, proof, size, held, shown, found_at)
                select host, 1, true, size, checkpoint, checkpoint || 'x', now() from log where host = 'lyon.example'"""),
            bologna("I-12", """
                insert into fork (host, epoch, proof, size, held, shown, found_at)
                select host, 1, false, size, checkpoint, replace(checkpoint, e'\n' || size || e'\n', e'\n1\n'), now()
                from log where host = 'lyon.example'"""),
            bologna("I-04 I-23", """
                update claim set review = null, acceptance = null, paid = null
                where id = (select id from claim where review = 'accepted' and state = 'submitted' limit 1)"""),
            bologna("I-04 I-06", """
                delete from transfer where id = (select id from transfer where kind = 'EARN' limit 1)"""),
            lyon("I-05", """
                alter table account drop constraint assets_never_above_zero;
                update account set side = 'asset' where code = 'income:fee'"""),
            lyon("I-06", "alter table transfer disable trigger transfers_are_never_changed"),
            lyon("I-07", """
                update lease_slot set ended = 'returned'
                where slot = (select id from slot where state = 'leased' limit 1)"""),
            lyon("I-07", """
                drop index one_live_lease_per_slot;
                update lease_slot set ended = null where slot = (select id from slot where state = 'submitted' limit 1)"""),
            bologna("I-07 I-08", """
                drop index one_live_claim_per_slot;
                insert into claim (id, held_slot, listing, revision, unit, member, opened_at, due)
                select 'other', held_slot, listing, revision, unit, 'other', opened_at, due
                from claim where state = 'open'"""),
            bologna("I-07", """
                drop index one_holding_per_slot;
                alter table held_slot drop constraint one_row_per_lease_and_slot;
                insert into held_slot (lease, listing, revision, slot, unit, input, files, claim_seconds, open_until, state)
                select lease, listing, revision, slot, unit, input, files, claim_seconds, open_until, state from held_slot
                where state = 'stock' limit 1"""),
            lyon("I-03 I-08", "delete from slot where id = (select id from slot where state = 'free' limit 1)"),
            lyon("I-03 I-08", """
                update slot set state = 'submitted' where id = (select id from slot where state = 'done' limit 1)"""),
            lyon("I-08", "delete from rejection"),
            lyon("I-08", "update listing set state = 'open' where state = 'withdrawn'"),
            bologna("I-08", "update held_slot set state = 'stock' where state = 'claimed'"),
            bologna("I-08", "update claim set unit = 'another' where state = 'open'"),
            lyon("I-09", """
                delete from lease_slot
                where slot in (select slot from submission where state = 'accepted' and not extra)"""),
            lyon("I-09", "update submission set answer = '{}' where state = 'accepted' and basis = 'answer'"),
            bologna("I-09", """
                update claim set ended_at = due + interval '2 minutes' where review = 'accepted' and state = 'submitted'"""),
            lyon("I-10", "update submission set amount = amount + 1 where state = 'submitted'"),
            lyon("I-10 I-12", """
                insert into policy (host, number, sha256, message)
                values ('lyon.example', 1, sha256('x'),
                  convert_to('{"object":{"payFloor":[{"amount":100000,"currency":"EUR"}]}}', 'UTF8'))"""),
            bologna("I-04 I-10", "update claim set paid = paid - 1 where review = 'accepted' and state = 'submitted'"),
            lyon("I-11 I-12", "update log_entry set message = null where kind = 'listing-published'"),
            bologna("I-11", "update board_listing set hash = sha256('x')"),
            lyon("I-12", "insert into policy (host, number, sha256, message) values ('lyon.example', 1, sha256('x'), 'x')"),
            lyon("I-12 I-22", "update channel_message set message = message || ' '::bytea where direction = 'in' and seq = 2"),
            bologna("I-12", "update log set root = sha256('x') where host = 'lyon.example'"),
            lyon("I-12", "update log_checkpoint set note = replace(note, 'lyon', 'lion') where size = 1"),
            bologna("I-12", """
                update log set checkpoint = left(checkpoint, -10) || 'AAAAAAAA=' || chr(10)
                where host = 'lyon.example'"""),
            lyon("I-12", "update cosignature set line = (select line from cosignature) || 'x'"),
            bologna("I-12", "update receipt set message = 'x'"),
            bologna("I-12 I-14 I-22", "delete from log_entry where host = 'lyon.example' and kind = 'keys-stated'"),
            lyon("I-13", "update node set host = 'nairobi.example'"),
            lyon("I-13 I-14 I-22", """
                update channel_message i set message = o.message, hash = o.hash from channel_message o
                where i.direction = 'in' and o.direction = 'out' and i.seq = 2 and o.seq = 2"""),
            lyon("I-14 I-22", "delete from channel_message where direction = 'in' and seq = 1"),
            bologna("I-14", "update channel set seq = seq + 1 where direction = 'in'"),
            bologna("I-14", "update channel set head = sha256('x') where direction = 'in'"),
            bologna("I-14", "update log set size = size + 1 where host = 'lyon.example'"),
            lyon("I-15", "update channel set acknowledged = seq + 1 where direction = 'out'"),
            lyon("I-15", """
                insert into outbox (peer, id, kind, published, object)
                select peer, id, kind, now(), '{}' from channel_message where direction = 'out' and seq = 1"""),
            lyon("I-15", """
                insert into credit (peer, direction, currency, number, amount)
                values ('bologna.example', 'given', 'EUR', 1, 9)"""),
            bologna("I-16 I-22", "delete from peer"),
            lyon("I-12 I-18", """
                drop index one_channel_message_per_id;
                update channel_message set id = (select id from channel_message where direction = 'in' and seq = 1)
                where direction = 'in' and seq = 2"""),
            lyon("I-19", "update submission set worker = '01M87BEFS0HQSYHRMC1NHFFJBQ' where state = 'submitted'"),
            bologna("I-19", """
                insert into person (id, name, roles, added_at)
                select id, 'Ada', '{}', now() from claim where state = 'submitted' limit 1"""),
            lyon("I-20", "insert into person (id, name, roles, added_at) values ('x', 'Ada', '{worker}', now())"),
            lyon("I-20", """
                insert into person (id, name, roles, added_at) values ('x', 'Ada', '{}', now());
                insert into term (person, role, since, decision) values ('x', 'steward', now(), 'none')"""),
            lyon("I-20 I-21", """
                insert into person (id, name, roles, added_at) values ('x', 'Ada', '{}', now());
                insert into token (sha256, person, made_at) values ('x', 'x', now() - interval '1 day');
                insert into membership (person, state, since, decision, ended_at, ended_by)
                values ('x', 'left', now(), 'none', now(), 'left')"""),
            lyon("I-21", "alter table people_event disable trigger people_events_are_never_changed"),
            lyon("I-22", """
                insert into refusal_log (peer, problem, detail, at)
                select 'bologna.example', 'x', 'x', now() from generate_series(1, 1001)"""),
            lyon("I-22", "insert into knock (host, at) select 'h' || n || '.example', now() from generate_series(1, 101) n"),
            lyon("I-22", "update peer_storage set bytes = bytes - 1"),
            lyon("I-22", "delete from peer_storage"),
            bologna("I-11 I-22", """
                insert into board_listing (url, host, message, hash, revision, requester_name, title, end_use, price, currency,
                  hourly, estimated_seconds, units, answers_per_unit, severity, languages, skills, machine_help, deadline,
                  published_at, offered, shown, words)
                select url || n, 'nairobi.example', message, hash, revision, requester_name, title, end_use, price, currency,
                  hourly, estimated_seconds, units, answers_per_unit, severity, languages, skills, machine_help, deadline,
                  published_at, offered, shown, words
                from (select * from board_listing limit 1) as one, generate_series(1, 2001) as n"""),
            lyon("I-23", "update receipt_line set ok = ok + 1"),
            bologna("I-23", "update paid_work set seconds = seconds + 1"),
            bologna("I-23", "update receipt set ok = 100"));
    }

    /** In a transaction that is taken back, so that each break meets the same healthy nodes. */
    @ParameterizedTest
    @MethodSource("broken")
    void whatIsBrokenIsFoundAndNothingElse(Broken broken) {
        Speaker node = broken.atHome() ? nodes.bologna : nodes.lyon;
        var seen = assertThrows(Seen.class, () -> get(node.store.write(tx -> {
            Future<?> done = tx.run("set local session_replication_role = replica");
            for (String statement : broken.statements().split(";")) {
                done = done.compose(before -> tx.run(statement)).map(rows -> {
                    assertTrue(rows.rowCount() > 0 || !statement.strip().matches("(?s)(update|insert|delete).*"), "no row");
                    return null;
                });
            }
            return done.compose(before -> new Invariants(node.host, node.store).check(tx))
                .compose(findings -> Future.failedFuture(new Seen(findings)));
        })));
        assertEquals(new TreeSet<>(List.of(broken.invariants().split(" "))),
            new TreeSet<>(seen.findings.stream().map(Finding::invariant).toList()), seen.findings.toString());
        seen.findings.forEach(finding -> assertTrue(finding.sentence().matches("[A-Z].*\\."), finding.sentence()));
    }

    /** Takes the findings out of the transaction, and the transaction back. */
    private static final class Seen extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient List<Finding> findings;

        Seen(List<Finding> findings) {
            this.findings = findings;
        }
    }
}
