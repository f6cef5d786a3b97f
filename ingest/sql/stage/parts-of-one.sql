-- Pairs of parts of the file that hold the same indicator in the same period.
with held as (select distinct part, indicator, time_period from observation)
select distinct a.part::integer, b.part::integer
from held a
join held b on b.indicator = a.indicator and b.time_period = a.time_period and b.part > a.part
order by 1, 2;
