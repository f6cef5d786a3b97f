-- Units without a size class or an activity are more than a few percent of all. Above threshold refuse no shares are made of them.
-- The share is taken over everything that the file holds of an indicator and period with and without the residual.
with total as (
    select getvariable('total_class')::usmallint as size_class, (select activity_id from dim_activity where code = '_T') as activity,
        (select size_class_id from dim_size_class where scheme = getvariable('size_scheme') and code = '_U') as no_size, (select activity_id from dim_activity where code = '_U') as no_activity
),
counted as (select indicator_id from dim_indicator where code in ('ENTR', 'ESTA')),
share as (
    select 'size' as dimension, indicator, time_period,
        sum(value) filter (size_class = (select no_size from total)) as without, sum(value) filter (size_class = (select size_class from total)) as printed,
        sum(value) filter (size_class <> (select size_class from total)) as summed,
        min(source_row) filter (size_class = (select no_size from total) and value > 0) as source_row
    from observation
    where indicator in (select indicator_id from counted) and exists (select 1 from observation where size_class = (select no_size from total))
    group by indicator, time_period
    union all
    select 'activity', indicator, time_period,
        sum(value) filter (activity = (select no_activity from total)), sum(value) filter (activity = (select activity from total)),
        sum(value) filter (activity <> (select activity from total)),
        min(source_row) filter (activity = (select no_activity from total) and value > 0)
    from observation
    where indicator in (select indicator_id from counted) and exists (select 1 from observation where activity = (select no_activity from total))
    group by indicator, time_period
),
high as (
    select *, list_avg([without]) * 100 / list_avg([greatest(coalesce(printed, summed), without)]) as percent from share where without > 0
),
worst as (
    select dimension, indicator, max(percent) as percent, arg_max(time_period, percent) as time_period, arg_max(source_row, percent) as source_row, count(*) as places
    from high
    where percent > getvariable('threshold.T08')
    group by dimension, indicator
)
select o.part, w.source_row, o.source_col, o.source_text as value, w.places, w.dimension, i.code as indicator, p.code as period, round(w.percent, 1) as percent,
    case when w.percent > getvariable('threshold.T08.refuse') then getvariable('threshold.T08.refuse')::int end as refused
from worst w
join observation o on o.source_row = w.source_row and o.indicator = w.indicator and o.time_period = w.time_period
    and case w.dimension when 'size' then o.size_class = (select no_size from total) else o.activity = (select no_activity from total) end
join dim_indicator i on i.indicator_id = w.indicator
join dim_period p on p.period_id = w.time_period
qualify row_number() over (partition by w.dimension, w.indicator order by o.part, o.source_col) = 1
order by 1, 2, 3;
