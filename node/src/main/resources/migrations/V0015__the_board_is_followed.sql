-- What ordinary ActivityPub servers see of this node: /board, whom its posts go to, and which of our listings they tell.
-- Nothing here is referred to by any other table, and nothing in it matters to work or money.

-- Where our own log was read up to, and when a post last told of new listings. The one row is also the lock of both.
create table board_voice (
  only_one boolean primary key default true constraint one_voice_per_board check (only_one),
  epoch bigint not null default 1,
  next_index bigint not null default 0,
  announced_at timestamptz
);
insert into board_voice default values;

-- The key is kept, so that an account that is gone can still say so.
create table board_follower (
  actor text primary key,
  host text not null,
  inbox text not null,
  shared_inbox text,
  follow text not null,
  key_id text not null,
  key text not null,
  since timestamptz not null
);
create index board_follower_by_host on board_follower (host);

-- A post: of one listing, whose id it has, or of several.
create table board_note (
  id text primary key,
  digest boolean not null,
  version bigint not null default 1,
  made_at timestamptz not null,
  changed_at timestamptz,
  erased_at timestamptz
);
create index board_note_by_clock on board_note (made_at desc, id desc);

-- Our listings, as far as posts tell of them: without a note one waits to be told of.
create table board_noted (
  listing text primary key,
  message text not null,
  revision bigint not null,
  state text not null default 'open',
  state_number bigint not null default 0,
  published_at timestamptz not null,
  erased boolean not null default false,
  note text references board_note
);
create index board_noted_by_note on board_noted (note);

-- What an inbox has still to hear about a subject: a note, or the follower whose request is accepted. The words are made
-- when they are sent, so what is sent is always the newest.
create table board_delivery (
  inbox text not null,
  host text not null,
  subject text not null,
  verb text not null,
  tries bigint not null default 0,
  next_try timestamptz not null,
  primary key (inbox, subject),
  constraint verb_is_known check (verb in ('accept', 'create', 'update', 'delete'))
);
create index board_delivery_by_clock on board_delivery (next_try);

-- Hosts that took a request only with the older form of signature, until we try the newer one again.
create table board_older_signature (
  host text primary key,
  until timestamptz not null
);
