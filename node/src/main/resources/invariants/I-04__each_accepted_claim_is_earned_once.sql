with earned as (
  select t.cause, t.amount, d.code as debit, c.code as credit, t.currency
  from transfer t join account d on d.id = t.debit join account c on c.id = t.credit where t.kind = 'EARN'),
due as (
  select c.id, c.paid, r.currency, 'member:' || c.member || ':payable' as credit,
    case when e.peer = current_setting('check.self') then 'own:due' else 'peer:' || e.peer || ':due-from' end as debit
  from claim c join held_slot s on s.key = c.held_slot join held_lease e on e.key = s.lease
    join board_revision r on r.listing = c.listing and r.revision = c.revision
  where c.review = 'accepted' and c.paid > 0),
matched as (
  select d.id, d.paid, d.currency, count(t.cause) as transfers,
    count(*) filter (where t.amount = d.paid and t.debit = d.debit and t.credit = d.credit and t.currency = d.currency) as exact
  from due d left join earned t on t.cause = d.id group by d.id, d.paid, d.currency)
select 'The accepted claim ' || id || ' of ' || paid || ' ' || currency || ' has ' || transfers || ' transfers, of which ' || exact
  || ' are right.' as finding
from matched where transfers <> 1 or exact <> 1
