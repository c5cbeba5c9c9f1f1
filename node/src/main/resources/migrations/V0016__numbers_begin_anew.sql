-- A node whose database came from a backup does not know how far it had counted. It asks its peers, takes back what it had
-- said to them, and counts from 1 again in a new epoch; see ADR 0023.

-- 'marked': the database came from a backup. 'asking': the new epoch has begun, peers are being asked. Until it is 'none'
-- again, the node numbers nothing.
alter table node add column recovery text not null default 'none';
alter table node add constraint recovery_is_known check (recovery in ('none', 'marked', 'asking'));
alter table node add column restored_at timestamptz;

-- Whether the peer has shown, since the database last came from a backup, what we had said to it.
alter table channel add column settled boolean not null default true;

-- What was said before is said again in the bytes that it had, so one message may stand in two epochs, and once in each.
alter table log_entry drop constraint one_log_entry_per_message;
alter table log_entry add constraint one_log_entry_per_message unique (host, epoch, id);
create index log_entry_by_id on log_entry (host, id);
drop index one_channel_message_per_id;
create unique index one_channel_message_per_id on channel_message (peer, direction, epoch, id) where refused is null;
create index channel_message_by_id on channel_message (peer, direction, id);

-- What we had said, as a peer gave it back, until the rooms have it again: some of it builds on what the peer said, which is
-- to be read again first.
create table returned_message (
  peer text not null,
  epoch bigint not null,
  seq bigint not null,
  message bytea not null,
  primary key (peer, epoch, seq)
);
