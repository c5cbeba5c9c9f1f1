select 'The account ' || code || ' is beyond its limit: ' || balance || ' ' || currency || '.' as finding
from account where case side when 'asset' then balance > 0 else balance < 0 end
