-- Every answer and every message that comes in writes each index of its table. Where one index can answer for two, one is enough.

-- What waits for review is looked for by listing and state.
drop index submission_to_review;

-- Only what waits beside a slot is looked for by its slot, when the slot is free again.
drop index submission_by_slot;
create index submission_beside_slot on submission (slot)
  where extra and basis = 'answer' and state in ('submitted', 'proposed');

-- What is unique in an epoch is also found without naming one, if the epoch comes last.
drop index one_channel_message_per_id;
drop index channel_message_by_id;
create unique index one_channel_message_per_id on channel_message (peer, direction, id, epoch) where refused is null;

alter table log_entry drop constraint one_log_entry_per_message;
drop index log_entry_by_id;
alter table log_entry add constraint one_log_entry_per_message unique (host, id, epoch);
