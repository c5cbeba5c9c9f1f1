select 'The balances of ' || currency || ' add up to ' || sum(balance) || ' instead of 0.' as finding
from account group by currency having sum(balance) <> 0
