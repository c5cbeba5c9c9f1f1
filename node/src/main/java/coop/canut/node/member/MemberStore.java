package coop.canut.node.member;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.ListingMessage;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** People, requesters and the hashes of tokens. */
final class MemberStore {

    private static final String ADD = """
        insert into person (id, name, roles, requester, added_by, added_at) values ($1, $2, '{}', $3, $4, $5)""";
    private static final String ADD_TERMS = """
        insert into term (person, role, since, decision) select $1, role, $3, $4 from unnest($2::text[]) as role order by role""";
    private static final String ADD_TOKEN = "insert into token (sha256, person, made_at) values ($1, $2, $3)";
    private static final String END_TOKENS = "delete from token where person = $1";
    private static final String FIND = "select id, name, roles, member from person where id = $1";
    private static final String PEOPLE = "select id, name, roles, member, requester, added_at from person";
    private static final String BY_TOKEN = """
        select p.id, p.name, p.roles, p.member from token t join person p on p.id = t.person where t.sha256 = $1""";
    private static final String REQUESTERS = "select id, name, country, register from requester";
    private static final String READY = REQUESTERS + " as r " + """
        where r.answered_at is not null and exists (select from legal_check c where c.requester = r.id)""";
    private static final String REQUESTER = REQUESTERS + " where id = $1";
    private static final String REQUESTER_OF = """
        select r.id, r.name, r.country, r.register from person p join requester r on r.id = p.requester where p.id = $1""";

    /** A person without a role. */
    Future<Void> add(Tx tx, Id person, String name, Id requester, Person by, Instant at) {
        return tx.run(ADD, Tuple.of(person.toString(), name, requester == null ? null : requester.toString(),
            by == null ? null : by.id().toString(), at.atOffset(ZoneOffset.UTC))).mapEmpty();
    }

    /** Terms without an end, and with them the roles. */
    Future<Void> addTerms(Tx tx, Id person, Set<Role> roles, String decision, Instant at) {
        return roles.isEmpty() ? Future.succeededFuture()
            : tx.run(ADD_TERMS, Tuple.of(person.toString(), roles.stream().map(Role::code).toArray(String[]::new),
                at.atOffset(ZoneOffset.UTC), decision)).mapEmpty();
    }

    Future<Void> addToken(Tx tx, Id person, Hash token, Instant at) {
        return tx.run(ADD_TOKEN, Tuple.of(Buffer.buffer(token.bytes()), person.toString(), at.atOffset(ZoneOffset.UTC)))
            .mapEmpty();
    }

    Future<Void> endTokens(Tx tx, Id person) {
        return tx.run(END_TOKENS, Tuple.of(person.toString())).mapEmpty();
    }

    Future<Optional<Person>> find(Sql sql, Id id) {
        return sql.run(FIND, Tuple.of(id.toString())).map(MemberStore::person);
    }

    /** Everybody, in no order. */
    Future<List<Members.Listed>> people(Sql sql) {
        return sql.run(PEOPLE).map(rows -> {
            List<Members.Listed> people = new ArrayList<>();
            for (Row row : rows) {
                String requester = row.getString("requester");
                people.add(new Members.Listed(person(row), requester == null ? null : Id.of(requester),
                    row.getOffsetDateTime("added_at").toInstant()));
            }
            return people;
        });
    }

    Future<Optional<Person>> byToken(Sql sql, Hash token) {
        return sql.run(BY_TOKEN, Tuple.of(Buffer.buffer(token.bytes()))).map(MemberStore::person);
    }

    /** Those that were checked and have answered, in no order. */
    Future<List<Requester>> requesters(Sql sql, Host self) {
        return sql.run(READY).map(rows -> {
            List<Requester> requesters = new ArrayList<>();
            rows.forEach(row -> requesters.add(requester(self, row)));
            return requesters;
        });
    }

    Future<Optional<Requester>> requester(Sql sql, Host self, Id id) {
        return sql.run(REQUESTER, Tuple.of(id.toString())).map(rows -> requester(self, rows));
    }

    Future<Optional<Requester>> requesterOf(Sql sql, Host self, Id person) {
        return sql.run(REQUESTER_OF, Tuple.of(person.toString())).map(rows -> requester(self, rows));
    }

    private static Optional<Person> person(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(person(rows.iterator().next()));
    }

    static Person person(Row row) {
        return new Person(Id.of(row.getString("id")), row.getString("name"),
            Stream.of(row.getArrayOfStrings("roles")).map(Role::of).collect(Collectors.toSet()), row.getBoolean("member"));
    }

    private static Optional<Requester> requester(Host self, RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(requester(self, rows.iterator().next()));
    }

    private static Requester requester(Host self, Row row) {
        Id id = Id.of(row.getString("id"));
        return new Requester(id, new ObjectUrl(Noun.REQUESTER, self, id),
            new ListingMessage.Identity(row.getString("name"), row.getString("country"), row.getString("register")));
    }
}
