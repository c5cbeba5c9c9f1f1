with earned as (
  select e.peer, c.member, r.requester_url, r.skill, count(*) filter (where c.state = 'submitted') as ok, sum(c.seconds) as seconds
  from claim c join held_slot s on s.key = c.held_slot join held_lease e on e.key = s.lease
    join board_revision r on r.listing = c.listing and r.revision = c.revision
  where c.review = 'accepted' group by e.peer, c.member, r.requester_url, r.skill)
select 'The paid work of ' || coalesce(p.member, e.member) || ' for ' || coalesce(p.requester_url, e.requester_url) || ' is '
  || coalesce(p.ok, 0) || ' answers in ' || coalesce(p.seconds, 0) || ' seconds, its claims say ' || coalesce(e.ok, 0) || ' in '
  || coalesce(e.seconds, 0) || '.' as finding
from paid_work p full join earned e
  on e.peer = p.peer and e.member = p.member and e.requester_url = p.requester_url and e.skill = p.skill
where coalesce(p.ok, 0) <> coalesce(e.ok, 0) or coalesce(p.seconds, 0) <> coalesce(e.seconds, 0)
union all
select 'The receipt ' || r.id || ' of ' || r.peer || ' says more than what we booked.'
from receipt r left join paid_work p
  on p.peer = r.peer and p.subject = r.subject and p.requester_url = r.requester_url and p.skill = r.skill
where r.ok > coalesce(p.ok, 0) or r.paid_minutes * 60 > coalesce(p.seconds, 0)
