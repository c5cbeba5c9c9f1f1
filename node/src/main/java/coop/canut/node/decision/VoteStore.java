package coop.canut.node.decision;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Rolls, ballots, proxies and calls for a second vote. */
final class VoteStore {

    private static final String FREEZE = """
        insert into roll (proposal, round, person) select $1, $2, unnest($3::text[])""";
    private static final String HOLD = "insert into held_vote (proposal, round, opened_at) values ($1, $2, $3)";
    private static final String OPEN_VOTE = """
        insert into ballot (proposal, round, voter, cast_by, choice) values ($1, $2, $3, $4, $5)
        on conflict (proposal, round, voter) do update set cast_by = excluded.cast_by, choice = excluded.choice""";
    private static final String SECRET_VOTE = "insert into secret_voter (proposal, round, voter) values ($1, $2, $3)";
    private static final String SECRET_COUNT = """
        update held_vote set yes = yes + ($3 = 'yes')::int, no = no + ($3 = 'no')::int,
          abstain = abstain + ($3 = 'abstain')::int where proposal = $1 and round = $2""";
    /** Ballots of an open vote, or the sums of a secret one: where the one is, the other is nothing. */
    private static final String HELD = """
        select h.opened_at,
          h.yes + (select count(*) from ballot b where (b.proposal, b.round, b.choice) = (h.proposal, h.round, 'yes')) as yes,
          h.no + (select count(*) from ballot b where (b.proposal, b.round, b.choice) = (h.proposal, h.round, 'no')) as no,
          h.abstain + (select count(*) from ballot b
            where (b.proposal, b.round, b.choice) = (h.proposal, h.round, 'abstain')) as abstain
        from held_vote h where h.proposal = $1 and h.round = $2""";
    private static final String NAME = "select name from person where id = $1";
    private static final String TURNOUT = """
        select (select count(*) from roll where proposal = $1 and round = $2) as roll,
          (select count(*) from ballot where proposal = $1 and round = $2)
            + (select count(*) from secret_voter where proposal = $1 and round = $2) as voted""";
    private static final String VOTERS = """
        select r.person, p.name, b.choice, c.name as cast_by, s.voter is not null or b.voter is not null as voted
        from roll r join person p on p.id = r.person
          left join ballot b on (b.proposal, b.round, b.voter) = (r.proposal, r.round, r.person)
          left join person c on c.id = b.cast_by and b.cast_by <> b.voter
          left join secret_voter s on (s.proposal, s.round, s.voter) = (r.proposal, r.round, r.person)
        where r.proposal = $1 and r.round = $2 order by p.name, r.person""";
    private static final String ENTRUST = """
        insert into proxy (proposal, giver, holder, place)
        select $1, $2, $3, coalesce(min(free), 0) from generate_series(1, $4::int) free
        where not exists (select from proxy where proposal = $1 and holder = $3 and place = free)""";
    private static final String TAKE_BACK = "delete from proxy where proposal = $1 and giver = $2";
    private static final String PROXIES = """
        select x.giver, g.name as giver_name, x.holder, h.name as holder_name
        from proxy x join person g on g.id = x.giver join person h on h.id = x.holder
        where x.proposal = $1 order by g.name, x.giver""";
    private static final String HOLDS = "select from proxy where proposal = $1 and giver = $2 and holder = $3 for share";
    private static final String CALL = """
        insert into second_call (proposal, person) values ($1, $2) on conflict do nothing""";
    private static final String CALLS = "select count(*) from second_call where proposal = $1";
    private static final String ON_ROLL = "select from roll where proposal = $1 and round = $2 and person = $3";

    /** A vote that was or is held. */
    record Held(Instant openedAt, Count count) {
    }

    Future<Void> freeze(Tx tx, Id proposal, int round, List<Id> people, Instant at) {
        String[] ids = people.stream().map(Id::toString).toArray(String[]::new);
        return tx.run(FREEZE, Tuple.of(proposal.toString(), round, ids))
            .compose(frozen -> tx.run(HOLD, Tuple.of(proposal.toString(), round, ProposalStore.time(at)))).mapEmpty();
    }

    Future<Void> voteOpenly(Tx tx, Id proposal, int round, Id voter, Id by, Choice choice) {
        return tx.run(OPEN_VOTE, Tuple.of(proposal.toString(), round, voter.toString(), by.toString(), choice.code()))
            .mapEmpty();
    }

    Future<Void> voteInSecret(Tx tx, Id proposal, int round, Id voter, Choice choice) {
        return tx.run(SECRET_VOTE, Tuple.of(proposal.toString(), round, voter.toString()))
            .compose(ticked -> tx.run(SECRET_COUNT, Tuple.of(proposal.toString(), round, choice.code()))).mapEmpty();
    }

    Future<Held> held(Sql sql, Id proposal, int round) {
        return sql.run(HELD, Tuple.of(proposal.toString(), round)).map(rows -> {
            Row row = rows.iterator().next();
            return new Held(ProposalStore.instant(row, "opened_at"),
                new Count(row.getLong("yes"), row.getLong("no"), row.getLong("abstain")));
        });
    }

    /** The name of a person; null for null. */
    Future<String> name(Sql sql, Id person) {
        return person == null ? Future.succeededFuture()
            : sql.run(NAME, Tuple.of(person.toString())).map(rows -> rows.iterator().next().getString("name"));
    }

    Future<Votes.Turnout> turnout(Sql sql, Id proposal, int round) {
        return sql.run(TURNOUT, Tuple.of(proposal.toString(), round)).map(rows -> {
            Row row = rows.iterator().next();
            return new Votes.Turnout(row.getLong("roll"), row.getLong("voted"));
        });
    }

    /** Everybody on a roll, by name, and what became of their vote. */
    Future<List<Votes.Voter>> voters(Sql sql, Id proposal, int round) {
        return sql.run(VOTERS, Tuple.of(proposal.toString(), round)).map(rows -> {
            List<Votes.Voter> voters = new ArrayList<>();
            for (Row row : rows) {
                String choice = row.getString("choice");
                voters.add(new Votes.Voter(Id.of(row.getString("person")), row.getString("name"), row.getBoolean("voted"),
                    choice == null ? null : Choice.of(choice), row.getString("cast_by")));
            }
            return voters;
        });
    }

    /** In the first place of the holder that is free; in none, which the table refuses, if there is none. */
    Future<Void> entrust(Tx tx, Id proposal, Id giver, Id holder, int most) {
        return tx.run(ENTRUST, Tuple.of(proposal.toString(), giver.toString(), holder.toString(), most)).mapEmpty();
    }

    Future<Void> takeBack(Sql sql, Id proposal, Id giver) {
        return sql.run(TAKE_BACK, Tuple.of(proposal.toString(), giver.toString())).mapEmpty();
    }

    Future<List<Votes.Proxy>> proxies(Sql sql, Id proposal) {
        return sql.run(PROXIES, Tuple.of(proposal.toString())).map(rows -> {
            List<Votes.Proxy> proxies = new ArrayList<>();
            rows.forEach(row -> proxies.add(new Votes.Proxy(Id.of(row.getString("giver")), row.getString("giver_name"),
                Id.of(row.getString("holder")), row.getString("holder_name"))));
            return proxies;
        });
    }

    /** Whether the holder may vote for the giver; it stays so until the transaction ends. */
    Future<Boolean> holds(Tx tx, Id proposal, Id giver, Id holder) {
        return tx.run(HOLDS, Tuple.of(proposal.toString(), giver.toString(), holder.toString()))
            .map(rows -> rows.size() == 1);
    }

    /** Notes a call, and gives how many there are. */
    Future<Long> call(Tx tx, Id proposal, Id person) {
        return tx.run(CALL, Tuple.of(proposal.toString(), person.toString())).compose(called -> calls(tx, proposal));
    }

    Future<Long> calls(Sql sql, Id proposal) {
        return sql.run(CALLS, Tuple.of(proposal.toString())).map(rows -> rows.iterator().next().getLong(0));
    }

    Future<Boolean> isOnRoll(Sql sql, Id proposal, int round, Id person) {
        return sql.run(ON_ROLL, Tuple.of(proposal.toString(), round, person.toString())).map(rows -> rows.size() == 1);
    }
}
