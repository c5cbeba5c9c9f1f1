select 'What happened to people could be changed: ' || n.name || ' is not there, or not enabled.' as finding
from (values ('people_events_are_never_changed', 'people_event'), ('roles_follow_terms', 'term'),
  ('members_follow_memberships', 'membership'), ('a_person_is_what_was_decided', 'person')) as n (name, relation)
where not exists (
  select from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where t.tgname = n.name and c.relname = n.relation and t.tgenabled = 'O')
union all
select 'Nobody was told that ' || m.person || ' has left or was excluded.'
from membership m
where m.ended_at is not null and not exists (
  select from people_event e where e.about = m.person and e.kind = m.state)
union all
select 'Nobody was told that the exclusion ' || x.id || ' was proposed.'
from exclusion x
where not exists (select from people_event e where e.about = x.person and e.kind = 'exclusion-proposed')
union all
select 'Nobody was told that the requester ' || s.requester || ' was suspended.'
from suspension s
where not exists (select from people_event e where e.about = s.requester and e.kind = 'suspended')
