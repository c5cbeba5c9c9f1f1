-- What a node says and hears: its own log and those of its peers, the private channels, and what waits to be said.

create table node (
  only_one boolean primary key default true constraint one_node_per_database check (only_one),
  host text not null,
  node_key text not null,
  founded_at timestamptz not null
);

-- How we stand to another node, and how it says that it stands to us. The lower of both holds.
create table peer (
  host text primary key,
  our_level text not null default 'ended',
  our_number bigint not null default 0,
  their_level text not null default 'ended',
  their_number bigint not null default 0,
  added_at timestamptz not null default now(),
  constraint our_level_is_known check (our_level in ('claim', 'see', 'limited', 'suspended', 'ended')),
  constraint their_level_is_known check (their_level in ('claim', 'see', 'limited', 'suspended', 'ended'))
);

-- Public logs, ours and those we read, each as far as it was verified against its tree.
create table log (
  host text primary key,
  epoch bigint not null default 1,
  size bigint not null default 0,
  frontier bytea not null,
  root bytea not null,
  checkpoint text
);

create table log_entry (
  host text not null references log,
  epoch bigint not null,
  index bigint not null,
  id text not null,
  kind text not null,
  hash bytea not null,
  message bytea,
  refused text,
  stored_at timestamptz not null default now(),
  primary key (host, epoch, index),
  constraint one_log_entry_per_message unique (host, id)
);
create index log_entry_by_kind on log_entry (host, kind, epoch, index);

-- Each state of our own log that we have signed, so that a reader can be shown the tree as it was at any of them.
create table log_checkpoint (
  epoch bigint not null,
  size bigint not null,
  note text not null,
  primary key (epoch, size)
);

-- The newest cosignature of each witness on our log.
create table cosignature (
  epoch bigint not null,
  witness text not null,
  size bigint not null,
  line text not null,
  at timestamptz not null,
  primary key (epoch, witness)
);

-- What is said but not yet numbered: written in the transaction of the fact it tells. Without a peer it goes into our log.
create table outbox (
  row_number bigint generated always as identity primary key,
  peer text,
  id text not null constraint one_message_per_cause unique,
  kind text not null,
  published timestamptz not null,
  object text not null
);
create index outbox_by_peer on outbox (peer, row_number);

-- Both ends of each private channel, and the channel to ourselves.
create table channel (
  peer text not null,
  direction text not null constraint channel_has_two_ends check (direction in ('out', 'in')),
  epoch bigint not null default 1,
  seq bigint not null default 0,
  head bytea not null,
  acknowledged bigint not null default 0,
  primary key (peer, direction)
);

create table channel_message (
  peer text not null,
  direction text not null,
  epoch bigint not null,
  seq bigint not null,
  id text not null,
  kind text not null,
  hash bytea not null,
  message bytea,
  refused text,
  stored_at timestamptz not null default now(),
  primary key (peer, direction, epoch, seq),
  constraint refused_messages_are_not_kept check (direction = 'out' or (refused is null) = (message is not null))
);
create unique index one_channel_message_per_id on channel_message (peer, direction, id) where refused is null;

-- How deliveries to a peer go: where each stream stands there, and when to try again.
create table delivery (
  peer text not null,
  stream text not null,
  position bigint not null default 0,
  failures integer not null default 0,
  next_try timestamptz not null default now(),
  last_problem text,
  last_success timestamptz,
  primary key (peer, stream)
);

-- The last refusals to each peer, for its steward and ours: bounded, without payload.
create table refusal_log (
  row_number bigint generated always as identity primary key,
  peer text not null,
  problem text not null,
  detail text not null,
  at timestamptz not null
);
create index refusal_log_by_peer on refusal_log (peer, row_number);
