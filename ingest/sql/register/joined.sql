-- How many rows of another file belong to each unit.
create or replace temp table {table} as
select {keys}, count(*) as n
from {rows}
where {filters}
group by all;
