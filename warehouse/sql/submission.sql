-- What the star knows of the submissions in it, and of the rules that made its harmonised figures.

create table if not exists dim_submission (
    submission_id uinteger primary key, dataset usmallint not null, file_name varchar not null, sha256 varchar not null,
    received_at timestamp not null, profile varchar not null, layout varchar not null);

create table if not exists submission_part (submission_id uinteger not null, part usmallint not null, name varchar not null);

-- How each label of the file was read: one row a distinct label.
create table if not exists submission_label (
    submission_id uinteger not null, part usmallint not null, column_name varchar not null, label varchar, component varchar not null, code varchar not null, rule varchar not null);

-- Estimates of what is bounded only, apart from the figures so that none is summed: each belongs to the figure of its key and submission.
create table if not exists point_estimate (
    ref_area usmallint not null, dataset usmallint not null, indicator usmallint not null, size_class usmallint not null, activity usmallint not null, sex usmallint not null,
    unit_measure usmallint not null, price_base usmallint not null, time_period usmallint not null, submission uinteger not null, point decimal(38, 16) not null);

-- The register that a submission was counted from, which is kept nowhere, and how many of its rows each row of counts stands for.
create table if not exists submission_register (
    submission_id uinteger primary key, file_name varchar not null, sha256 varchar not null, bytes bigint not null, rows_read bigint not null, rows_counted bigint not null, filter varchar, counted_by varchar not null);
create table if not exists submission_register_row (submission_id uinteger not null, source_row uinteger not null, units bigint not null);

create table if not exists harmonisation_rule (
    rule_id usmallint primary key default nextval('code_id'), kind varchar not null, source_code varchar not null, target_code varchar not null, detail varchar);

-- The codes that a rule takes together: one row an input.
create table if not exists rule_input (rule_id usmallint not null, component varchar not null, code varchar not null, primary key (rule_id, component, code));
