select 'The policy ' || p.number || ' of ' || p.host || ' is not the one in its log.' as finding
from policy p
where p.sha256 <> sha256(p.message)
  or not exists (select from log_entry e where e.host = p.host and e.kind = 'policy-enacted' and e.hash = p.sha256)
