with held as (
  select listing, count(*) as slots from slot where state not in ('done', 'released') group by listing),
wanted as (
  select 'escrow:' || l.id as code, l.currency, (l.price + l.fee + l.fund) * coalesce(h.slots, 0) as amount
  from listing l left join held h on h.listing = l.id),
escrow as (select code, currency, balance from account where code like 'escrow:%')
select 'The account ' || coalesce(w.code, e.code) || ' holds ' || coalesce(e.balance, 0) || ' and its unfinished slots will cost '
  || coalesce(w.amount, 0) || ' ' || coalesce(w.currency, e.currency) || '.' as finding
from wanted w full join escrow e on e.code = w.code and e.currency = w.currency
where coalesce(w.amount, 0) <> coalesce(e.balance, 0)
