-- What the dataset's flags say of single periods shows on the figures themselves: B at the first period after a break, P while preliminary.
-- A flag without periods is of the dataset as a whole and marks no figure.
create or replace temp table flag_bit as
select p.period_id, f.area_level, case f.code when 'BREAK' then getvariable('bit.B') else getvariable('bit.P') end as bit
from dataset_flag f
join dim_period p on case f.code
    when 'BREAK' then p.code = f.period_from
    else coalesce(f.period_from, f.period_to) is not null
        and (f.period_from is null or left(p.code, strlen(f.period_from)) >= f.period_from) and (f.period_to is null or left(p.code, strlen(f.period_to)) <= f.period_to) end
where f.code in ('BREAK', 'PRELIMINARY');

create or replace temp table flagged as
select a.area_id, f.period_id, bit_or(f.bit)::uinteger as bits
from flag_bit f
join dim_area a on f.area_level is null or a.level = f.area_level
group by a.area_id, f.period_id;

update observation o
set obs_statuses = case when o.obs_statuses = getvariable('bit.A') then f.bits else o.obs_statuses | f.bits end
from flagged f
where f.area_id = o.ref_area and f.period_id = o.time_period and o.obs_statuses <> 0;
