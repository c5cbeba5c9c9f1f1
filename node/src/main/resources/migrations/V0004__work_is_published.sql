-- The publishing side: what requesters bring, the listings made of it, who holds which slot, what was answered and decided.

-- A file of items as it was uploaded, one row per item, cells in the order of the columns.
create table item_set (
  id text primary key,
  requester text not null,
  columns text[] not null,
  item_rows integer not null,
  uploaded_at timestamptz not null
);
create index item_set_by_requester on item_set (requester, id);

create table item (
  item_set text not null references item_set,
  row_number integer not null,
  line integer not null,
  cells text[] not null,
  primary key (item_set, row_number)
);

-- Files by the hash of their bytes, each kept once.
create table content (
  sha256 bytea primary key,
  bytes bigint not null,
  media_type text not null,
  data bytea not null,
  stored_at timestamptz not null
);

create table item_file (
  item_set text not null references item_set,
  name text not null,
  sha256 bytea not null references content,
  primary key (item_set, name)
);

-- A listing with its frozen terms. Per slot the escrow holds price, fee and fund together.
create table listing (
  id text primary key,
  requester text not null,
  requester_url text not null,
  revision bigint not null default 1,
  title text not null,
  template text not null,
  skill text not null,
  units bigint not null,
  answers_per_unit bigint not null,
  price bigint not null constraint price_is_positive check (price > 0),
  fee bigint not null constraint fee_is_not_negative check (fee >= 0),
  fund bigint not null constraint fund_is_not_negative check (fund >= 0),
  currency text not null,
  estimated_seconds bigint not null,
  claim_seconds bigint not null,
  reclaim_seconds bigint not null,
  auto_accept_seconds bigint not null,
  rejection_days bigint not null,
  audience text[] not null,
  deadline timestamptz not null,
  policy_number bigint not null,
  policy_sha256 bytea not null,
  item_set text not null references item_set,
  state text not null default 'open'
    constraint listing_state_is_known check (state in ('open', 'paused', 'withdrawn', 'closed')),
  state_number bigint not null default 0,
  releases bigint not null default 0,
  published_at timestamptz not null
);
create index listing_by_requester on listing (requester, id);
create index listing_still_running on listing (deadline) where state in ('open', 'paused');

create table unit (
  id text primary key,
  listing text not null references listing,
  position integer not null,
  row_number integer not null,
  input text not null,
  constraint one_unit_per_place unique (listing, position)
);

create table unit_content (
  unit text not null references unit,
  position integer not null,
  sha256 bytea not null references content,
  primary key (unit, position)
);
create index unit_content_by_hash on unit_content (sha256);

-- One wanted answer of one unit. 'released': nobody will answer it any more, its money went back. The host is who holds it
-- or answered it; acts_at is when the clock alone changes something: end of the lease, then end of the wait after it.
create table slot (
  id text primary key,
  listing text not null references listing,
  unit text not null references unit,
  ordinal bigint not null,
  state text not null default 'free'
    constraint slot_state_is_known check (state in ('free', 'leased', 'overdue', 'submitted', 'done', 'released')),
  host text,
  lease text,
  acts_at timestamptz,
  constraint slot_is_held_by_somebody check ((state in ('free', 'released')) = (host is null)),
  constraint only_lent_slots_have_a_clock check ((state in ('leased', 'overdue')) = (acts_at is not null))
);
create index slot_by_unit on slot (unit);
create index slot_free on slot (listing, ordinal) where state = 'free';
create index slot_held on slot (host, listing) where state in ('leased', 'overdue', 'submitted');
create index slot_by_clock on slot (acts_at) where acts_at is not null;
create index slot_by_listing on slot (listing, state);

create table lease (
  id text primary key,
  host text not null,
  request text not null,
  listing text not null references listing,
  revision bigint not null,
  granted_at timestamptz not null,
  open_until timestamptz not null,
  until timestamptz not null,
  reclaim_at timestamptz not null,
  recalls bigint not null default 0,
  overdue boolean not null default false,
  constraint one_lease_per_request unique (host, request)
);
create index lease_by_listing on lease (listing);

-- Which slots a lease lent, and how each came back; while that is null the lease is live.
create table lease_slot (
  lease text not null references lease,
  slot text not null references slot,
  ended text constraint lease_end_is_known check (ended in ('returned', 'submitted', 'declined', 'reclaimed')),
  primary key (lease, slot)
);
create unique index one_live_lease_per_slot on lease_slot (slot) where ended is null;

-- Every request is answered once, whatever is repeated.
create table slots_asked (
  host text not null,
  request text not null,
  asked_at timestamptz not null,
  primary key (host, request)
);

-- Which nodes ask for a listing, and how many of their leases ended overdue since one ended well.
create table borrower (
  listing text not null references listing,
  host text not null,
  asked_at timestamptz not null,
  overdue integer not null default 0,
  primary key (listing, host)
);

-- A worker's names belong to one home node: no other node can work under them.
create table pseudonym (
  name text primary key,
  host text not null
);

-- An answer, or the time of a task that was stopped. 'answer_id' is its name towards the requester: a claim's own id would
-- tell the millisecond at which somebody sat down. An answer beside the wanted ones ('extra') and time are not paid from
-- escrow; they are 'owed' until the account that pays them covers them.
create table submission (
  claim text primary key,
  host text not null,
  answer_id text not null constraint one_answer_per_name unique,
  listing text not null references listing,
  unit text not null references unit,
  slot text not null references slot,
  lease text not null references lease,
  basis text not null constraint basis_is_known check (basis in ('answer', 'time')),
  extra boolean not null default false,
  subject text not null,
  worker text not null,
  seconds bigint not null,
  machine_help text not null,
  answer text not null,
  answer_sha256 bytea not null,
  reason text,
  amount bigint not null constraint amount_is_not_negative check (amount >= 0),
  submitted_at timestamptz not null,
  received_at timestamptz not null,
  accept_at timestamptz not null,
  state text not null
    constraint submission_state_is_known check (state in ('submitted', 'owed', 'accepted', 'proposed')),
  acceptance text,
  constraint accepted_names_its_acceptance check ((state = 'accepted') = (acceptance is not null))
);
create index submission_by_listing on submission (listing, answer_id);
create index submission_to_review on submission (listing, answer_id) where state = 'submitted';
create index submission_owed on submission (received_at) where state = 'owed';
create index submission_by_slot on submission (slot);
create index submission_accepted_by_clock on submission (accept_at) where state = 'submitted';

create table acceptance (
  id text primary key,
  obligation text not null,
  host text not null,
  listing text not null references listing,
  currency text not null,
  items integer not null,
  total bigint not null,
  due timestamptz not null,
  accepted_at timestamptz not null
);
create index acceptance_by_listing on acceptance (listing);

create table rejection (
  claim text primary key references submission,
  reason text not null constraint rejection_reason_is_known
    check (reason in ('wrong', 'incomplete', 'off-instructions', 'spam')),
  text text not null,
  by text not null,
  proposed_at timestamptz not null,
  lapses_at timestamptz not null
);

-- The running summary of one worker's paid work for one requester in one skill; the newest was told to the home node.
create table receipt_line (
  host text not null,
  subject text not null,
  requester_url text not null,
  skill text not null,
  seq bigint not null,
  paid_seconds bigint not null,
  ok bigint not null,
  bad bigint not null default 0,
  contested bigint not null default 0,
  last_month text not null,
  primary key (subject, requester_url, skill)
);
