with settling as (select peer from channel where direction = 'out' and not settled),
kept as (
  select peer, direction, epoch, count(*) as messages, min(seq) as first, max(seq) as last from channel_message
  where direction = 'in' or peer not in (select peer from settling)
  group by peer, direction, epoch)
select 'The channel ' || k.direction || ' ' || k.peer || ' of epoch ' || k.epoch || ' has ' || k.messages || ' messages from '
  || k.first || ' to ' || k.last || '.' as finding
from kept k where k.first <> 1 or k.messages <> k.last
union all
select 'The cursor of the channel ' || coalesce(c.direction, k.direction) || ' ' || coalesce(c.peer, k.peer) || ' is at '
  || coalesce(c.seq, 0) || ' of epoch ' || coalesce(c.epoch, k.epoch) || ' and its last message is ' || coalesce(k.last, 0) || '.'
from channel c full join kept k on k.peer = c.peer and k.direction = c.direction and k.epoch = c.epoch
where case when c.peer in (select peer from settling) and c.direction = 'out' then false
  when c.peer is null
  then not exists (select from channel n where n.peer = k.peer and n.direction = k.direction and n.epoch > k.epoch)
  else c.seq <> coalesce(k.last, 0) end
union all
select 'The cursor of the channel ' || c.direction || ' ' || c.peer || ' has another head than its message ' || c.seq || '.'
from channel c left join channel_message m on m.peer = c.peer and m.direction = c.direction and m.epoch = c.epoch and m.seq = c.seq
where case when c.direction = 'out' and c.peer in (select peer from settling) then false
  when c.seq = 0
  then c.head <> coalesce((
    select b.hash from channel_message b where b.peer = c.peer and b.direction = c.direction and b.epoch < c.epoch
    order by b.epoch desc, b.seq desc limit 1), decode(repeat('00', 32), 'hex'))
  else m.hash <> c.head end
