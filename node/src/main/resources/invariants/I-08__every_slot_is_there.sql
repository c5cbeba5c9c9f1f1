with units as (select listing, count(*) as units from unit group by listing),
slots as (select listing, count(*) as slots from slot group by listing)
select 'The listing ' || l.id || ' wants ' || l.units || ' units of ' || l.answers_per_unit || ' answers and has '
  || coalesce(u.units, 0) || ' units and ' || coalesce(s.slots, 0) || ' slots.' as finding
from listing l left join units u on u.listing = l.id left join slots s on s.listing = l.id
where coalesce(u.units, 0) <> l.units or coalesce(s.slots, 0) <> l.units * l.answers_per_unit
union all
select 'The unit ' || u.id || ' of the listing ' || l.id || ' has ' || count(s.id) || ' slots of the listing instead of '
  || l.answers_per_unit || '.'
from unit u join listing l on l.id = u.listing left join slot s on s.unit = u.id and s.listing = u.listing
group by u.id, l.id having count(s.id) <> l.answers_per_unit
