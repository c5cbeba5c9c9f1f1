select 'Entry ' || index || ' of the log of ' || host || ' has no bytes, and was neither refused nor taken back nor dropped.' as finding
from log_entry where message is null and refused is null and gone is null
union all
select 'Entry ' || index || ' of our own log is gone, and we never said that we take it back.'
from log_entry e
where host = current_setting('check.self') and (gone = 'expired' or gone = 'erased' and not exists (
  select from tombstone t where t.host = e.host and t.id = e.id))
