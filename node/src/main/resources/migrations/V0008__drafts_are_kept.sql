-- A listing that is being written: the whole form as it was typed, right or wrong, as a JSON object of strings. Gone when it
-- is published or thrown away.
create table draft (
  id text primary key,
  requester text not null,
  fields text not null,
  item_set text references item_set,
  changed_at timestamptz not null
);
create index draft_by_requester on draft (requester, changed_at);

-- Answers are also looked at by what became of them.
create index submission_by_state on submission (listing, state, answer_id);
