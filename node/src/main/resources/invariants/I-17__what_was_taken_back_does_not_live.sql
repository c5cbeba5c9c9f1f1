select 'Entry ' || e.index || ' of the log of ' || e.host || ' was taken back and has its bytes.' as finding
from tombstone t join log_entry e on e.host = t.host and e.id = t.id
where e.message is not null and e.kind in ('listing-published', 'listing-state-changed')
union all
select 'The message ' || m.id || ' of ' || m.peer || ' was taken back and was applied.'
from tombstone t join channel_message m on m.peer = t.host and m.id = t.id
where m.direction = 'in' and m.refused is null and m.kind <> 'credit-stated'
union all
select 'The listing ' || b.url || ' was taken back and is on the board.'
from tombstone t join board_listing b on b.host = t.host and b.message = t.id
where b.gone is distinct from 'erased' or b.shown or b.state not in ('withdrawn', 'closed')
