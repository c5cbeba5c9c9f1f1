select 'The fork of the log of ' || f.host || ' proves itself and was not shown to anybody.' as finding
from fork f
where f.proof and f.host <> current_setting('check.self')
  and not exists (
    select from log_entry e
    where e.host = current_setting('check.self') and e.kind = 'fork-shown'
      and position('"origin":"' || f.host || '/canut/1/log/' || f.epoch || '"' in convert_from(e.message, 'UTF8')) > 0)
  and not exists (
    select from outbox o
    where o.peer is null and o.kind = 'fork-shown'
      and position('"origin":"' || f.host || '/canut/1/log/' || f.epoch || '"' in o.object) > 0)
