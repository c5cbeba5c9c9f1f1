-- A statement of keys is signed where its secret is, which may be on paper: it waits for its place in the log as it is.
alter table outbox add column signed bytea
  constraint only_public_words_wait_signed check (signed is null or peer is null);

-- What we took for the end of a peer's log until its recovery key told us that a thief had written it.
create table log_branch (
  row_number bigint generated always as identity primary key,
  host text not null,
  epoch bigint not null,
  checkpoint text,
  left_at timestamptz not null
);

create table log_branch_entry (
  branch bigint not null references log_branch,
  index bigint not null,
  id text not null,
  kind text not null,
  hash bytea not null,
  message bytea,
  refused text,
  stored_at timestamptz not null,
  primary key (branch, index)
);
