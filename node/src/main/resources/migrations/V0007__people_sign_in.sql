-- How people sign in with a browser: a link that opens once begins a session, and a session can be ended. Of the tokens in
-- both only the hash is kept.

-- As a person chose it; without a choice the browser says which.
alter table person add language text constraint language_is_spoken check (language in ('en', 'fr'));

-- A used link stays until its time is over, so that it is known to be used, and is swept then.
create table link (
  sha256 bytea primary key,
  person text not null references person,
  made_by text,
  made_at timestamptz not null,
  ends_at timestamptz not null,
  used_at timestamptz
);
create index link_by_person on link (person);
create index link_by_clock on link (ends_at);

-- 'alive_until' follows from when the session was last seen and from the roles of its person, and is never after 'ends_at'.
-- It is kept rather than computed, so that a session that has died stays dead whatever becomes of the roles.
create table session (
  id text primary key,
  sha256 bytea not null constraint one_session_per_token unique,
  person text not null references person,
  browser text not null,
  begun_at timestamptz not null,
  seen_at timestamptz not null,
  alive_until timestamptz not null,
  ends_at timestamptz not null,
  constraint no_session_outlives_its_end check (alive_until <= ends_at)
);
create index session_by_person on session (person, begun_at);
create index session_by_clock on session (alive_until);
