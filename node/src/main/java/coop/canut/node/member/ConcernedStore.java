package coop.canut.node.member;

import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whom something concerns that was done about people. */
final class ConcernedStore {

    /** How to reach whoever applied, and in which language. */
    record Applicant(String contact, String language) {
    }

    private static final String STEWARDS = """
        select person from term where role = 'steward' and ended_at is null order by person""";
    private static final String OF_REQUESTER = "select id as person from person where requester = $1 order by id";
    private static final String APPLICANT = "select contact, language from application where id = $1";

    Future<List<Id>> stewards(Tx tx) {
        return tx.run(STEWARDS).map(ConcernedStore::people);
    }

    Future<List<Id>> ofRequester(Tx tx, Id requester) {
        return tx.run(OF_REQUESTER, Tuple.of(requester.toString())).map(ConcernedStore::people);
    }

    Future<Optional<Applicant>> applicant(Tx tx, Id application) {
        return tx.run(APPLICANT, Tuple.of(application.toString())).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Applicant(row.getString("contact"), row.getString("language")));
        });
    }

    private static List<Id> people(RowSet<Row> rows) {
        List<Id> people = new ArrayList<>();
        rows.forEach(row -> people.add(Id.of(row.getString("person"))));
        return people;
    }
}
