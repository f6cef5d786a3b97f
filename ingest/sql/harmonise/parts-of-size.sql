-- The classes of the dataset's scheme that are no sums of others; units without a class are part of the total (METHOD.md, Size).
create or replace temp table part_of_total as
select c.size_class_id as part
from dim_size_class c
where c.scheme = getvariable('size_scheme') and c.code <> '_T'
    and not exists (select 1 from dim_size_class child where child.scheme = c.scheme and child.parent = c.code);
