select 'There are ' || count(*) || ' refusals to ' || peer || ' on record.' as finding
from refusal_log group by peer having count(*) > current_setting('check.refusals_per_peer')::bigint
union all
select 'There are ' || count(*) || ' hosts that knock.' from knock having count(*) > current_setting('check.knocks')::bigint
union all
select 'The cosignature of ' || c.witness || ' is of a host that we never stated anything about.'
from cosignature c left join peer p on p.host = c.witness where p.host is null
union all
select 'There are ' || count(*) || ' open listings of ' || host || '.' from board_listing
where host <> current_setting('check.self') and state in ('open', 'paused')
group by host having count(*) > current_setting('check.open_listings')::bigint
union all
select 'The messages of ' || host || ' take ' || bytes || ' bytes.' from peer_storage
where bytes > current_setting('check.stored_bytes')::bigint
union all
select 'The messages of ' || coalesce(s.host, k.host) || ' take ' || coalesce(k.bytes, 0) || ' bytes, and '
  || coalesce(s.bytes, 0) || ' are counted.'
from peer_storage s full join (
  select host, sum(octet_length(message)) as bytes from (
    select host, message from log_entry
    union all select peer, message from channel_message where direction = 'in') as message
  where host <> current_setting('check.self') group by host) as k on k.host = s.host
where coalesce(s.bytes, 0) <> coalesce(k.bytes, 0)
union all
select 'There are ' || count(*) || ' equivocations of ' || host || ' on record.'
from equivocation group by host having count(*) > 100
