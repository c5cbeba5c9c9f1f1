select 'The database belongs to ' || host || ' and not to ' || current_setting('check.self') || '.' as finding
from node where host <> current_setting('check.self')
