-- Double-entry books, insert-only: each transfer has one debit, one credit and a positive amount, in one currency. A balance
-- is what was credited less what was debited, so that the balances of a currency add up to nothing at every instant. It is a
-- sum kept beside the transfers by the statement that inserts them, and by nothing else.

create table account (
  id bigint generated always as identity primary key,
  code text not null,
  currency text not null,
  side text not null constraint side_is_known check (side in ('asset', 'liability', 'reserved')),
  balance bigint not null default 0,
  constraint one_account_per_code_and_currency unique (code, currency),
  constraint account_has_one_currency unique (id, currency),
  constraint assets_never_above_zero check (side <> 'asset' or balance <= 0),
  constraint liabilities_never_below_zero check (side <> 'liability' or balance >= 0),
  constraint prepaid_and_escrow_never_below_zero check (side <> 'reserved' or balance >= 0)
);

create table transfer (
  id bytea primary key,
  kind text not null,
  cause text not null,
  currency text not null,
  debit bigint not null,
  credit bigint not null,
  amount bigint not null constraint transfer_amount_is_positive check (amount > 0),
  at timestamptz not null,
  constraint transfer_has_two_legs check (debit <> credit),
  constraint debit_is_of_the_same_currency foreign key (debit, currency) references account (id, currency),
  constraint credit_is_of_the_same_currency foreign key (credit, currency) references account (id, currency)
);
create index transfer_by_debit on transfer (debit, at);
create index transfer_by_credit on transfer (credit, at);

-- One update per account and statement, however many transfers it posts: a fee account is hot. The accounts are locked in
-- the order of their ids first, so that two postings that share accounts wait for each other and never in a circle.
create function balances_follow_transfers() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  perform 1 from account
    where id in (select debit from posted union select credit from posted)
    order by id for no key update;
  update account set balance = balance + change.amount
  from (
    select leg.account, sum(leg.amount)::bigint as amount
    from (select debit as account, -amount as amount from posted union all select credit, amount from posted) leg
    group by leg.account) change
  where account.id = change.account;
  return null;
end $$;

create trigger balances_follow_transfers after insert on transfer
  referencing new table as posted for each statement execute function balances_follow_transfers();

create function books_are_never_changed() returns trigger language plpgsql as $$
begin
  raise exception '% is insert-only: post a reversing transfer instead', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;

create trigger transfers_are_never_changed before update or delete or truncate on transfer
  for each statement execute function books_are_never_changed();
create trigger accounts_are_never_removed before delete or truncate on account
  for each statement execute function books_are_never_changed();
-- At depth 0 somebody writes by hand; at depth 1 it is the trigger above.
create trigger balances_change_by_transfers_only before update on account
  for each row when (pg_trigger_depth() = 0) execute function books_are_never_changed();
create trigger accounts_start_at_zero before insert on account
  for each row when (new.balance <> 0) execute function books_are_never_changed();
