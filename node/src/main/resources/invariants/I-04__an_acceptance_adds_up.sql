with said as (
  select acceptance as id, count(*) as items, sum(amount) as total, count(distinct (host, listing)) as groups,
    min(host) as host, min(listing) as listing
  from submission where acceptance is not null group by acceptance)
select 'The acceptance ' || coalesce(a.id, s.id) || ' says ' || coalesce(a.items, 0) || ' items of ' || coalesce(a.total, 0)
  || ', its answers say ' || coalesce(s.items, 0) || ' of ' || coalesce(s.total, 0) || '.' as finding
from acceptance a full join said s on s.id = a.id
where a.items is distinct from s.items or a.total is distinct from s.total or s.groups <> 1
  or a.host <> s.host or a.listing <> s.listing
