-- What peers make us store is bounded for each of them (F-67): the bytes of its messages, of its log and of its channel to us.
-- The sum is kept by the statements that add, erase or remove messages, and by nothing else; a constraint on it decides. Our own
-- messages are ours to keep, whatever they take.

create table peer_storage (
  host text primary key,
  bytes bigint not null,
  constraint peers_store_within_their_share check (bytes <= 1073741824),
  constraint stored_bytes_are_not_negative check (bytes >= 0)
);

insert into peer_storage (host, bytes)
select host, sum(octet_length(message)) from (
  select host, message from log_entry
  union all select peer, message from channel_message where direction = 'in') as message
where host is distinct from (select node.host from node) and message is not null
group by host;

-- The row is the last that a transaction of a peer locks, so two of one peer wait for each other here and never in a circle.
create function store_for_peer(of text, change bigint) returns void language plpgsql as $$
begin
  if change = 0 or of is not distinct from (select host from node) then
    return;
  end if;
  update peer_storage set bytes = bytes + change where host = of;
  if not found then
    insert into peer_storage (host, bytes) values (of, change)
    on conflict (host) do update set bytes = peer_storage.bytes + excluded.bytes;
  end if;
end $$;

create function storage_follows_logs() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform store_for_peer(host, coalesce(sum(octet_length(message)), 0)) from added group by host order by host;
  elsif tg_op = 'DELETE' then
    perform store_for_peer(host, -coalesce(sum(octet_length(message)), 0)) from removed group by host order by host;
  else
    perform store_for_peer(host, sum(bytes)::bigint) from (
      select host, coalesce(octet_length(message), 0) as bytes from added
      union all select host, -coalesce(octet_length(message), 0) from removed) as message group by host order by host;
  end if;
  return null;
end $$;

create function storage_follows_channels() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform store_for_peer(peer, coalesce(sum(octet_length(message)), 0)) from added where direction = 'in'
    group by peer order by peer;
  elsif tg_op = 'DELETE' then
    perform store_for_peer(peer, -coalesce(sum(octet_length(message)), 0)) from removed where direction = 'in'
    group by peer order by peer;
  else
    perform store_for_peer(peer, sum(bytes)::bigint) from (
      select peer, coalesce(octet_length(message), 0) as bytes from added where direction = 'in'
      union all select peer, -coalesce(octet_length(message), 0) from removed where direction = 'in') as message
    group by peer order by peer;
  end if;
  return null;
end $$;

create trigger storage_follows_added_entries after insert on log_entry
  referencing new table as added for each statement execute function storage_follows_logs();
create trigger storage_follows_erased_entries after update on log_entry
  referencing old table as removed new table as added for each statement execute function storage_follows_logs();
create trigger storage_follows_removed_entries after delete on log_entry
  referencing old table as removed for each statement execute function storage_follows_logs();
create trigger storage_follows_added_messages after insert on channel_message
  referencing new table as added for each statement execute function storage_follows_channels();
create trigger storage_follows_erased_messages after update on channel_message
  referencing old table as removed new table as added for each statement execute function storage_follows_channels();
create trigger storage_follows_removed_messages after delete on channel_message
  referencing old table as removed for each statement execute function storage_follows_channels();

create index unfinished_listing_of_host on board_listing (host) where state in ('open', 'paused');
