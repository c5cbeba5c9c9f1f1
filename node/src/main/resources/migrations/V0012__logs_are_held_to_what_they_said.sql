-- What we hold of logs that told two stories, what witnesses say about logs, and what authors took back.

-- Two signed states of one log that cannot both be true. 'proof': of one size, so that they show it to anybody by themselves;
-- else it is what else we hold of that log that shows it, to us alone. Until somebody has decided, the host is limited.
create table fork (
  host text not null,
  epoch bigint not null,
  proof boolean not null,
  size bigint not null,
  held text not null,
  shown text not null,
  told_by text,
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  constraint one_fork_of_a_kind_per_log primary key (host, epoch, proof),
  constraint a_fork_tells_two_stories check (held <> shown),
  constraint a_decided_fork_names_who_decided check ((decided_at is null) = (decided_by is null))
);

-- The author of two messages under one number, revision or id, with both byte strings as far as we had them.
create table equivocation (
  host text not null,
  stream text not null constraint equivocation_is_in_a_stream check (stream in ('log', 'channel')),
  epoch bigint not null,
  place bigint not null,
  held bytea,
  shown bytea not null,
  found_at timestamptz not null,
  constraint one_equivocation_per_place primary key (host, stream, epoch, place)
);

create function evidence_is_kept_for_ever() returns trigger language plpgsql as $$
begin
  raise exception '% holds evidence: nothing of it is changed or removed', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;

create trigger forks_are_kept_for_ever before delete or truncate on fork
  for each statement execute function evidence_is_kept_for_ever();
create trigger forks_never_change before update on fork for each row
  when (old.decided_at is not null
    or (old.host, old.epoch, old.proof, old.size, old.held, old.shown, old.found_at)
      is distinct from (new.host, new.epoch, new.proof, new.size, new.held, new.shown, new.found_at))
  execute function evidence_is_kept_for_ever();
create trigger equivocations_are_kept_for_ever before update or delete or truncate on equivocation
  for each statement execute function evidence_is_kept_for_ever();

-- A log has shown a state that does not go on from ours, and may still give the entries that lead to both.
create table doubt (
  host text primary key,
  epoch bigint not null,
  held text not null,
  shown text not null,
  since timestamptz not null,
  next_try timestamptz not null
);

-- What each witness last said about a log that we read, and when the log was last compared with anybody.
create table comparison (
  host text not null,
  witness text not null,
  at timestamptz not null,
  size bigint not null,
  outcome text not null constraint outcome_is_known check (outcome in ('agrees', 'ahead', 'contradicts')),
  primary key (host, witness)
);
alter table log add column compared_at timestamptz;

-- Ids of messages that their author took back.
create table tombstone (
  host text not null,
  id text not null,
  erased_at timestamptz not null,
  constraint an_erased_id_never_lives_again primary key (host, id)
);

-- Why the bytes of an entry are not here: its author erased them, or we dropped what was over long ago.
alter table log_entry add column gone text constraint reason_of_going_is_known check (gone in ('erased', 'expired'));
alter table log_entry add constraint what_is_gone_has_no_bytes check (gone is null or message is null);
alter table board_listing add column gone text constraint reason_of_leaving_is_known check (gone in ('erased', 'expired'));
create index board_over on board_listing (deadline) where state in ('withdrawn', 'closed') and gone is null;
alter table listing add column erased_at timestamptz;
