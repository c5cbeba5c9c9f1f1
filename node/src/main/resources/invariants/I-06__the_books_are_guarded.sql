select 'The guard ' || guard.name || ' of the books is gone or switched off.' as finding
from (values ('balances_follow_transfers', 'transfer'), ('transfers_are_never_changed', 'transfer'),
  ('accounts_are_never_removed', 'account'), ('balances_change_by_transfers_only', 'account'),
  ('accounts_start_at_zero', 'account'), ('a_transfer_follows_the_whole_of_another', 'transfer'),
  ('invoices_are_never_changed', 'invoice')) as guard(name, of)
where not exists (
  select from pg_trigger t where t.tgname = guard.name and t.tgrelid = guard.of::regclass and t.tgenabled in ('O', 'A'))
