select 'The account ' || a.code || ' holds ' || a.balance || ' ' || a.currency || ', and its listing knows of nothing set aside.'
  as finding
from account a left join listing l on a.code = 'topup:' || l.id and a.currency = l.currency
where a.code like 'topup:%' and a.balance <> 0 and l.topped_up is not true
