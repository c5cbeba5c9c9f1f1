-- What our own members' claims tell of listings and requesters, kept so that the board can be read without counting claims.
-- Each claim is counted once: when it was handed in, and when somebody had first looked at it.

-- How long answers took here. 'recent': the seconds of the last two hundred, in the order in which they were handed in.
create table listing_pace (
  listing bigint primary key references board_listing,
  answers bigint not null,
  recent bigint[] not null,
  median_seconds bigint not null default 0
);

-- How a requester treats answers from here. 'recent': the seconds until somebody looked, of the last two hundred.
create table requester_manners (
  requester_url text primary key,
  reviewed bigint not null,
  rejected bigint not null,
  recent bigint[] not null,
  median_seconds bigint not null default 0
);

-- 'draft': what its member has written so far, found again on another device.
alter table claim
  add draft text,
  add constraint a_draft_ends_with_its_claim check (draft is null or state = 'open'),
  add pace_counted boolean not null default false,
  add manners_counted boolean not null default false;
-- Both are all but empty: a row leaves with the next tick.
create index answer_to_be_counted on claim (ended_at) where state = 'submitted' and not pace_counted;
create index review_to_be_counted on claim (reviewed_at)
  where state = 'submitted' and review is not null and not manners_counted;

-- What a member has earned since some day, and has handed in since some hour.
create index accepted_claim_by_member on claim (member, reviewed_at) where review = 'accepted';
create index ended_claim_by_member on claim (member, ended_at) where state in ('submitted', 'released', 'declined');
-- What a member has given back is not brought again by itself.
create index released_claim_by_member on claim (member, unit, listing) where state = 'released';

-- After how long an answer that nobody reviewed is accepted. Of revisions read before it stands in the signed bytes; where those
-- were erased it is the most that a listing may state, so that what we tell a worker stays true.
alter table board_revision add auto_accept_seconds bigint not null default 31536000;
update board_revision r
set auto_accept_seconds =
  (convert_from(e.message, 'UTF8')::jsonb #>> '{object,reciprocal,autoAcceptSeconds}')::bigint
from board_listing l, log_entry e
where l.key = r.listing and e.host = l.host and e.id = r.message and e.message is not null;
alter table board_revision alter auto_accept_seconds drop default;

-- Each search reads the whole list of entries that are not in the tree yet: four megabytes of it, unless told otherwise.
alter index board_by_words set (gin_pending_list_limit = 256);
alter index board_by_language set (gin_pending_list_limit = 256);
create index board_by_skill on board_listing using gin (skills) with (gin_pending_list_limit = 256)
  where shown and state = 'open';
