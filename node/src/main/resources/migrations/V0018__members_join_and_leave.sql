-- Membership is apart from roles: somebody joins, is a full member after probation, and leaves or is excluded after a hearing.
-- A role is held for a term. Requesters are organisations of several people, checked by stewards. What stewards do about
-- people, and what they read of them, is told to the members.

-- What happened to people, for pages and minutes. Never changed: ids of who did it ('actor'; null is the machine or the clock)
-- and of whom it is about; 'what' is a role, a day, or a word said to all members. Names are looked up when it is read, and
-- reasons stand with what they are reasons of.
create table people_event (
  number bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null,
  actor text,
  about text not null,
  decision text,
  what text
);
create index people_event_by_subject on people_event (about, number);

create function people_events_are_never_changed() returns trigger language plpgsql as $$
begin
  raise exception 'what happened stays written' using errcode = 'integrity_constraint_violation';
end $$;
create trigger people_events_are_never_changed before update or delete or truncate on people_event
  for each statement execute function people_events_are_never_changed();

-- Somebody asks to join: from outside, or signed in ('person'). By 'sha256' whoever asked sees it again.
create table application (
  id text primary key,
  sha256 bytea not null constraint one_application_per_link unique,
  name text not null,
  contact text not null,
  why text not null,
  person text references person,
  invited_by text references person,
  made_at timestamptz not null,
  state text not null default 'open'
    constraint application_state_is_known check (state in ('open', 'admitted', 'declined', 'withdrawn', 'lapsed')),
  decided_at timestamptz,
  decision text,
  human text references person,
  reasons text,
  answer_contact text,
  review_on date,
  constraint a_decided_application_says_when check ((state = 'open') = (decided_at is null)),
  constraint an_admitted_application_names_its_person check (state <> 'admitted' or person is not null),
  constraint who_declines_gives_a_name_reasons_a_contact_and_a_review check (state <> 'declined'
    or (human is not null and reasons <> '' and answer_contact <> '' and review_on > (decided_at at time zone 'UTC')::date
        and reasons is not null and answer_contact is not null and review_on is not null))
);
create index open_application on application (made_at) where state = 'open';
create index application_by_person on application (person);
create index application_to_forget on application (decided_at)
  where state in ('declined', 'withdrawn', 'lapsed') and contact <> '';
create unique index one_open_application_per_person on application (person) where state = 'open';

-- A link with which a steward invites somebody to apply; used once.
create table invitation (
  sha256 bytea primary key,
  made_by text not null references person,
  made_at timestamptz not null,
  ends_at timestamptz not null,
  used_at timestamptz
);
create index invitation_by_clock on invitation (ends_at);

-- Nobody is excluded unheard: first it is proposed, by a human, with reasons, a contact and a date of review; then she has until
-- 'heard_until' to reply; then it is decided. From the date of review on she may be admitted again.
create table exclusion (
  id text primary key,
  person text not null references person,
  human text not null references person,
  reasons text not null,
  contact text not null,
  review_on date not null,
  proposed_at timestamptz not null,
  heard_until timestamptz not null,
  reply text,
  replied_at timestamptz,
  state text not null default 'proposed' constraint exclusion_state_is_known check (state in ('proposed', 'excluded', 'dropped')),
  decided_at timestamptz,
  decided_by text references person,
  decision text,
  review_said boolean not null default false,
  constraint an_exclusion_gives_reasons_a_contact_and_a_review
    check (reasons <> '' and contact <> '' and review_on > (proposed_at at time zone 'UTC')::date),
  constraint nobody_excludes_herself check (human <> person),
  constraint a_reply_says_when check ((reply is null) = (replied_at is null)),
  constraint nobody_is_excluded_unheard
    check (state <> 'excluded' or decision is not null and (replied_at is not null or heard_until <= decided_at)),
  constraint a_decided_exclusion_says_when check ((state = 'proposed') = (decided_at is null))
);
create unique index one_exclusion_at_a_time on exclusion (person) where state = 'proposed';
create index exclusion_by_person on exclusion (person, proposed_at);
create index exclusion_to_review on exclusion (review_on) where state = 'excluded' and not review_said;

create table membership (
  number bigint generated always as identity primary key,
  person text not null references person,
  state text not null constraint membership_state_is_known check (state in ('probation', 'full', 'left', 'excluded')),
  since timestamptz not null,
  probation_ends timestamptz,
  decision text not null,
  ended_at timestamptz,
  ended_by text,
  exclusion text references exclusion,
  constraint probation_has_an_end check (state <> 'probation' or probation_ends is not null),
  constraint an_ended_membership_says_when check ((state in ('left', 'excluded')) = (ended_at is not null)),
  constraint an_excluded_member_was_heard check ((state = 'excluded') = (exclusion is not null))
);
create unique index one_membership_at_a_time on membership (person) where ended_at is null;
create index membership_by_person on membership (person, number);
create index membership_by_admission on membership (since) where state = 'full';
create index probation_by_clock on membership (probation_ends) where state = 'probation';

-- A role is held from 'since' to 'until' (null: until it is given to another), by a decision. The last steward's term goes on.
create table term (
  number bigint generated always as identity primary key,
  person text not null references person,
  role text not null
    constraint role_is_known check (role in ('worker', 'requester', 'treasurer', 'steward', 'secretary')),
  since timestamptz not null,
  until timestamptz,
  decision text not null,
  goes_on boolean not null default false,
  ended_at timestamptz,
  ended_by text,
  constraint a_term_ends_after_it_begins check (until is null or until > since),
  constraint an_ended_term_says_why check ((ended_at is null) = (ended_by is null))
);
create unique index one_term_per_person_and_role on term (person, role) where ended_at is null;
create index term_by_person on term (person, number);
create index term_by_clock on term (until) where ended_at is null;
create index term_by_role on term (role) where ended_at is null;

-- What a person may do, and whether she is a member, is asked with every request; it is kept beside her name by what it follows
-- from, and by nothing else.
alter table person drop constraint person_has_a_role;
alter table person drop constraint requester_role_names_its_requester;
alter table person add constraint who_publishes_names_a_requester
  check (not ('requester' = any(roles)) or requester is not null);
alter table person add column member boolean not null default false;
create index person_by_requester on person (requester) where requester is not null;

insert into membership (person, state, since, decision)
select id, 'full', added_at, 'founding' from person where roles && array['worker', 'treasurer', 'steward'] order by added_at, id;
insert into term (person, role, since, decision)
select id, role, added_at, 'founding' from person cross join unnest(roles) as role order by added_at, id, role;
update person set member = exists (select from membership m where m.person = person.id);

-- The person first: of two that change her terms at once the second waits here and then sees what the first did.
create function roles_follow_terms() returns trigger language plpgsql as $$
begin
  perform 1 from person where id = new.person for no key update;
  update person set roles = coalesce(
      (select array_agg(role order by role) from term where person = new.person and ended_at is null), '{}')
  where id = new.person;
  return null;
end $$;
create trigger roles_follow_terms after insert or update on term for each row execute function roles_follow_terms();

create function members_follow_memberships() returns trigger language plpgsql as $$
begin
  perform 1 from person where id = new.person for no key update;
  update person set member = exists (select from membership where person = new.person and ended_at is null)
  where id = new.person;
  return null;
end $$;
create trigger members_follow_memberships after insert or update on membership
  for each row execute function members_follow_memberships();

create function a_person_is_what_was_decided() returns trigger language plpgsql as $$
begin
  raise exception 'roles follow terms, and members memberships' using errcode = 'integrity_constraint_violation';
end $$;
create trigger a_person_is_what_was_decided before update of roles, member on person
  for each row when (pg_trigger_depth() = 0) execute function a_person_is_what_was_decided();

-- Requesters: an organisation that a steward has checked, and whose contact has answered.
alter table requester add column contact text;
alter table requester add column answered_at timestamptz;
alter table requester add column code_sha256 bytea;
alter table requester add column code_made_at timestamptz;
alter table requester add column code_tries integer not null default 0;
update requester set answered_at = added_at;

-- What was checked of a requester, against what, by whom (null: somebody at the machine); the newest is shown.
create table legal_check (
  number bigint generated always as identity primary key,
  requester text not null references requester,
  what text not null,
  against text not null,
  checked_by text references person,
  at timestamptz not null,
  constraint a_check_says_what_and_against_what check (what <> '' and against <> '')
);
create index legal_check_by_requester on legal_check (requester, number);
insert into legal_check (requester, what, against, checked_by, at)
select r.id, 'name, country, register', r.register, p.id, r.added_at from requester r left join person p on p.id = r.added_by;

create table suspension (
  id text primary key,
  requester text not null references requester,
  human text not null references person,
  reasons text not null,
  contact text not null,
  review_on date not null,
  at timestamptz not null,
  lifted_at timestamptz,
  lifted_by text references person,
  review_said boolean not null default false,
  constraint a_suspension_gives_reasons_a_contact_and_a_review
    check (reasons <> '' and contact <> '' and review_on > (at at time zone 'UTC')::date),
  constraint a_lifted_suspension_says_by_whom check ((lifted_at is null) = (lifted_by is null))
);
create unique index one_suspension_at_a_time on suspension (requester) where lifted_at is null;
create index suspension_by_requester on suspension (requester, at);
create index suspension_to_review on suspension (review_on) where lifted_at is null and not review_said;
