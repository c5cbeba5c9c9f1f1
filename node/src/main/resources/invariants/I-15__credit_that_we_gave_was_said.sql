with said as (
  select peer, (convert_from(message, 'UTF8')::jsonb -> 'object') as object from channel_message
  where direction = 'out' and kind = 'credit-stated' and message is not null
  union all
  select peer, object::jsonb from outbox where kind = 'credit-stated')
select 'The credit of ' || c.amount || ' ' || c.currency || ' that we gave ' || c.peer || ' was never said to it.' as finding
from credit c
where c.direction = 'given' and not exists (
    select from said s where s.peer = c.peer and (s.object ->> 'number')::bigint = c.number
      and s.object #>> '{limit,currency}' = c.currency and (s.object #>> '{limit,amount}')::bigint = c.amount)
  -- Bytes are dropped some time after they were acknowledged; then nobody can tell any more.
  and not exists (select from channel_message m
    where m.peer = c.peer and m.direction = 'out' and m.kind = 'credit-stated' and m.message is null)
