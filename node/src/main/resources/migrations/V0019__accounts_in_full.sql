-- Money that leaves the bank, corrections, top-ups, bonuses, invoices. Whatever the bank answers late is two transfers: one when
-- the file is made, one when the bank has answered; and a correction is a transfer that names the one it takes back. Both name
-- what they follow, and nothing is followed twice.

alter table transfer
  add follows bytea,
  add constraint answers_and_corrections_name_what_they_follow
    check ((kind in ('BOOKED', 'RETURNED', 'REVERSE')) = (follows is not null));
create unique index a_transfer_is_followed_once on transfer (follows) where follows is not null;

-- Not a foreign key: that would need the right to lock rows of 'transfer', which is the right to change them.
create function a_transfer_follows_the_whole_of_another() returns trigger language plpgsql as $$
begin
  if not exists (
    select from transfer t
    where t.id = new.follows and t.currency = new.currency and t.amount = new.amount and t.credit = new.debit
      and case new.kind
        when 'BOOKED' then t.kind in ('PAYOUT', 'WITHDRAW')
        when 'RETURNED' then t.kind in ('PAYOUT', 'WITHDRAW', 'BOOKED')
        else t.debit = new.credit and t.kind in ('DEPOSIT', 'EXPENSE', 'INCOME', 'MOVE') end)
  then
    raise exception 'a % names no whole transfer that it could follow', new.kind using errcode = 'integrity_constraint_violation',
      constraint = 'a_transfer_follows_the_whole_of_another';
  end if;
  return new;
end $$;
create trigger a_transfer_follows_the_whole_of_another before insert on transfer
  for each row when (new.follows is not null) execute function a_transfer_follows_the_whole_of_another();

-- A foreign key is asked row by row, and each asking locks the account, which is hot: three quarters of the time of a posting.
-- Accounts are never removed and never change their currency, so one count for each statement keeps the same promise.
alter table transfer drop constraint debit_is_of_the_same_currency, drop constraint credit_is_of_the_same_currency;
create or replace function balances_follow_transfers() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  ids bigint[];
  currencies text[];
  changes bigint[];
  moved bigint;
begin
  select array_agg(account order by account), array_agg(currency order by account), array_agg(change order by account)
  into ids, currencies, changes
  from (
    select account, currency, sum(amount)::bigint as change
    from (select debit as account, currency, -amount as amount from posted union all select credit, currency, amount from posted) leg
    group by account, currency) summed;
  if ids is null then
    return null;
  end if;
  perform 1 from account where id = any(ids) order by id for no key update;
  update account set balance = balance + n.change
  from unnest(ids, currencies, changes) as n(id, currency, change)
  where account.id = n.id and account.currency = n.currency;
  get diagnostics moved = row_count;
  if moved <> cardinality(ids) then
    raise exception 'a transfer names no account of its currency' using errcode = 'integrity_constraint_violation',
      constraint = 'both_legs_are_accounts_of_the_same_currency';
  end if;
  return null;
end $$;

-- Whoever posts may read and add. The owner of a table may take rights from itself; a superuser is stopped by the triggers alone.
revoke update, delete, truncate on transfer from current_user;

-- Exports and invoices read a span of time; transfers are written in the order of time, so a page knows its span.
create index transfer_by_time on transfer using brin (at) with (pages_per_range = 32);

-- Who put a transfer into the books by hand, and what they said it is.
create table booking (
  transfer bytea primary key,
  by text not null,
  text text not null,
  booked_at timestamptz not null
);

create table correction (
  id text primary key,
  transfer bytea not null,
  reason text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  state text not null default 'waiting' constraint correction_state_is_known check (state in ('waiting', 'confirmed', 'refused')),
  decided_by text,
  decided_at timestamptz,
  constraint a_correction_that_is_decided_says_by_whom check ((state = 'waiting') = (decided_by is null)),
  constraint nobody_confirms_their_own_correction check (state <> 'confirmed' or decided_by <> asked_by)
);
create unique index one_correction_per_transfer on correction (transfer) where state <> 'refused';
create index correction_by_age on correction (id desc);

-- Where somebody is paid. A change is a new row; the newest counts, once its time has come (W-20).
create table payout_account (
  id text primary key,
  owner text not null,
  account text not null,
  iban boolean not null,
  holder text not null,
  set_by text not null,
  set_at timestamptz not null,
  usable_at timestamptz not null,
  constraint a_new_account_waits_three_days check (usable_at >= set_at + interval '72 hours')
);
create index payout_account_by_owner on payout_account (owner, set_at desc);

create table payment_file (
  id text primary key,
  currency text not null,
  payments integer not null,
  total bigint not null,
  made_by text not null,
  made_at timestamptz not null
);

-- A line of a file for the bank. What a requester takes back waits for the next file; what members are owed is put into one.
create table payment (
  id text primary key,
  transfer bytea not null constraint one_payment_per_transfer unique,
  kind text not null constraint payment_kind_is_known check (kind in ('payout', 'share', 'withdrawal')),
  payee text not null,
  currency text not null,
  amount bigint not null constraint payment_is_positive check (amount > 0),
  account text references payout_account,
  file text references payment_file,
  asked_by text not null,
  asked_at timestamptz not null,
  state text not null constraint payment_state_is_known check (state in ('waiting', 'sent', 'booked', 'returned')),
  decided_by text,
  decided_at timestamptz,
  reason text,
  constraint what_waits_is_in_no_file check (state <> 'waiting' or file is null),
  constraint what_was_sent_is_in_a_file_with_its_account
    check (state not in ('sent', 'booked') or file is not null and account is not null)
);
create index payment_by_file on payment (file, id);
create index payment_waiting on payment (id) where state = 'waiting';
create index payment_by_payee on payment (payee, id desc);

-- Money for bonuses that a requester sets aside with a listing; what is left of it goes back when the listing has ended.
alter table listing add topped_up boolean not null default false;
create index listing_with_top_up on listing (id) where topped_up;

create table bonus (
  id text primary key,
  obligation text not null,
  claim text not null references submission,
  host text not null,
  listing text not null references listing,
  currency text not null,
  amount bigint not null constraint bonus_is_positive check (amount > 0),
  source text not null constraint bonus_source_is_known check (source in ('topup', 'prepaid', 'lost')),
  reason text not null,
  by text not null,
  due timestamptz not null,
  granted_at timestamptz not null
);
create index bonus_by_listing on bonus (listing, id);
create index bonus_by_claim on bonus (claim);

create table bonus_heard (
  peer text not null,
  id text not null,
  claim text not null references claim,
  member text not null,
  currency text not null,
  amount bigint not null constraint heard_bonus_is_positive check (amount > 0),
  reason text not null,
  due timestamptz not null,
  heard_at timestamptz not null,
  primary key (peer, id)
);
create index bonus_heard_by_member on bonus_heard (member, heard_at);

-- What an accountant sets, and where invoicing stands. The number is taken in the transaction that writes the invoice, so none is
-- ever missing.
create table accounting (
  one boolean primary key default true constraint there_is_one_accounting check (one),
  siren text not null default '',
  note text not null default '',
  invoiced_until timestamptz,
  last_invoice bigint not null default 0
);
insert into accounting default values;

create table invoice (
  number bigint primary key,
  requester text not null,
  name text not null,
  country text not null,
  register text not null,
  currency text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  answers bigint not null,
  fee bigint not null,
  fund bigint not null,
  note text not null,
  made_at timestamptz not null,
  constraint one_invoice_per_requester_month_and_currency unique (requester, currency, from_at)
);
create function invoices_are_never_changed() returns trigger language plpgsql as $$
begin
  raise exception 'an invoice is never changed' using errcode = 'integrity_constraint_violation',
    constraint = 'invoices_are_never_changed';
end $$;
create trigger invoices_are_never_changed before update or delete or truncate on invoice
  for each statement execute function invoices_are_never_changed();

-- An account's number in the accountant's chart, where it is not the usual one.
create table chart_account (
  class text primary key,
  number text not null,
  label text not null,
  set_by text not null,
  set_at timestamptz not null
);
