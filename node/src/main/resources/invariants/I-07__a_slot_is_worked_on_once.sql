select 'The slot ' || s.slot || ' of the listing ' || l.url || ' has ' || count(*) || ' open claims.' as finding
from claim c join held_slot s on s.key = c.held_slot join board_listing l on l.key = s.listing
where c.state = 'open' group by l.url, s.slot having count(*) > 1
union all
select 'The slot ' || s.slot || ' of the listing ' || l.url || ' is held ' || count(*) || ' times.'
from held_slot s join board_listing l on l.key = s.listing
where s.state in ('fetching', 'stock', 'claimed') group by l.url, s.slot having count(*) > 1
