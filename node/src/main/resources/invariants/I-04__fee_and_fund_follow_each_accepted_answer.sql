select 'The accepted answer ' || s.claim || ' should bring ' || n.amount || ' ' || l.currency || ' by ' || n.kind || ' and brought '
  || coalesce(t.amount, 0) || '.' as finding
from submission s join listing l on l.id = s.listing
cross join lateral (values ('FEE', l.fee), ('FUND', l.fund)) as n(kind, amount)
left join transfer t on t.kind = n.kind and t.cause = s.host || '/' || s.claim and t.currency = l.currency
where s.state = 'accepted' and not s.extra and coalesce(t.amount, 0) <> n.amount
