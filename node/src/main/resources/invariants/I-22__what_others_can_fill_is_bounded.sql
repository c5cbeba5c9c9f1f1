select 'There are ' || count(*) || ' refusals to ' || peer || ' on record.' as finding
from refusal_log group by peer having count(*) > current_setting('check.refusals_per_peer')::bigint
union all
select 'There are ' || count(*) || ' hosts that knock.' from knock having count(*) > current_setting('check.knocks')::bigint
union all
select 'The cosignature of ' || c.witness || ' is of a host that we never stated anything about.'
from cosignature c left join peer p on p.host = c.witness where p.host is null
union all
select 'There are ' || count(*) || ' equivocations of ' || host || ' on record.'
from equivocation group by host having count(*) > 100
