-- The members decide, one member one vote. What was proposed, who could vote, what was voted and what came of it stands here;
-- the rules in force stand nowhere: they are what the enacted decisions come to. See ADR 0024.

-- The statutes at the founding, as JSON; afterwards only decisions change them.
create table founding_statutes (
  one boolean primary key default true constraint a_node_is_founded_once check (one),
  statutes text not null
);

-- How many decisions a year has seen; its row is the lock under which decisions end one after the other.
create table decision_count (
  one boolean primary key default true constraint decisions_are_counted_once check (one),
  place bigint not null,
  year integer not null,
  in_year bigint not null
);
insert into decision_count (place, year, in_year) values (0, 0, 0);

-- Until when somebody watched: what ended while nobody did is kept open a little longer.
create table decision_watch (
  one boolean primary key default true constraint one_watch check (one),
  seen_at timestamptz not null
);

create table proposal (
  id text primary key,
  title text not null,
  reasons text not null,
  kind text not null constraint act_is_known check (kind in ('set-pay-floor', 'set-fee', 'set-fund', 'set-caps',
    'admit-peer', 'limit-peer', 'end-peer', 'admit-member', 'exclude-member', 'elect', 'recall', 'allocate-surplus',
    'amend-statutes', 'resolve', 'restate')),
  act text not null,
  state text not null constraint proposal_state_is_known check (state in ('draft', 'discussion', 'vote', 'notice',
    'enacted', 'lost', 'no-quorum', 'lapsed', 'impossible', 'withdrawn')),
  proposed_by text references person,
  proposed_at timestamptz not null,
  -- Of an act of two stewards: who the second is, what it replaced, and whether it has ended by itself.
  emergency boolean not null default false,
  seconded_by text references person,
  restores text,
  ended_itself boolean not null default false,
  -- The instant at which time moves it on, and the one that was said first.
  next_at timestamptz,
  due_at timestamptz,
  extended boolean not null default false,
  -- Frozen when the vote opens: the statutes, the policy, and what of it the act replaces.
  round integer not null default 0 constraint a_vote_is_held_twice_at_most check (round between 0 and 2),
  statutes text,
  policy_number bigint,
  replaces text,
  secret boolean not null default false,
  opened_at timestamptz,
  -- At the end.
  number text constraint one_decision_per_number unique,
  place bigint constraint one_decision_per_place unique,
  ended_at timestamptz,
  why text,
  policy_after bigint constraint one_decision_per_policy unique,
  -- Of a decision against somebody.
  human text references person,
  contact text,
  review_on date,
  constraint a_decision_has_a_number check
    ((state in ('enacted', 'lost', 'no-quorum', 'lapsed', 'impossible')) = (number is not null and place is not null)),
  constraint only_what_was_enacted_made_a_policy check (policy_after is null or state = 'enacted'),
  constraint time_moves_what_runs check (state not in ('discussion', 'vote', 'notice') or next_at is not null),
  constraint an_emergency_takes_two_people check (seconded_by is null or seconded_by <> proposed_by),
  constraint an_emergency_is_about_a_peer check (not emergency or kind = 'limit-peer'),
  constraint an_emergency_is_enacted_by_two check (not emergency or state <> 'enacted' or seconded_by is not null),
  constraint a_decision_against_somebody_names_who_answers check (kind not in ('exclude-member', 'recall')
    or (human is not null and coalesce(contact, '') <> '' and review_on is not null and reasons <> ''))
);
create index proposal_due on proposal (next_at, id) where next_at is not null;
create index proposal_running on proposal (proposed_at desc, id) where state in ('draft', 'discussion', 'vote', 'notice');

create table argument (
  id text primary key,
  proposal text not null references proposal,
  person text not null references person,
  at timestamptz not null,
  stance text not null constraint stance_is_known check (stance in ('for', 'against', 'question')),
  text text not null
);
create index argument_of_proposal on argument (proposal, id);

-- Who may vote, closed when the vote opens. The second vote on a proposal has a roll of its own.
create table roll (
  proposal text not null references proposal,
  round integer not null,
  person text not null references person,
  primary key (proposal, round, person)
);

create function the_roll_is_closed_when_the_vote_opens() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' or exists (select from proposal where id = new.proposal and round >= new.round) then
    raise exception 'the roll is closed' using errcode = 'integrity_constraint_violation',
      constraint = 'the_roll_is_closed_when_the_vote_opens';
  end if;
  return new;
end $$;
create trigger the_roll_is_closed_when_the_vote_opens before insert or update or delete on roll
  for each row execute function the_roll_is_closed_when_the_vote_opens();

-- Whoever votes holds the proposal's row, so a vote is either before the count or refused.
create function votes_are_cast_while_the_vote_is_open() returns trigger language plpgsql as $$
declare
  cast_in record;
begin
  if tg_op = 'DELETE' then
    cast_in := old;
  else
    cast_in := new;
  end if;
  perform 1 from proposal where id = cast_in.proposal and round = cast_in.round and state = 'vote' for share;
  if not found then
    raise exception 'this vote is not open' using errcode = 'integrity_constraint_violation',
      constraint = 'votes_are_cast_while_the_vote_is_open';
  end if;
  return cast_in;
end $$;

-- An open vote: who voted what, changeable until the close.
create table ballot (
  proposal text not null,
  round integer not null,
  voter text not null,
  cast_by text not null references person,
  choice text not null constraint choice_is_known check (choice in ('yes', 'no', 'abstain')),
  constraint one_member_one_vote primary key (proposal, round, voter),
  constraint only_who_is_on_the_roll_votes foreign key (proposal, round, voter) references roll
);
create trigger votes_are_cast_while_the_vote_is_open before insert or update or delete on ballot
  for each row execute function votes_are_cast_while_the_vote_is_open();

-- A secret vote in its simple form: who voted, and what was voted, in two tables. Of what was voted there are three sums and
-- no row for each ballot; every ballot writes all three, so that not even the row's transaction tells which of them it was.
create table secret_voter (
  proposal text not null,
  round integer not null,
  voter text not null,
  constraint one_secret_vote_per_member primary key (proposal, round, voter),
  constraint only_who_is_on_the_roll_votes_in_secret foreign key (proposal, round, voter) references roll
);
create trigger votes_are_cast_while_the_vote_is_open before insert or update or delete on secret_voter
  for each row execute function votes_are_cast_while_the_vote_is_open();
-- One row for each vote that is held; the sums are those of a secret one.
create table held_vote (
  proposal text not null references proposal,
  round integer not null,
  opened_at timestamptz not null,
  yes bigint not null default 0,
  no bigint not null default 0,
  abstain bigint not null default 0,
  primary key (proposal, round)
);
create trigger votes_are_cast_while_the_vote_is_open before update or delete on held_vote
  for each row execute function votes_are_cast_while_the_vote_is_open();

-- A vote that a member gave to another, for one proposal. Each holds as many as the statutes say, by their places, and who
-- holds one gives none: chains would let few people vote for many without anybody seeing it.
create table proxy (
  proposal text not null references proposal,
  giver text not null references person,
  holder text not null references person,
  place integer not null constraint proxies_are_few check (place between 1 and 5),
  constraint one_proxy_per_member primary key (proposal, giver),
  constraint one_proxy_per_place unique (proposal, holder, place),
  constraint a_proxy_is_given_to_somebody_else check (giver <> holder)
);
create function proxies_make_no_chains() returns trigger language plpgsql as $$
begin
  perform 1 from proposal where id = new.proposal for no key update;
  if exists (select from proxy where proposal = new.proposal and (giver = new.holder or holder = new.giver)) then
    raise exception 'a proxy of a proxy' using errcode = 'integrity_constraint_violation',
      constraint = 'proxies_make_no_chains';
  end if;
  return new;
end $$;
create trigger proxies_make_no_chains before insert or update on proxy
  for each row execute function proxies_make_no_chains();

-- Who asks for a second vote.
create table second_call (
  proposal text not null references proposal,
  person text not null references person,
  constraint one_call_per_member primary key (proposal, person)
);

-- One page for each decision, each with the hash of the one before.
create table minutes (
  place bigint primary key,
  proposal text not null unique references proposal,
  number text not null unique,
  previous bytea not null constraint each_minutes_follow_one_other unique,
  sha256 bytea not null,
  content text not null
);
create function minutes_are_never_changed() returns trigger language plpgsql as $$
begin
  raise exception '% is insert-only', tg_table_name using errcode = 'integrity_constraint_violation',
    constraint = 'minutes_are_never_changed';
end $$;
create trigger minutes_are_never_changed before update or delete or truncate on minutes
  for each statement execute function minutes_are_never_changed();

-- What people add to them: a text (the machine's has no author), and signatures of the hash.
create table minutes_note (
  id text primary key,
  place bigint not null references minutes,
  author text references person,
  at timestamptz not null,
  text text not null
);
create index note_of_minutes on minutes_note (place, id);
create table minutes_signature (
  place bigint not null references minutes,
  person text not null references person,
  at timestamptz not null,
  sha256 bytea not null,
  constraint one_signature_per_member primary key (place, person)
);
