with paid as (
  select t.cause, t.kind, t.amount, t.currency, d.code as debit, c.code as credit
  from transfer t join account d on d.id = t.debit join account c on c.id = t.credit where t.kind in ('ACCEPT', 'OWED')),
due as (
  select s.claim, s.host || '/' || s.claim as cause, case when s.extra then 'OWED' else 'ACCEPT' end as kind, s.amount, l.currency,
    case when not s.extra then 'escrow:' || l.id
      when s.basis = 'time' then 'requester:' || l.requester || ':prepaid' else 'fund:federation' end as debit,
    case when s.host = current_setting('check.self') then 'own:due' else 'peer:' || s.host || ':due-to' end as credit
  from submission s join listing l on l.id = s.listing where s.state = 'accepted' and s.amount > 0),
matched as (
  select d.claim, d.amount, d.currency, count(p.cause) as transfers,
    count(*) filter (where p.kind = d.kind and p.amount = d.amount and p.currency = d.currency and p.debit = d.debit
      and p.credit = d.credit) as exact
  from due d left join paid p on p.cause = d.cause group by d.claim, d.amount, d.currency)
select 'The accepted answer ' || claim || ' of ' || amount || ' ' || currency || ' has ' || transfers || ' transfers, of which '
  || exact || ' are right.' as finding
from matched where transfers <> 1 or exact <> 1
