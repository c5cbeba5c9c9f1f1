with member as (select id from person union select member from claim)
select 'The answer ' || s.claim || ' names its worker otherwise than by a pseudonym.' as finding
from submission s
where s.worker !~ '^A[0-9A-HJKMNP-TV-Z]{25}$' or s.subject !~ '^S[0-9A-HJKMNP-TV-Z]{25}$'
  or s.worker in (select id from member) or s.subject in (select id from member)
