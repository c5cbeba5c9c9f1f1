select 'The listing ' || b.url || ' on the board is not the message ' || b.message || ' in the log of ' || b.host || '.' as finding
from board_listing b
where not exists (
  select from log_entry e where e.host = b.host and e.id = b.message and e.hash = b.hash and e.kind = 'listing-published'
    and e.refused is null)
