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
  when 'RELEASE' then not exists (select from listing l where l.id = split_part(t.cause, '/', 1)
    and (l.releases > 0 or t.cause = l.id || '/topup'))
  when 'TOPUP' then not exists (select from listing l where l.id = split_part(t.cause, '/', 1))
  when 'BONUS' then not exists (select from bonus b where b.id = t.cause)
  when 'BONUS_EARNED' then not exists (select from bonus_heard b
    where b.peer = split_part(t.cause, '/', 1) and b.id = split_part(t.cause, '/', 2))
  when 'PAYOUT' then not exists (select from payment p where p.transfer = t.id)
  when 'WITHDRAW' then not exists (select from payment p where p.transfer = t.id)
  when 'EXPENSE' then not exists (select from booking b where b.transfer = t.id)
  when 'INCOME' then not exists (select from booking b where b.transfer = t.id)
  when 'MOVE' then not exists (select from booking b where b.transfer = t.id)
  when 'REVERSE' then not exists (select from correction k
    where k.transfer = t.follows and k.state = 'confirmed' and k.decided_by <> k.asked_by)
  else false end
