with leg as (
  select debit as account, -amount as amount from transfer union all select credit, amount from transfer),
recomputed as (select account, sum(amount) as amount from leg group by account)
select 'The account ' || a.code || ' says ' || a.balance || ' ' || a.currency || ', its transfers say ' || coalesce(r.amount, 0)
  || '.' as finding
from account a left join recomputed r on r.account = a.id where a.balance <> coalesce(r.amount, 0)
