select 'The channel out ' || peer || ' is acknowledged up to ' || acknowledged || ' and said up to ' || seq || '.' as finding
from channel where acknowledged not between 0 and seq
union all
select 'The message ' || o.id || ' (' || o.kind || ') waits in the outbox and is numbered already.'
from outbox o
where o.peer is null and exists (select from log_entry e where e.host = current_setting('check.self') and e.id = o.id)
  or exists (select from channel_message m where m.peer = o.peer and m.direction = 'out' and m.id = o.id)
