-- What becomes of each table of a file: reviewers decide on tables, and tables that hold the same periods (one group) stand or fall together.
create table submission_table (
    submission_id integer not null references submission,
    name          text not null,           -- of the sheet; of a text file the file's own
    place         integer not null,        -- in the file
    group_no      integer not null,        -- tables of one number are parts of one
    status        text not null check (status in ('failed', 'awaiting_review', 'approved', 'released', 'superseded', 'withdrawn', 'rejected')),
    note          text,
    decided_by    text,
    decided_at    text,
    primary key (submission_id, name)
);

-- When something is to be published: said by a publisher before there is a release.
create table planned_release (
    plan_id integer primary key autoincrement, day text not null, notes text not null, by text not null, at text not null, cancelled_at text, release_id text);

-- Whom to ask at a data provider: a role and a unit, and no person's name.
create table contact (
    provider text not null, role text not null, unit text not null, email text not null, ref_area text not null, by text not null, at text not null, primary key (provider, role, email));

-- What analysts ask about a series. Who asked is known only by a code that nobody else has, kept as a hash.
create table question (
    question_id integer primary key autoincrement, code_hash text not null unique, at text not null, dataset text not null, ref_area text not null, series text not null,
    text text not null, answer text, answered_by text, answered_at text);
