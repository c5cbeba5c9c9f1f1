with earned as (
  select t.cause, t.amount, t.currency, d.code as debit, c.code as credit
  from transfer t join account d on d.id = t.debit join account c on c.id = t.credit where t.kind = 'BONUS_EARNED'),
heard as (
  select b.peer || '/' || b.id as cause, b.amount, b.currency, 'member:' || b.member || ':payable' as credit,
    case when b.peer = current_setting('check.self') then 'own:due' else 'peer:' || b.peer || ':due-from' end as debit
  from bonus_heard b)
select 'The bonus ' || h.cause || ' of ' || h.amount || ' ' || h.currency || ' is not earned once and so.' as finding
from heard h left join earned e on e.cause = h.cause
group by h.cause, h.amount, h.currency
having count(e.cause) <> 1 or count(*) filter (where e.amount = h.amount and e.currency = h.currency and e.debit = h.debit
  and e.credit = h.credit) <> 1
