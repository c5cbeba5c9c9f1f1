-- The members' side: the board of all listings that this node has read, the slots that publishing nodes lent it, who works
-- on which, what came of it, and the receipts.

-- The newest revision of each listing, as far as it is searched and shown; the signed bytes stay in log_entry under 'message'.
-- 'offered': our members may take it. 'shown': it meets the floor that our own members agreed on. 'ask_after': the publishing
-- node has nothing for us until then.
create table board_listing (
  key bigint generated always as identity primary key,
  url text not null constraint one_board_row_per_listing unique,
  host text not null,
  message text not null,
  hash bytea not null,
  revision bigint not null,
  state text not null default 'open'
    constraint board_state_is_known check (state in ('open', 'paused', 'withdrawn', 'closed')),
  state_number bigint not null default 0,
  state_hash bytea,
  requester_name text not null,
  title text not null,
  end_use text not null,
  price bigint not null,
  currency text not null,
  hourly bigint not null,
  estimated_seconds bigint not null,
  units bigint not null,
  answers_per_unit bigint not null,
  severity bigint not null,
  languages text[] not null,
  skills text[] not null,
  machine_help text not null,
  deadline timestamptz not null,
  published_at timestamptz not null,
  offered boolean not null,
  shown boolean not null,
  ask_after timestamptz,
  ask_problem text,
  words tsvector not null
);
-- A page of the board is read in this order, whatever the filter; the others serve filters that few rows pass.
create index board_newest on board_listing (published_at desc, key desc) where shown and state = 'open';
create index board_of_host on board_listing (host, published_at desc, key desc) where shown and state = 'open';
create index board_by_pay on board_listing (currency, hourly) where shown and state = 'open';
create index board_by_words on board_listing using gin (words) where shown and state = 'open';
create index board_by_language on board_listing using gin (languages) where shown and state = 'open';

-- The terms of every revision that we have read. A claim pins one and is paid by it, whatever is published later.
create table board_revision (
  listing bigint not null references board_listing,
  revision bigint not null,
  message text not null,
  requester_url text not null,
  skill text not null,
  title text not null,
  price bigint not null,
  currency text not null,
  estimated_seconds bigint not null,
  claim_seconds bigint not null,
  template text not null,
  primary key (listing, revision)
);

-- What we asked publishing nodes for; each request is answered exactly once, by a grant in parts or a refusal.
create table slot_request (
  id text primary key,
  listing bigint not null references board_listing,
  revision bigint not null,
  slots bigint not null,
  granted bigint not null default 0,
  units text[] not null,
  state text not null default 'open' constraint request_state_is_known check (state in ('open', 'granted', 'refused')),
  parts bigint,
  parts_seen bigint[] not null default '{}',
  problem text,
  asked_at timestamptz not null
);
create unique index one_open_request_per_listing on slot_request (listing) where state = 'open' and units = '{}';

create table held_lease (
  key bigint generated always as identity primary key,
  peer text not null,
  lease text not null,
  listing bigint not null references board_listing,
  revision bigint not null,
  open_until timestamptz not null,
  until timestamptz not null,
  reclaim_at timestamptz not null,
  returns bigint not null default 0,
  live boolean not null default true,
  constraint one_lease_per_name unique (peer, lease)
);
create index live_lease_by_listing on held_lease (listing) where live;

-- A lent slot. 'fetching': lent, its files not here yet; 'stock': may be opened; 'claimed': a member works on it; the others
-- are final. 'open_until' is the lease's, or earlier when the slot was recalled.
create table held_slot (
  key bigint generated always as identity primary key,
  lease bigint not null references held_lease,
  listing bigint not null,
  revision bigint not null,
  slot text not null,
  unit text not null,
  input text not null,
  files integer not null,
  claim_seconds bigint not null,
  open_until timestamptz not null,
  state text not null constraint held_slot_state_is_known
    check (state in ('fetching', 'stock', 'claimed', 'answered', 'declined', 'returned')),
  constraint one_row_per_lease_and_slot unique (lease, slot)
);
create unique index one_holding_per_slot on held_slot (listing, slot) where state in ('fetching', 'stock', 'claimed');
-- In the order in which slots are opened: what runs out first is done first.
create index slot_in_stock on held_slot (listing, open_until, key) where state = 'stock';
create index slot_in_stock_by_unit on held_slot (listing, unit) where state = 'stock';
create index slot_unopened on held_slot (open_until) where state in ('fetching', 'stock');

-- Files that travel with a unit, by hash; the bytes once, however many units name them.
create table held_file (
  held_slot bigint not null references held_slot,
  position integer not null,
  sha256 bytea not null,
  bytes bigint not null,
  media_type text not null,
  primary key (held_slot, position)
);
create index held_file_by_hash on held_file (sha256);

create table held_content (
  sha256 bytea primary key,
  data bytea not null,
  fetched_at timestamptz not null
);

create table content_fetch (
  sha256 bytea not null,
  peer text not null,
  bytes bigint not null,
  tries integer not null default 0,
  next_try timestamptz not null,
  primary key (sha256, peer)
);
create index content_fetch_by_clock on content_fetch (next_try);

-- A slot in the hands of a member. No foreign key to held_slot: every claim is inserted by the statement that takes the slot,
-- and the check would cost a tenth of it.
create table claim (
  id text primary key,
  held_slot bigint not null,
  listing bigint not null,
  revision bigint not null,
  unit text not null,
  member text not null,
  state text not null default 'open'
    constraint claim_state_is_known check (state in ('open', 'submitted', 'released', 'declined', 'expired')),
  opened_at timestamptz not null,
  due timestamptz not null,
  ended_at timestamptz,
  seconds bigint,
  machine_help text,
  answer text,
  answer_sha256 bytea,
  review text constraint review_is_known check (review in ('proposed', 'accepted')),
  acceptance text,
  paid bigint,
  reviewed_at timestamptz,
  constraint only_what_was_handed_in_is_reviewed check (review is null or state in ('submitted', 'declined')),
  constraint acceptance_pays check ((review is not distinct from 'accepted') = (acceptance is not null and paid is not null))
);
create unique index one_live_claim_per_slot on claim (held_slot) where state = 'open';
create unique index one_answer_per_unit_and_member on claim (member, unit, listing)
  where state in ('open', 'submitted', 'declined');
create index live_claim_by_member on claim (member, due) where state = 'open';
create index claim_by_member on claim (member, id);

create table rejection_heard (
  claim text primary key references claim,
  reason text not null,
  text text not null,
  by text not null,
  proposed_at timestamptz not null,
  lapses_at timestamptz not null
);

-- What a publishing node has paid for, per worker, requester and skill, as our own books say it: no receipt may say more.
create table paid_work (
  peer text not null,
  subject text not null,
  requester_url text not null,
  skill text not null,
  member text not null,
  ok bigint not null,
  seconds bigint not null,
  primary key (peer, subject, requester_url, skill)
);
create index paid_work_by_member on paid_work (member);

-- The newest receipt per worker, requester and skill, with the signed bytes that the worker may take away.
create table receipt (
  id text not null,
  peer text not null,
  subject text not null,
  requester_url text not null,
  skill text not null,
  member text not null,
  seq bigint not null,
  paid_minutes bigint not null,
  ok bigint not null,
  bad bigint not null,
  contested bigint not null,
  last_month text not null,
  expires timestamptz not null,
  message bytea not null,
  primary key (peer, subject, requester_url, skill),
  constraint one_receipt_per_message unique (peer, id)
);
create index receipt_by_member on receipt (member);
