select 'The person ' || p.id || ' holds roles that no term gives, or is a member without a membership.' as finding
from person p
where p.roles is distinct from coalesce(
    (select array_agg(t.role order by t.role) from term t where t.person = p.id and t.ended_at is null), '{}')
  or p.member <> exists (select from membership m where m.person = p.id and m.ended_at is null)
union all
select 'The person ' || t.person || ' is ' || t.role || ' and no member.'
from term t
where t.ended_at is null and t.role <> 'requester'
  and not exists (select from membership m where m.person = t.person and m.ended_at is null)
union all
select 'The person ' || m.person || ' has left, and a session of before is alive.'
from membership m join session s on s.person = m.person
where m.state = 'excluded' and s.begun_at < m.ended_at
union all
select 'The person ' || m.person || ' has left, and a program of before is known.'
from membership m join token t on t.person = m.person
where m.ended_at is not null and t.made_at < m.ended_at
