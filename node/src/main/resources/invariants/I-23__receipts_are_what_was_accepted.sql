with accepted as (
  select s.subject, l.requester_url, l.skill, sum(s.seconds) as seconds, count(*) filter (where s.basis = 'answer') as ok
  from submission s join listing l on l.id = s.listing where s.state = 'accepted' group by s.subject, l.requester_url, l.skill)
select 'The receipt of ' || coalesce(r.subject, a.subject) || ' says ' || coalesce(r.ok, 0) || ' answers in '
  || coalesce(r.paid_seconds, 0) || ' seconds, accepted were ' || coalesce(a.ok, 0) || ' in ' || coalesce(a.seconds, 0) || '.' as finding
from receipt_line r full join accepted a
  on a.subject = r.subject and a.requester_url = r.requester_url and a.skill = r.skill
where (coalesce(r.ok, 0) <> coalesce(a.ok, 0) or coalesce(r.paid_seconds, 0) <> coalesce(a.seconds, 0))
  -- After a restore it may say more: of listings that only the lost disk knew, the receipts are left.
  and not (coalesce(r.ok, 0) >= coalesce(a.ok, 0) and (select restored_at is not null from node))
