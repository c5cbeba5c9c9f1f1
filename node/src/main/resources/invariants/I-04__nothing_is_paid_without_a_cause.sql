-- Kinds that this version does not post are left to the version that does.
select 'The transfer ' || t.kind || ' ' || t.cause || ' of ' || t.amount || ' ' || t.currency || ' has no row that it follows from.'
  as finding
from transfer t
where case t.kind
  when 'ACCEPT' then not exists (select from submission s
    where s.claim = split_part(t.cause, '/', 2) and s.host = split_part(t.cause, '/', 1) and s.state = 'accepted' and not s.extra)
  when 'FEE' then not exists (select from submission s
    where s.claim = split_part(t.cause, '/', 2) and s.host = split_part(t.cause, '/', 1) and s.state = 'accepted' and not s.extra)
  when 'FUND' then not exists (select from submission s
    where s.claim = split_part(t.cause, '/', 2) and s.host = split_part(t.cause, '/', 1) and s.state = 'accepted' and not s.extra)
  when 'OWED' then not exists (select from submission s
    where s.claim = split_part(t.cause, '/', 2) and s.host = split_part(t.cause, '/', 1) and s.state = 'accepted' and s.extra)
  when 'EARN' then not exists (select from claim c where c.id = t.cause and c.review = 'accepted')
  when 'RESERVE' then not exists (select from listing l where l.id = t.cause)
  when 'RELEASE' then not exists (select from listing l where l.id = split_part(t.cause, '/', 1) and l.releases > 0)
  else false end
