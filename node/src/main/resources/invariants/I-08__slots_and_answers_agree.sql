with wanted as (
  select slot, count(*) as answers, count(*) filter (where state = 'accepted') as accepted, min(host) as host, min(lease) as lease
  from submission where basis = 'answer' and not extra group by slot)
select 'The slot ' || s.id || ' is ' || s.state || ' and has ' || coalesce(w.answers, 0) || ' answers, ' || coalesce(w.accepted, 0)
  || ' of them accepted.' as finding
from slot s left join wanted w on w.slot = s.id
where coalesce(w.answers, 0) <> case when s.state in ('submitted', 'done') then 1 else 0 end
  or coalesce(w.accepted, 0) <> case when s.state = 'done' then 1 else 0 end
  or s.state in ('submitted', 'done') and (w.host <> s.host or w.lease is distinct from s.lease)
union all
select 'The answer ' || a.claim || ' is ' || a.state || case when r.claim is null then ' without' else ' with' end
  || ' a proposal to reject it.'
from submission a left join rejection r on r.claim = a.claim
where a.state = 'proposed' and r.claim is null or a.state in ('submitted', 'owed') and r.claim is not null
union all
select 'The answer ' || a.claim || ' is owed, and it is one that escrow pays.' from submission a where a.state = 'owed' and not a.extra
union all
select 'The slot ' || s.id || ' is released, and its listing ' || l.id || ' is ' || l.state || '.'
from slot s join listing l on l.id = s.listing where s.state = 'released' and l.state not in ('withdrawn', 'closed')
