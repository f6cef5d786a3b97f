-- Who may do what, what is to be done, and who did what.
create table submission_2 (
    submission_id    integer primary key autoincrement,
    received_at      text not null,           -- UTC, ISO 8601
    received_by      text not null,           -- principal
    file_name        text not null,           -- as the office named it
    sent_sha256      text not null,           -- of the file as it was sent
    sha256           text,                    -- of what the archive keeps: the file, or the counts of a register; none before it was counted
    bytes            integer not null,
    profile          text not null,
    layout           text,                    -- empty while no layout of the profile has matched
    profile_sha256   text not null,           -- the profile's files, bundled, in the archive
    reference_sha256 text not null,           -- the reference data in force when it was received
    ref_area         text not null,
    dataset          text not null,
    idempotency_key  text,
    status           text not null check (status in ('received', 'checking', 'failed', 'awaiting_review', 'approved', 'released', 'superseded', 'withdrawn', 'rejected')),
    note             text,                    -- why, where the status needs a reason
    decided_by       text,
    decided_at       text,
    load_order       integer unique           -- its place among those in the star; none while it is not there
);
insert into submission_2
select submission_id, received_at, received_by, file_name, sha256, sha256, bytes, profile, layout, profile_sha256, reference_sha256, '', '', null,
    case when status in ('loaded', 'superseded') then case when submission_id <= coalesce((select max(last_submission) from release), 0) then 'released' else 'approved' end else status end,
    note, null, null, case when status in ('loaded', 'superseded') then submission_id end
from submission;
drop table submission;
alter table submission_2 rename to submission;
create index submission_by_content on submission (sent_sha256, profile_sha256);
create unique index submission_by_idempotency_key on submission (received_by, idempotency_key) where idempotency_key is not null;

create table principal (
    principal_id text primary key, name text not null, roles text not null, areas text not null, -- with blanks between; areas of a provider
    created_at text not null, created_by text not null, disabled_at text);

-- A key is shown once; what is kept recognises it and cannot be turned back into it.
create table api_key (
    key_id integer primary key autoincrement, principal_id text not null references principal, prefix text not null unique, hash text not null,
    created_at text not null, expires_at text, revoked_at text);

create table job (
    job_id integer primary key autoincrement, kind text not null, subject text not null, principal text not null, state text not null check (state in ('pending', 'running', 'done', 'failed')),
    progress text, created_at text not null, started_at text, ended_at text, note text);

create table comment (comment_id integer primary key autoincrement, submission_id integer not null references submission, at text not null, by text not null, text text not null);

-- Warnings that an office explained; the reason holds for later submissions of the same table.
create table accepted_warning (dataset text not null, finding text not null, reason text not null, by text not null, at text not null, primary key (dataset, finding));

-- Each row's hash is over its content and the hash before it: a changed or removed row shows.
create table audit (
    seq integer primary key autoincrement, at text not null, who text not null, action text not null, subject text not null, address text, detail text, hash text not null);

alter table release add column embargo_until text;
alter table release add column withdrawn_at text;
alter table release add column withdrawn_reason text;
alter table release add column successor text;
