select 'The accepted answer ' || a.claim || ' of ' || a.host || ' is not of a slot that it was lent under ' || a.lease || '.' as finding
from submission a
  left join lease e on e.id = a.lease and e.host = a.host and e.listing = a.listing
  left join lease_slot ls on ls.lease = a.lease and ls.slot = a.slot
  left join slot s on s.id = a.slot and s.unit = a.unit and s.listing = a.listing
where a.state = 'accepted' and (e.id is null or s.id is null or ls.ended is null or ls.ended = 'returned')
union all
select 'The answer ' || a.claim || ' has other bytes than its hash says.'
from submission a where a.basis = 'answer' and a.answer_sha256 <> sha256(convert_to(a.answer, 'UTF8'))
