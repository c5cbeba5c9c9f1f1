select 'The transfer ' || encode(t.id, 'hex') || ' (' || t.kind || ' ' || t.cause || ') has no two legs of a positive amount in '
  || t.currency || '.' as finding
from transfer t left join account d on d.id = t.debit left join account c on c.id = t.credit
where t.amount <= 0 or t.debit = t.credit or d.currency is distinct from t.currency or c.currency is distinct from t.currency
