-- At the policy under which it was published; a floor in no currency of the listing's binds nobody.
with floor as (
  select p.number, f ->> 'currency' as currency, (f ->> 'amount')::numeric as amount
  from policy p cross join lateral jsonb_array_elements(case when pg_input_is_valid(convert_from(p.message, 'UTF8'), 'jsonb')
    then convert_from(p.message, 'UTF8')::jsonb #> '{object,payFloor}' end) as f
  where p.host = current_setting('check.self'))
select 'The listing ' || l.id || ' pays ' || l.price || ' ' || l.currency || ' for ' || l.estimated_seconds
  || ' seconds, which is below the floor of ' || f.amount || ' an hour.' as finding
from listing l join floor f on f.number = l.policy_number and f.currency = l.currency
where l.price::numeric * 3600 < f.amount * l.estimated_seconds
