-- The ledger: small, append-mostly, safe at a power cut. With the archive it is the truth; the warehouse follows from both.
create table if not exists submission (
    submission_id integer primary key autoincrement,
    received_at   text not null,           -- UTC, ISO 8601
    received_by   text not null,           -- principal
    file_name     text not null,           -- as the office named it
    sha256        text not null,           -- of the file in the archive
    bytes         integer not null,
    profile       text not null,
    layout        text,                    -- empty while no layout of the profile has matched
    profile_sha256   text not null,        -- the profile's files, bundled, in the archive
    reference_sha256 text not null,        -- the reference data in force when it was read
    status        text not null check (status in ('received', 'failed', 'loaded', 'superseded')),
    note          text                     -- why, where the status needs a reason
);

create index if not exists submission_by_content on submission (sha256, profile_sha256);

create table if not exists release (
    release_id      text primary key,      -- such as 2026.1
    created_at      text not null,
    created_by      text not null,
    notes           text not null,
    last_submission integer not null       -- the newest submission that it may hold
);
