-- Who acts on this node: people with their roles, the requesters in whose name some of them publish, and the tokens by which
-- their programs are known. Of a token only the hash is kept.

create table requester (
  id text primary key,
  name text not null,
  country text not null,
  register text not null,
  added_by text,
  added_at timestamptz not null
);

create table person (
  id text primary key,
  name text not null,
  roles text[] not null constraint person_has_a_role check (cardinality(roles) > 0),
  requester text references requester,
  added_by text,
  added_at timestamptz not null,
  constraint requester_role_names_its_requester check (('requester' = any(roles)) = (requester is not null))
);

create table token (
  sha256 bytea primary key,
  person text not null references person,
  made_at timestamptz not null
);
create index token_by_person on token (person);
