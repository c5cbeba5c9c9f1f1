select 'The invoices go from ' || min(number) || ' to ' || max(number) || ' and are ' || count(*) || '; the last number given is '
  || (select last_invoice from accounting) || '.' as finding
from invoice
having count(*) > 0 and (min(number) <> 1 or max(number) <> count(*)) or count(*) <> (select last_invoice from accounting)
union all
select 'The invoice ' || i.number || ' says ' || i.fee || ' and ' || i.fund || ' ' || i.currency || ', the books say ' || s.fee
  || ' and ' || s.fund || '.'
from invoice i cross join lateral (
  select coalesce(sum(t.amount) filter (where t.kind = 'FEE'), 0) as fee,
    coalesce(sum(t.amount) filter (where t.kind = 'FUND'), 0) as fund
  from listing l join account a on a.code = 'escrow:' || l.id and a.currency = i.currency join transfer t on t.debit = a.id
  where l.requester = i.requester and t.kind in ('FEE', 'FUND') and t.at >= i.from_at and t.at < i.to_at) s
where i.fee <> s.fee or i.fund <> s.fund
