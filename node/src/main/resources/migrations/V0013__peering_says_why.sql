-- Why we and a host stand to each other as we do: what the newest statement of each side says beside its level, so that people
-- can be told without reading two logs. 'before': the level that this side stated before its newest change.
alter table peer
  add our_decision text,
  add our_reason text,
  add our_stated_at timestamptz,
  add our_before text,
  add their_decision text,
  add their_reason text,
  add their_stated_at timestamptz,
  add their_before text;

create temporary table said on commit drop as
select distinct on (host, statement #>> '{object,peer}') host, statement #>> '{object,peer}' as peer,
  statement #>> '{object,decision}' as decision, statement #>> '{object,reason}' as reason,
  (statement ->> 'published')::timestamptz as at
from (select host, convert_from(message, 'UTF8')::jsonb as statement from log_entry
      where kind = 'peering-stated' and message is not null) entry
order by host, statement #>> '{object,peer}', (statement #>> '{object,number}')::bigint desc;
update peer p set our_decision = s.decision, our_reason = s.reason, our_stated_at = s.at
from said s, node n where s.host = n.host and s.peer = p.host;
update peer p set their_decision = s.decision, their_reason = s.reason, their_stated_at = s.at
from said s, node n where s.host = p.host and s.peer = n.host;

-- Hosts of a list that our members decided about and that could not be asked for their keys, or showed others than the list
-- has: nothing is stated of them yet. 'fingerprint': of the keys that were compared, if somebody did.
create table pending_peer (
  host text primary key,
  level text not null constraint pending_level_is_known check (level in ('claim', 'see', 'limited', 'suspended', 'ended')),
  fingerprint text,
  decision text not null,
  reason text,
  problem text not null,
  at timestamptz not null
);

-- Which kinds of messages a host says that it reads. It is not signed and gives no authority: we only do not send it others.
create table peer_kinds (
  host text primary key,
  kinds text[] not null,
  read_at timestamptz not null
);
