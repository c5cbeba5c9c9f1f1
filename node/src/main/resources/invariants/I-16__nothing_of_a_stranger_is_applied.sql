select 'The message ' || m.seq || ' (' || m.kind || ') of ' || m.peer || ' was applied, and we never stated that it is a peer.' as finding
from channel_message m left join peer p on p.host = m.peer
where m.direction = 'in' and m.refused is null and coalesce(p.our_number, 0) = 0
