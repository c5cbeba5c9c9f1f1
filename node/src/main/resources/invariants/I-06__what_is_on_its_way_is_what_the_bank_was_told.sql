with sent as (
  select currency, sum(amount) as amount from payment where state in ('waiting', 'sent') group by currency),
out as (select currency, balance from account where code = 'bank:out')
select 'On its way through the bank are ' || coalesce(o.balance, 0) || ' ' || coalesce(o.currency, s.currency)
  || ', and the payments without an answer come to ' || coalesce(s.amount, 0) || '.' as finding
from out o full join sent s on s.currency = o.currency
where coalesce(o.balance, 0) <> coalesce(s.amount, 0)
