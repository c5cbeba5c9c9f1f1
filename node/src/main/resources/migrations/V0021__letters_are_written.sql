-- What the node writes to people: to whom, why, and what became of it; and how its founders begin. A letter is written in the
-- transaction of what it tells, and leaves later. Nothing here is referred to by any other table.

-- Where a person is written to. 'waiting' is an address that was given and not confirmed yet; until then nothing goes there but
-- the letter by which it is confirmed, whose token opens within its time. Of the token only the hash is kept.
create table mail_address (
  person text primary key references person,
  address text,
  confirmed_at timestamptz,
  waiting text,
  waiting_language text constraint waiting_language_is_spoken check (waiting_language in ('en', 'fr')),
  sha256 bytea constraint one_address_per_token unique,
  ends_at timestamptz,
  constraint a_confirmed_address_says_when check ((address is null) = (confirmed_at is null)),
  constraint a_waiting_address_has_a_token check ((waiting is null) = (sha256 is null) and (waiting is null) = (ends_at is null)
    and (waiting is null) = (waiting_language is null)),
  constraint there_is_an_address check (address is not null or waiting is not null)
);
create index mail_address_by_address on mail_address (address);
create index mail_address_by_clock on mail_address (ends_at) where ends_at is not null;

-- Kinds of letters that a person does not want.
create table letter_off (
  person text not null references person,
  kind text not null,
  primary key (person, kind)
);

-- Its id follows from its cause and from whom it goes to, so nobody is told the same thing twice. A letter to a person goes to the
-- address that is confirmed when it leaves; one to an address was asked for by whoever gave it. What it tells is forgotten when it
-- has left.
create table letter (
  id text primary key,
  kind text not null,
  person text references person,
  address text,
  language text not null constraint language_of_letters_is_spoken check (language in ('en', 'fr')),
  cause text not null,
  facts text not null,
  state text not null default 'waiting',
  tries integer not null default 0,
  posted_at timestamptz not null,
  next_try timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  said text,
  constraint a_letter_goes_to_a_person_or_to_an_address check ((person is null) <> (address is null)),
  constraint what_became_of_it_is_known check (state in ('waiting', 'sent', 'refused', 'lapsed', 'unwanted')),
  constraint a_letter_that_waits_has_not_ended check ((state = 'waiting') = (ended_at is null))
);
create index letter_by_clock on letter (next_try) where state = 'waiting';
create index letter_by_person on letter (person, posted_at);
create index letter_by_address on letter (address, posted_at) where address is not null;
create index letter_by_end on letter (ended_at) where ended_at is not null;

-- In which language whoever applied is answered.
alter table application add column language text not null default 'en'
  constraint language_of_answers_is_spoken check (language in ('en', 'fr'));

-- The first minutes of a node that was set up with its founders: open until a steward closes it, and who of them has confirmed what
-- they agreed on.
create table start (
  only_one boolean primary key default true constraint one_start_per_node check (only_one),
  opened_at timestamptz not null,
  closed_at timestamptz
);
create table start_confirmed (
  person text primary key references person,
  at timestamptz not null
);
