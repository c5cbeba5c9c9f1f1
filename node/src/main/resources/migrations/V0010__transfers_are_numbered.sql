-- A ledger is read page by page, from the newest transfer back, and two transfers of one statement have the same instant. A
-- number gives them an order; one that is lost to a repeat or a rollback leaves a gap and nothing else.
alter table transfer add number bigint generated always as identity constraint one_number_per_transfer unique;

-- Nothing was ever read in the order of these; the newest transfers of an account are read in that of their numbers.
drop index transfer_by_debit;
drop index transfer_by_credit;
create index transfer_by_debit on transfer (debit, number);
create index transfer_by_credit on transfer (credit, number);
