with live as (
  select ls.slot, count(*) as leases, min(ls.lease) as lease, min(l.host) as host
  from lease_slot ls join lease l on l.id = ls.lease where ls.ended is null group by ls.slot)
select 'The slot ' || s.id || ' is ' || s.state || coalesce(' at ' || s.host, '') || ' and has ' || coalesce(v.leases, 0)
  || ' live leases' || coalesce(', ' || v.lease || ' of ' || v.host, '') || '.' as finding
from slot s left join live v on v.slot = s.id
where coalesce(v.leases, 0) <> case when s.state in ('leased', 'overdue') then 1 else 0 end
  or v.lease <> s.lease or v.host <> s.host
