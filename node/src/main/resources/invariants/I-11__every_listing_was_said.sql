with said as (
  select convert_from(message, 'UTF8')::jsonb -> 'object' ->> 'id' as url from log_entry
  where host = current_setting('check.self') and kind = 'listing-published' and message is not null
  union
  select object::jsonb ->> 'id' from outbox where kind = 'listing-published' and peer is null)
select 'The listing ' || l.id || ' is neither in our log nor waits for it.' as finding
from listing l
where l.erased_at is null and not exists (select from said s where s.url = 'https://' || current_setting('check.self') || '/listing/' || l.id)
