-- The sections or divisions of the dataset's own classification, and what it could not classify.
create or replace temp table part_of_total as
select activity_id as part from dim_activity where (system = {system} and level = {level}) or code = '_U';
