-- A payment is one transfer out, and one answer at most, which a return may follow.
with answer as (
  select p.id, o.amount as sent, o.kind as out, b.kind as first, b.id as answered, r.kind as second
  from payment p left join transfer o on o.id = p.transfer left join transfer b on b.follows = p.transfer
    left join transfer r on r.follows = b.id)
select 'The payment ' || p.id || ' is ' || p.state || ', and its transfers are ' || coalesce(a.out, 'none') || ', '
  || coalesce(a.first, 'none') || ', ' || coalesce(a.second, 'none') || '.' as finding
from payment p join answer a on a.id = p.id
where a.sent is distinct from p.amount or a.out is distinct from case p.kind when 'withdrawal' then 'WITHDRAW' else 'PAYOUT' end
  or case p.state
    when 'booked' then a.first is distinct from 'BOOKED' or a.second is not null
    when 'returned' then coalesce(a.second, a.first) is distinct from 'RETURNED'
    else a.first is not null end
union all
select 'The transfer ' || encode(t.id, 'hex') || ' (' || t.kind || ') does not follow the whole of another.'
from transfer t left join transfer f on f.id = t.follows
where t.follows is not null and (f.id is null or f.amount <> t.amount or f.currency <> t.currency or f.credit <> t.debit
  or t.kind = 'REVERSE' and f.debit <> t.credit)
union all
select 'The transfer ' || encode(follows, 'hex') || ' is followed ' || count(*) || ' times.'
from transfer where follows is not null group by follows having count(*) > 1
