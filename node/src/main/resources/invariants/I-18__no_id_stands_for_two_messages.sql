select 'The id ' || id || ' stands ' || count(*) || ' times in the channel ' || direction || ' ' || peer || '.' as finding
from channel_message where refused is null group by peer, direction, epoch, id having count(*) > 1
union all
select 'The id ' || id || ' stands ' || count(*) || ' times in the log of ' || host || '.'
from log_entry group by host, id having count(*) > count(distinct epoch) or count(distinct hash) > 1
union all
select 'The id ' || e.id || ' of ' || e.host || ' stands in its log and in its channel to us.'
from log_entry e join channel_message m on m.id = e.id and m.refused is null
  and (m.direction = 'in' and m.peer = e.host or m.direction = 'out' and e.host = current_setting('check.self'))
