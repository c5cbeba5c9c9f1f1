with taken as (
  select held_slot, count(*) filter (where state = 'open') as open, count(*) filter (where state = 'submitted') as submitted,
    count(*) filter (where state = 'declined') as declined
  from claim group by held_slot)
select 'The held slot ' || s.slot || ' is ' || s.state || ' and has ' || coalesce(t.open, 0) || ' open, ' || coalesce(t.submitted, 0)
  || ' submitted and ' || coalesce(t.declined, 0) || ' declined claims.' as finding
from held_slot s left join taken t on t.held_slot = s.key
where coalesce(t.open, 0) <> case s.state when 'claimed' then 1 else 0 end
  or coalesce(t.submitted, 0) <> case s.state when 'answered' then 1 else 0 end
  or coalesce(t.declined, 0) <> case s.state when 'declined' then 1 else 0 end
union all
select 'The claim ' || c.id || ' is on no slot that we hold of its unit and listing.'
from claim c left join held_slot s on s.key = c.held_slot
where s.key is null or s.unit <> c.unit or s.listing <> c.listing or s.revision <> c.revision
