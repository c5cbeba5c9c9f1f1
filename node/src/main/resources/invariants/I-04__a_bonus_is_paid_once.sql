with paid as (
  select t.cause, t.amount, t.currency, d.code as debit, c.code as credit
  from transfer t join account d on d.id = t.debit join account c on c.id = t.credit where t.kind = 'BONUS'),
given as (
  select b.id, b.amount, b.currency,
    case b.source when 'topup' then 'topup:' || b.listing when 'prepaid' then 'requester:' || l.requester || ':prepaid'
      else 'loss:restored' end as debit,
    case when b.host = current_setting('check.self') then 'own:due' else 'peer:' || b.host || ':due-to' end as credit
  from bonus b join listing l on l.id = b.listing)
select 'The bonus ' || g.id || ' of ' || g.amount || ' ' || g.currency || ' is not paid once and so.' as finding
from given g left join paid p on p.cause = g.id
group by g.id, g.amount, g.currency
having count(p.cause) <> 1 or count(*) filter (where p.amount = g.amount and p.currency = g.currency and p.debit = g.debit
  and p.credit = g.credit) <> 1
