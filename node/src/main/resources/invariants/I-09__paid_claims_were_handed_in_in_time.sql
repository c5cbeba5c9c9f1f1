select 'The claim ' || id || ' is ' || state || ' and ' || review || ', due ' || due || ', ended ' || coalesce(ended_at::text, 'never')
  || '.' as finding
from claim
where review is not null and (state not in ('submitted', 'declined') or ended_at is null or ended_at < opened_at
  or ended_at > due + current_setting('check.grace_seconds')::integer * interval '1 second')
union all
select 'The claim ' || id || ' has another answer than its hash says.'
from claim where state = 'submitted' and answer is not null
  and answer_sha256 is distinct from sha256(convert_to(answer, 'UTF8'))
