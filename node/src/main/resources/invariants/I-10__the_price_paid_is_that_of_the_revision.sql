select 'The answer ' || s.claim || ' is worth ' || s.amount || ' ' || l.currency || ', its listing pays ' || l.price || '.' as finding
from submission s join listing l on l.id = s.listing
where case s.basis when 'answer' then s.amount <> l.price else s.amount > l.price end
union all
select 'The claim ' || c.id || ' was paid ' || c.paid || ', its revision pays ' || coalesce(r.price::text, 'nothing') || '.'
from claim c left join board_revision r on r.listing = c.listing and r.revision = c.revision
where c.paid is not null
  and (r.price is null or case c.state when 'submitted' then c.paid <> r.price else c.paid > r.price end)
