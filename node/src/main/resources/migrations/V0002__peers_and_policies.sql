-- What the members decided about the node itself and what peers let each other owe.

-- Policies in force, ours and those of the logs we read; the newest number of a host holds.
create table policy (
  host text not null,
  number bigint not null,
  sha256 bytea not null,
  message bytea not null,
  primary key (host, number)
);

-- Credit lines by peer and currency: given by us to them, and received from them. What we give is numbered over all peers:
-- a message's id follows from its number and the second in which it is said, and two peers may be told in the same one.
create sequence credit_number;
create table credit (
  peer text not null,
  direction text not null constraint credit_is_given_or_received check (direction in ('given', 'received')),
  currency text not null,
  number bigint not null,
  amount bigint not null constraint credit_is_not_negative check (amount >= 0),
  primary key (peer, direction, currency)
);

-- Hosts that asked to be heard: a short list for the stewards that causes no request of ours.
create table knock (
  host text primary key,
  at timestamptz not null
);
